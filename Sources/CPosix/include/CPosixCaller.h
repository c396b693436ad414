/*
 * What whoever calls has with them: environment and terminal. In sudo and su both belong to the caller, who may have
 * put anything there. The rules of CPosix.h hold.
 */
#ifndef COUNTERSIGN_CPOSIX_CALLER_H
#define COUNTERSIGN_CPOSIX_CALLER_H

#include <stddef.h>
#include <stdint.h>

/*
 * The value of an environment variable, for hints alone: nothing that matters may depend on it.
 *
 * It reads the list itself, because everything else in the module finds every variable unset (see CPosix.c). Null where
 * there is none; the bytes belong to the process, and are copied before anything else is called.
 */
const uint8_t *cs_caller_variable(const uint8_t *name, size_t name_length, size_t *length);

/* The terminal of this process, for reading from it: a descriptor, or a negative errno where there is none, or where
 * another program of its session is in front. */
int32_t cs_open_terminal(void);

enum {
    cs_await_packet_came = 0,
    cs_await_given_up = 1,
};

/*
 * Waits at most so many seconds for a packet on the socket, or for its end.
 *
 * Whatever is typed at the terminal ends the wait and is swallowed, and so does a signal that the application handles;
 * sudo ignores Ctrl-C meanwhile. Without a terminal, a negative number, signals change nothing. -ETIMEDOUT when nothing
 * came.
 */
int32_t cs_await_packet(int socket, int terminal, uint32_t seconds);

#endif
