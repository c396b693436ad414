/*
 * A program beside the companion that is talked with packet by packet. For the command and the companion; the module
 * starts none.
 */
#ifndef COUNTERSIGN_CPOSIX_PACKET_PROGRAM_H
#define COUNTERSIGN_CPOSIX_PACKET_PROGRAM_H

#include <stddef.h>
#include <stdint.h>

/* A started program and the socket to it; error is 0 or a negative errno, and then nothing else is set. */
struct cs_packet_program {
    int32_t pid;
    int32_t socket;
    int32_t error;
};

/*
 * Starts the first of these programs that exists, each path behind a NUL: with the other end of the socket as its
 * standard input, no other descriptor of this process, a session and an environment of its own. It is a child of this
 * process and dies with it. A program that could not be started says nothing and ends with status 127.
 */
struct cs_packet_program cs_start_packet_program(const uint8_t *paths, size_t length);

enum cs_awaited {
    cs_awaited_nothing = 0, /* the time is over */
    cs_awaited_packet,      /* the program has something, or has ended */
    cs_awaited_left,        /* who waits at `other` is gone; whatever they send meanwhile stays there */
};

/* Waits for the program, at most so many milliseconds; `other` may be negative. */
enum cs_awaited cs_wait_for_packet(int socket, int other, int32_t milliseconds);

#endif
