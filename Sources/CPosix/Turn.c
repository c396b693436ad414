#if !defined(COUNTERSIGN_MODULE)

/* Only here, as in CPosix.c. */
#define _GNU_SOURCE
#include "CPosix.h"

#include <sys/resource.h>
#include <sys/wait.h>

static void begin(uint32_t seconds, pid_t parent) {
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigset_t alarms;
    sigaction(SIGALRM, &standard, NULL);
    sigemptyset(&alarms);
    sigaddset(&alarms, SIGALRM);
    sigprocmask(SIG_UNBLOCK, &alarms, NULL);
    alarm(seconds);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) _exit(1);
}

static int32_t last_word(int report) {
    uint8_t word = cs_turn_silent, next;
    ssize_t count;
    while ((count = read(report, &next, 1)) != 0) {
        if (count > 0) word = next;
        if (count < 0 && errno != EINTR) break;
    }
    return word;
}

struct cs_turn cs_take_turn(uint32_t seconds) {
    struct cs_turn turn = {.report = -1};
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        turn.word = -errno;
        return turn;
    }
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        close(ends[0]);
        begin(seconds, parent);
        turn.is_child = 1;
        turn.report = ends[1];
        return turn;
    }
    turn.word = child < 0 ? -errno : 0;
    close(ends[1]);
    if (child > 0) {
        turn.word = last_word(ends[0]);
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
    }
    close(ends[0]);
    return turn;
}

void cs_say_turn(int32_t report, uint8_t word) {
    while (write(report, &word, 1) < 0 && errno == EINTR) continue;
}

void cs_bound_turn(uint32_t seconds) { alarm(seconds); }

struct cs_nobody cs_find_nobody(void) {
    static const char *const names[] = {"_countersign", "nobody"};
    struct cs_nobody account = {.error = -ENOENT};
    char room[4096];
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        struct passwd entry, *found = NULL;
        int error = getpwnam_r(names[index], &entry, room, sizeof room, &found);
        if (error != 0 && error != ENOENT) {
            account.error = -error;
            return account;
        }
        if (found == NULL) continue;
        account.error = entry.pw_uid == 0 || entry.pw_gid == 0 ? -EPERM : 0;
        account.user = entry.pw_uid;
        account.group = entry.pw_gid;
        return account;
    }
    return account;
}

/* Descriptors that are open stay so; what a library asks for in answer to a server is refused. */
static int32_t set_limits(void) {
    static const struct {
        int what;
        rlim_t most;
    } limits[] = {{RLIMIT_CORE, 0}, {RLIMIT_DATA, 128U << 20}, {RLIMIT_FSIZE, 0}, {RLIMIT_NPROC, 0}};
    for (size_t index = 0; index < sizeof limits / sizeof *limits; index++) {
        struct rlimit limit = {.rlim_cur = limits[index].most, .rlim_max = limits[index].most};
        if (setrlimit(limits[index].what, &limit) != 0) return -errno;
    }
    return cs_result(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

int32_t cs_become_account(struct cs_nobody account) {
    if (account.error != 0) return account.error;
    if (geteuid() != 0) return set_limits();
    if (setgroups(0, NULL) != 0 || setresgid(account.group, account.group, account.group) != 0 ||
        setresuid(account.user, account.user, account.user) != 0)
        return -errno;
    uid_t users[3];
    gid_t groups[3];
    if (getresuid(&users[0], &users[1], &users[2]) != 0 || getresgid(&groups[0], &groups[1], &groups[2]) != 0)
        return -errno;
    for (int which = 0; which < 3; which++)
        if (users[which] != account.user || groups[which] != account.group) return -EPERM;
    if (setuid(0) == 0 || setgid(0) == 0) return -EPERM;
    /* Changing the user takes this away (prctl(2)). */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return -errno;
    return set_limits();
}

static int is_private(int descriptor) {
    struct stat status;
    return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink == 1 &&
           status.st_uid == geteuid() && (status.st_mode & 077) == 0;
}

static int open_to_look(const uint8_t *path, size_t length) {
    if (!cs_is_path(path, length)) return -EINVAL;
    int descriptor = open((const char *)path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    return descriptor < 0 ? -errno : descriptor;
}

int32_t cs_check_private(const uint8_t *path, size_t length) {
    int descriptor = open_to_look(path, length);
    if (descriptor < 0) return descriptor;
    int32_t result = is_private(descriptor) ? 0 : -EPERM;
    close(descriptor);
    return result;
}

int64_t cs_read_private(const uint8_t *path, size_t length, uint8_t *buffer, size_t capacity) {
    int descriptor = open_to_look(path, length);
    if (descriptor < 0) return descriptor;
    int64_t count = -EPERM;
    if (is_private(descriptor)) {
        do {
            count = read(descriptor, buffer, capacity);
        } while (count < 0 && errno == EINTR);
        if (count < 0) count = -errno;
        if (count >= 0 && (size_t)count == capacity) count = -EMSGSIZE;
        if (count > 0 && buffer[count - 1] == '\n') count--;
    }
    close(descriptor);
    return count;
}

#endif
