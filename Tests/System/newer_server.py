"""An SSH server that does what OpenSSH does since 10.3: it sends what a PAM module says at once, as an instruction of
its own, in place of holding it back until the next question. By asyncssh, with the real libpam behind it.

usage: newer_server.py PORT SERVICE FOLDER      prints `listening`
"""

import asyncio
import ctypes
import queue
import sys
import threading

import asyncssh
import pam_login

HIDDEN, SEEN = 1, 2


class Login(threading.Thread):
    """One pam_authenticate, in a thread of its own; talks through two queues."""

    def __init__(self, service: str, user: str):
        super().__init__(daemon=True)
        self.service, self.user = service, user
        self.said: queue.Queue = queue.Queue()
        self.answers: queue.Queue = queue.Queue()
        self.start()

    def run(self) -> None:
        conversation = pam_login.Conversation(pam_login.Answers(self.talk), None)
        handle = ctypes.c_void_p()
        libpam = pam_login.libpam
        libpam.pam_start(self.service.encode(), self.user.encode(), ctypes.byref(conversation), ctypes.byref(handle))
        libpam.pam_set_item(handle, 3, b"ssh")  # PAM_TTY
        libpam.pam_set_item(handle, 4, b"127.0.0.1")  # PAM_RHOST
        outcome = libpam.pam_authenticate(handle, 0)
        libpam.pam_end(handle, outcome)
        self.said.put(outcome == pam_login.SUCCESS)

    def talk(self, count, messages, responses, _):
        memory = pam_login.libc.calloc(count, ctypes.sizeof(pam_login.Response))
        found = ctypes.cast(memory, ctypes.POINTER(pam_login.Response))
        for index in range(count):
            message = messages[index].contents
            self.said.put((message.style, message.text.decode()))
            answer = self.answers.get()
            if message.style in pam_login.ASKS:
                found[index].text = pam_login.libc.strdup(answer.encode())
        responses[0] = memory
        return pam_login.SUCCESS


class Server(asyncssh.SSHServer):
    service = ""

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return False

    def kbdint_auth_supported(self) -> bool:
        return True

    async def get_kbdint_challenge(self, username: str, lang: str, submethods: str):
        self.login = Login(self.service, username)
        return await self.next()

    async def validate_kbdint_response(self, username: str, responses):
        self.login.answers.put(responses[0] if responses else "")
        return await self.next()

    async def next(self):
        said = await asyncio.get_running_loop().run_in_executor(None, self.login.said.get)
        if isinstance(said, bool):
            return said
        style, text = said
        if style in (HIDDEN, SEEN):
            return "", "", "", [(text, style == SEEN)]
        return "", text + "\n", "", []


def session(process: asyncssh.SSHServerProcess) -> None:
    process.stdout.write("you are in: 42\n")
    process.exit(0)


async def main(port: int, service: str, folder: str) -> None:
    Server.service = service
    await asyncssh.create_server(
        Server, "127.0.0.1", port, server_host_keys=[f"{folder}/newer-host-key"], process_factory=session)
    print("listening", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
