"""Logs in through libpam, each time in a process of its own, which loads the modules anew.

usage: pam_login.py SERVICE USER [ANSWER...]   status 0 if PAM lets the user in
       pam_login.py --until FILE SERVICE USER  again and again until FILE is there; prints `begun` after the first,
                                               and at the end how many were let in and how many were not
       pam_login.py --talk SERVICE USER [rhost=ADDRESS] [tty=NAME]
                                               a line of JSON for each thing that is asked or told and for how it ends;
                                               what is asked is answered by a line of standard input
"""

import ctypes
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

SUCCESS, BUFFER_ERROR, CONVERSATION_ERROR = 0, 5, 19
ASKS = (1, 2)
# What a login can say of itself (pam_set_item(3)).
ITEMS = {"tty": 3, "rhost": 4}

libc = ctypes.CDLL(None)
libc.calloc.restype = libc.strdup.restype = ctypes.c_void_p
libpam = ctypes.CDLL("libpam.so.0")


class Message(ctypes.Structure):
    _fields_ = [("style", ctypes.c_int), ("text", ctypes.c_char_p)]


class Response(ctypes.Structure):
    _fields_ = [("text", ctypes.c_void_p), ("code", ctypes.c_int)]


Answers = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_int, ctypes.POINTER(ctypes.POINTER(Message)), ctypes.POINTER(ctypes.c_void_p),
    ctypes.c_void_p)


class Conversation(ctypes.Structure):
    _fields_ = [("answers", Answers), ("data", ctypes.c_void_p)]


def answering(given: list[str]) -> Answers:
    """A conversation that gives these answers in turn, and the last one again and again; without any it fails."""
    waiting = list(given)

    def answer(_: int, __: str) -> str | None:
        return None if not waiting else waiting.pop(0) if len(waiting) > 1 else waiting[0]
    return conversing(answer)


def talking(style: int, text: str) -> str | None:
    """Hands everything on, and takes answers from standard input; at its end there are no more."""
    asks = style in ASKS
    print(json.dumps({"asked" if asks else "told": text}), flush=True)
    line = sys.stdin.readline() if asks else ""
    return line.rstrip("\n") if line else None


def conversing(answer: Callable[[int, str], str | None]) -> Answers:
    """A conversation that hands each message to a function, and fails where something is asked and none comes back."""
    def converse(count: int, messages, responses, _: object) -> int:
        memory = libc.calloc(count, ctypes.sizeof(Response))
        if not memory:
            return BUFFER_ERROR
        found = ctypes.cast(memory, ctypes.POINTER(Response))
        for index in range(count):
            message = messages[index].contents
            text = answer(message.style, message.text.decode())
            if message.style in ASKS:
                if text is None:
                    return CONVERSATION_ERROR
                found[index].text = libc.strdup(text.encode())
        responses[0] = memory
        return SUCCESS
    return Answers(converse)


def is_let_in(service: str, user: str, answers: list[str]) -> bool:
    return outcome(service, user, answering(answers)) == SUCCESS


def outcome(service: str, user: str, answers: Answers, items: dict[str, str] | None = None) -> int:
    """The result of libpam."""
    conversation = Conversation(answers, None)
    handle = ctypes.c_void_p()
    found = libpam.pam_start(service.encode(), user.encode(), ctypes.byref(conversation), ctypes.byref(handle))
    if found != SUCCESS:
        return found
    for name, value in (items or {}).items():
        libpam.pam_set_item(handle, ITEMS[name], value.encode())
    found = libpam.pam_authenticate(handle, 0)
    libpam.pam_end(handle, found)
    return found


def in_a_process_of_its_own(service: str, user: str) -> bool:
    child = os.fork()
    if child == 0:
        os._exit(0 if is_let_in(service, user, []) else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def main(arguments: list[str]) -> int:
    if arguments[0] == "--talk":
        service, user, *given = arguments[1:]
        items = dict(item.split("=", 1) for item in given)
        print(json.dumps({"result": outcome(service, user, conversing(talking), items)}), flush=True)
        return 0
    if arguments[0] != "--until":
        service, user, *answers = arguments
        return 0 if is_let_in(service, user, answers) else 1
    end, service, user = Path(arguments[1]), *arguments[2:]
    count = {True: 0, False: 0}
    while not end.exists():
        count[in_a_process_of_its_own(service, user)] += 1
        if sum(count.values()) == 1:
            print("begun", flush=True)
    print(count[True], count[False])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
