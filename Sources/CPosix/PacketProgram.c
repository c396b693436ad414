#if !defined(COUNTERSIGN_MODULE)

/* Only here, as in CPosix.c. */
#define _GNU_SOURCE
#include "CPosix.h"

#include <sys/socket.h>

/* ---- In the child: only calls that are safe between fork and exec. ---- */

static int arrange(int socket) {
    struct sigaction usual;
    sigset_t none;
    memset(&usual, 0, sizeof usual);
    usual.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; number++) sigaction(number, &usual, NULL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    umask(077);
    if (setsid() < 0 || chdir("/") != 0) return -1;
    if (socket == 0 ? fcntl(0, F_SETFD, 0) != 0 : dup2(socket, 0) != 0) return -1;
    if (close_range(1, ~0U, 0) != 0 || open("/dev/null", O_RDWR) != 1 || dup2(1, 2) != 2) return -1;
    return prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void become(int socket, pid_t parent, const uint8_t *paths, size_t length) {
    static char *const environment[] = {"LC_ALL=C", NULL};
    if (arrange(socket) != 0 || getppid() != parent) _exit(127);
    for (size_t start = 0; start < length; start += strlen((const char *)paths + start) + 1) {
        char *const words[] = {(char *)paths + start, NULL};
        execve(words[0], words, environment);
        if (errno != ENOENT) break;
    }
    _exit(127);
}

/* ---- In the parent ---- */

struct cs_packet_program cs_start_packet_program(const uint8_t *paths, size_t length) {
    struct cs_packet_program program = {.socket = -1};
    int ends[2];
    if (length == 0 || paths[length - 1] != 0) return (struct cs_packet_program){.socket = -1, .error = -EINVAL};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return (struct cs_packet_program){.socket = -1, .error = -errno};
    pid_t parent = getpid(), child = fork();
    if (child == 0) become(ends[1], parent, paths, length);
    program.error = child < 0 ? -errno : 0;
    close(ends[1]);
    if (program.error != 0) {
        close(ends[0]);
        return program;
    }
    program.pid = child;
    program.socket = ends[0];
    return program;
}

static int64_t milliseconds_now(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum cs_awaited cs_wait_for_packet(int socket, int other, int32_t milliseconds) {
    int64_t end = milliseconds_now() + milliseconds;
    /* POLLRDHUP: a socket that is half closed is left as well. */
    struct pollfd watched[] = {{.fd = socket, .events = POLLIN}, {.fd = other, .events = POLLRDHUP}};
    int ready;
    do {
        int64_t left = end - milliseconds_now();
        ready = poll(watched, 2, left > 0 ? (int)left : 0);
    } while (ready < 0 && errno == EINTR);
    if (ready > 0 && watched[1].revents != 0) return cs_awaited_left;
    return ready > 0 ? cs_awaited_packet : cs_awaited_nothing;
}

#else
/* An empty translation unit is not C. */
typedef int cs_packet_program_is_for_the_command;
#endif
