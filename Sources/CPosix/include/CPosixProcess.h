/*
 * Other programs, run by the command. The module starts none.
 */
#ifndef COUNTERSIGN_CPOSIX_PROCESS_H
#define COUNTERSIGN_CPOSIX_PROCESS_H

#include <stddef.h>
#include <stdint.h>

/* A started program; error is 0 or a negative errno, and then nothing else is set. */
struct cs_child {
    int32_t pid;
    int32_t output; /* what it writes on standard output can be read here without waiting */
    int32_t errors; /* the same of standard error */
    int32_t error;
};

/*
 * Starts the program `path` with `arguments` and `environment`, each a sequence of words that end in a NUL; the first
 * argument is its name. It reads `input` and then the end, has no other descriptor of this process, no signal held
 * back or ignored, and no terminal that it could ask.
 */
struct cs_child cs_start(const uint8_t *path, size_t path_length, const uint8_t *arguments, size_t arguments_length,
                         const uint8_t *environment, size_t environment_length, const uint8_t *input,
                         size_t input_length);

/* Waits until one of the two has something or is closed, or the time is over; a negative descriptor counts as none. */
int32_t cs_wait_for_output(int output, int errors, int32_t milliseconds);

/* How a program ended: 0 and its status, 1 and the signal, or 2 as long as it runs. */
struct cs_ending {
    int32_t kind;
    int32_t number;
    int32_t error;
};

struct cs_ending cs_ending_of(int32_t pid);

/* Ends a program of ours and what it has started, and waits for it. */
void cs_end(int32_t pid);

/* Whether a signal waits that cs_hold_signals holds back; it is not taken away. */
static inline int32_t cs_is_signal_waiting(int descriptor) {
    struct pollfd input = {.fd = descriptor, .events = POLLIN};
    return poll(&input, 1, 0) == 1 ? 1 : 0;
}

#endif
