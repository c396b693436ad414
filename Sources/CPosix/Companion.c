/* Only here, as in CPosix.c. */
#define _GNU_SOURCE
#include "CPosix.h"

#include <sys/socket.h>
#include <sys/wait.h>

/* From here to execve: only what may be called between fork and exec in a process with threads (signal-safety(7)). */
static int become_root(void) {
    if (geteuid() != 0) return 0;
    if (setresgid(0, 0, 0) != 0 || setgroups(0, NULL) != 0) return -1;
    return setresuid(0, 0, 0);
}

static void forget_signals(void) {
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int signal = 1; signal < NSIG; signal++) sigaction(signal, &standard, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The socket becomes standard input; everything else is closed, the two other streams lead nowhere. */
static int keep_socket_alone(int socket) {
    if (socket != 0 && dup2(socket, 0) != 0) return -1;
    if (socket == 0 && fcntl(0, F_SETFD, 0) != 0) return -1;
    if (close_range(1, ~0U, 0) != 0) return -1;
    if (open("/dev/null", O_RDWR) != 1) return -1;
    return dup2(1, 2) == 2 ? 0 : -1;
}

static void report(int32_t error) {
    uint8_t packet[1 + sizeof error] = {cs_companion_absent};
    memcpy(packet + 1, &error, sizeof error);
    /* The order is taken first: closing a socket with something unread resets the other end, which reads nothing. */
    char order;
    if (recv(0, &order, sizeof order, 0) < 0) _exit(2);
    if (send(0, packet, sizeof packet, MSG_NOSIGNAL) < 0) _exit(2);
    _exit(1);
}

static void become_companion(int socket, const uint8_t *paths, size_t length) {
    static char *const words[] = {"countersign-companion", NULL};
    static char *const environment[] = {
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", NULL,
    };
    forget_signals();
    if (keep_socket_alone(socket) != 0) _exit(2);
    if (become_root() != 0 || chdir("/") != 0) report(errno);
    umask(077);
    alarm(cs_companion_lifetime);
    int32_t error = ENOENT;
    for (size_t start = 0; start < length && error == ENOENT; start += strlen((const char *)paths + start) + 1) {
        execve((const char *)paths + start, words, environment);
        error = errno;
    }
    report(error);
}

struct cs_companion cs_start_companion(const uint8_t *paths, size_t length) {
    struct cs_companion companion = {.socket = -1};
    int ends[2];
    if (length == 0 || paths[length - 1] != 0) {
        companion.error = -EINVAL;
        return companion;
    }
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        companion.error = -errno;
        return companion;
    }
    struct timeval patience = {.tv_sec = cs_companion_patience};
    setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    pid_t child = fork();
    if (child == 0) {
        /* The grandchild leads no session, so that it can never get a terminal. */
        if (setsid() < 0 || (child = fork()) < 0) _exit(1);
        if (child > 0) _exit(0);
        become_companion(ends[1], paths, length);
    }
    companion.error = child < 0 ? -errno : 0;
    close(ends[1]);
    int status = 0;
    /* Where the application has children waited for by itself, the status is lost and the socket tells. */
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    if (child > 0 && status != 0) companion.error = -EAGAIN;
    if (companion.error == 0) {
        companion.socket = ends[0];
    } else {
        close(ends[0]);
    }
    return companion;
}

int64_t cs_send_packet(int socket, const uint8_t *bytes, size_t length) {
    ssize_t count;
    do {
        count = send(socket, bytes, length, MSG_NOSIGNAL);
    } while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : count;
}

int64_t cs_receive_packet(int socket, uint8_t *buffer, size_t length) {
    ssize_t count;
    do {
        count = recv(socket, buffer, length, MSG_TRUNC);
    } while (count < 0 && errno == EINTR);
    if (count < 0) return -errno;
    return (size_t)count > length ? -EMSGSIZE : count;
}
