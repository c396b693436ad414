/*
 * The socket of a user's SSH agent. For the companion alone.
 */
#ifndef COUNTERSIGN_CPOSIX_AGENT_H
#define COUNTERSIGN_CPOSIX_AGENT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Connects to a socket as `user`, with that account's groups and no privilege: a path that the user may not reach is
 * not reached. Who made the socket has to be the user or root.
 *
 * Gives the descriptor, or a negative errno: -EPERM for a socket of somebody else's, -ETIMEDOUT when `milliseconds`
 * were over.
 */
int32_t cs_connect_to_agent(const uint8_t *path, size_t length, uint32_t user, int32_t milliseconds);

/* Sends all of it, waiting at most so long; 0, or a negative errno. */
int32_t cs_send_to_agent(int agent, const uint8_t *bytes, size_t length, int32_t milliseconds);

/* Waits until there is something to read and reads it; 0 at the end, or a negative errno. */
int64_t cs_receive_from_agent(int agent, uint8_t *room, size_t length, int32_t milliseconds);

#endif
