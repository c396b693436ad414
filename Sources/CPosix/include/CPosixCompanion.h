/*
 * The program beside the module, and the socket on which the two talk. The rules of CPosix.h hold.
 */
#ifndef COUNTERSIGN_CPOSIX_COMPANION_H
#define COUNTERSIGN_CPOSIX_COMPANION_H

#include <stddef.h>
#include <stdint.h>

#include "CPosixCaller.h"

struct cs_companion {
    int32_t socket;
    int32_t error; /* 0, or a negative errno and there is no socket */
};

enum {
    /* Seconds after which the kernel ends a companion, whatever it is doing. */
    cs_companion_lifetime = 600,
    /* Seconds for which the module waits for a packet; people's time does not count. */
    cs_companion_patience = 30,
    /* The first byte of what comes on the socket when no program could be started; an errno in four bytes follows. */
    cs_companion_absent = 'X',
};

/*
 * Starts the first of these programs that exists: absolute paths, each with its NUL behind it.
 *
 * It is no child of this process, so an application that waits for its children never meets it. It runs as root where
 * this process may, with all signals as they are by default, no descriptor but the socket (as its standard input) and
 * an environment of its own.
 */
struct cs_companion cs_start_companion(const uint8_t *paths, size_t length);

/* One packet as a whole; the count, or a negative errno. */
int64_t cs_send_packet(int socket, const uint8_t *bytes, size_t length);

/* One packet: the count, 0 at the end, -EAGAIN when none came in time, -EMSGSIZE for one that does not fit. */
int64_t cs_receive_packet(int socket, uint8_t *buffer, size_t length);

#endif
