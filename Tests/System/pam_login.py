"""usage: pam_login.py SERVICE USER: asks libpam as a greeter does; the answers come on standard input, a line each."""

import ctypes
import sys


class Message(ctypes.Structure):
    _fields_ = [("style", ctypes.c_int), ("text", ctypes.c_char_p)]


class Response(ctypes.Structure):
    _fields_ = [("text", ctypes.c_void_p), ("code", ctypes.c_int)]


CONVERSE = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_int, ctypes.POINTER(ctypes.POINTER(Message)), ctypes.POINTER(ctypes.POINTER(Response)),
    ctypes.c_void_p)


class Conversation(ctypes.Structure):
    _fields_ = [("function", CONVERSE), ("data", ctypes.c_void_p)]


def log_in(service: str, user: str, answers: list[str]) -> int:
    """What pam_authenticate says, with these answers to its questions."""
    pam, libc = ctypes.CDLL("libpam.so.0"), ctypes.CDLL(None)
    libc.calloc.restype = libc.strdup.restype = ctypes.c_void_p
    waiting = list(answers)

    def converse(count, messages, responses, _data):
        memory = libc.calloc(ctypes.c_size_t(count), ctypes.c_size_t(ctypes.sizeof(Response)))
        replies = ctypes.cast(memory, ctypes.POINTER(Response))
        for index in range(count):
            if messages[index].contents.style in (1, 2):
                if not waiting:
                    return 19
                replies[index].text = libc.strdup(waiting.pop(0).encode())
        responses[0] = replies
        return 0

    handle = ctypes.c_void_p()
    conversation = Conversation(CONVERSE(converse), None)
    pam.pam_start(service.encode(), user.encode(), ctypes.byref(conversation), ctypes.byref(handle))
    result = pam.pam_authenticate(handle, 0)
    pam.pam_end(handle, result)
    return result


if __name__ == "__main__":
    print(log_in(sys.argv[1], sys.argv[2], sys.stdin.read().splitlines()))
