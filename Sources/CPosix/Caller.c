/* Only here, as in CPosix.c. */
#define _GNU_SOURCE
#include "CPosix.h"

extern char **environ;

const uint8_t *cs_caller_variable(const uint8_t *name, size_t name_length, size_t *length) {
    for (char **variable = environ; variable != NULL && *variable != NULL; variable++) {
        if (strncmp(*variable, (const char *)name, name_length) != 0 || (*variable)[name_length] != '=') continue;
        const char *value = *variable + name_length + 1;
        *length = strlen(value);
        return (const uint8_t *)value;
    }
    return NULL;
}

int32_t cs_open_terminal(void) {
    int terminal = open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (terminal < 0) return -errno;
    /* Reading from behind another program would stop this one. */
    if (tcgetpgrp(terminal) == getpgrp()) return terminal;
    close(terminal);
    return -ENOTTY;
}

static int64_t milliseconds_now(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Whether something was there, be it the end. */
static int swallow(int terminal) {
    char typed[256];
    ssize_t count;
    int some = 0;
    while ((count = read(terminal, typed, sizeof typed)) > 0) some = 1;
    explicit_bzero(typed, sizeof typed);
    return some || count == 0;
}

int32_t cs_await_packet(int socket, int terminal, uint32_t seconds) {
    int64_t end = milliseconds_now() + (int64_t)seconds * 1000;
    for (;;) {
        int64_t left = end - milliseconds_now();
        if (left <= 0) return -ETIMEDOUT;
        /* poll passes over what has a negative number. */
        struct pollfd both[2] = {{.fd = socket, .events = POLLIN}, {.fd = terminal, .events = POLLIN}};
        int ready = poll(both, 2, left > INT_MAX ? INT_MAX : (int)left);
        if (ready < 0 && errno != EINTR) return -errno;
        if (ready < 0 && terminal >= 0) return cs_await_given_up;
        if (ready <= 0) continue;
        if (both[0].revents != 0) return cs_await_packet_came;
        if (both[1].revents & POLLIN && swallow(terminal)) return cs_await_given_up;
        terminal = -1;
    }
}
