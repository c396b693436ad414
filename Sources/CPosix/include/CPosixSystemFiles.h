/*
 * Files of the system that the command changes for others to read, and a program that outlives it. The module calls
 * nothing of this.
 */
#ifndef COUNTERSIGN_CPOSIX_SYSTEM_FILES_H
#define COUNTERSIGN_CPOSIX_SYSTEM_FILES_H

#include <stddef.h>
#include <stdint.h>

/*
 * Gives a file the owner, group, permission bits and extended attributes of another: with them its access list and its
 * SELinux label. What the kernel computes from the content (IMA, EVM, file capabilities) is not taken along.
 * 0, or a negative errno.
 */
int32_t cs_copy_attributes(int from, int to);

int32_t cs_rmdirat(int directory, const uint8_t *path, size_t length);

/*
 * Starts a program that goes on when this one, its terminal and its login have ended: its own session, no open file,
 * no signal held back or ignored, in the root directory. `arguments` are words that end in a NUL each, the first of
 * them its name. Returns when the program runs: 0, or a negative errno when it cannot be started.
 */
int32_t cs_start_detached(const uint8_t *path, size_t path_length, const uint8_t *arguments, size_t arguments_length);

/* Seconds since the machine was started, the time that it slept included. */
int64_t cs_seconds_since_boot(void);

/* Sleeps until so many seconds after the machine was started. */
void cs_sleep_until(int64_t seconds_since_boot);

#endif
