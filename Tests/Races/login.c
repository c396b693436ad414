/*
 * Logins through libpam in processes of their own, many at once or one under strace.
 *
 *   login serve          reads batches from standard input, answers each; see below
 *   login once CONFDIR SERVICE TIME USER CODE
 *                        one login in this very process, its module calls between two marks for strace
 *
 * A batch is a line of settings and one line `CONFDIR SERVICE USER CODE` for each login of it:
 *
 *   count=N              how many logins follow; each runs in a process of its own
 *   time=SECONDS         what modules see as the time of day
 *   jump=SECONDS         added to it while a login waits at the prompt
 *   hurry=FACTOR         how much faster the monotonic clock runs, so that a bounded wait is soon over
 *   slow=MICROSECONDS    how much longer each fdatasync takes
 *   at=call|prompt       all logins are released together before pam_authenticate, or when they are asked
 *   starting=N           no more than that are on their way to there at once, so that a crowd does not starve itself
 *   kill=MICROSECONDS    each login is killed so long after its start
 *   stop=1               each login stops itself (SIGSTOP) inside its first fdatasync, its lock held
 *   short=BYTES          no pread or pwrite moves more bytes than this
 *   starve=N             the Nth allocation within pam_authenticate fails
 *   onwards=1            and so do all that follow
 *   terminal=1           at a terminal, so that a success can be remembered
 *   lockless=1           flock says yes to everybody: what the races would show without the lock
 *
 * The answer has a line for each login: PAM code (-1: it ended without one), signal it died by or 0, descriptors left
 * open, log lines; tabs between them.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <limits.h>
#include <poll.h>
#include <pwd.h>
#include <security/pam_appl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { most_logins = 256, log_size = 4096, most_seconds = 120 };

struct job {
    char directory[512], service[64], user[256], code[256];
};

/* What a login leaves for its parent, however it ends. */
struct outcome {
    int code;
    int descriptors;
    char log[log_size];
};

struct shared {
    _Atomic uint32_t arrived;
    /* Done before they came to the barrier. */
    _Atomic uint32_t early;
    _Atomic uint32_t open;
    struct outcome outcomes[most_logins];
};

struct settings {
    long long count, time, jump, hurry, slow, kill, stop, shorten, lockless, starve, onwards, starting,
        terminal;
    bool at_prompt, at_call;
};

static struct settings settings;
static struct shared *shared;
static struct outcome *own;
static time_t moved;
static bool authenticating;
static bool has_arrived;
static long long allocations;

static void fail(const char *what) {
    fprintf(stderr, "login: error: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* What modules see of the system; each does what libc does unless the batch asks for more. */

int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && clock == CLOCK_REALTIME && settings.time != LLONG_MIN) {
        now->tv_sec = (time_t)settings.time + moved;
        now->tv_nsec = 0;
    }
    if (result == 0 && clock == CLOCK_MONOTONIC && settings.hurry > 1) {
        now->tv_sec *= settings.hurry;
        long long nanoseconds = now->tv_nsec * settings.hurry;
        now->tv_sec += nanoseconds / 1000000000;
        now->tv_nsec = nanoseconds % 1000000000;
    }
    return result;
}

int fdatasync(int descriptor) {
    if (settings.slow > 0) {
        usleep((useconds_t)settings.slow);
    }
    if (settings.stop != 0) {
        settings.stop = 0;
        raise(SIGSTOP);
    }
    return (int)syscall(SYS_fdatasync, descriptor);
}

int flock(int descriptor, int operation) {
    return settings.lockless != 0 ? 0 : (int)syscall(SYS_flock, descriptor, operation);
}

static size_t shortened(size_t size) {
    return settings.shorten > 0 && size > (size_t)settings.shorten ? (size_t)settings.shorten : size;
}

ssize_t pread(int descriptor, void *buffer, size_t size, off_t offset) {
    return syscall(SYS_pread64, descriptor, buffer, shortened(size), offset);
}

ssize_t pwrite(int descriptor, const void *buffer, size_t size, off_t offset) {
    return syscall(SYS_pwrite64, descriptor, buffer, shortened(size), offset);
}

/* Memory. glibc's own functions, under the names that interposers are meant to use. */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static bool starved(void) {
    if (!authenticating || settings.starve == 0) {
        return false;
    }
    allocations++;
    bool fails = settings.onwards != 0 ? allocations >= settings.starve : allocations == settings.starve;
    if (fails) {
        errno = ENOMEM;
    }
    return fails;
}

void *malloc(size_t size) { return starved() ? NULL : __libc_malloc(size); }

void *calloc(size_t count, size_t size) { return starved() ? NULL : __libc_calloc(count, size); }

void *realloc(void *memory, size_t size) { return starved() ? NULL : __libc_realloc(memory, size); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
    *memory = starved() ? NULL : __libc_memalign(alignment, size);
    return *memory == NULL ? ENOMEM : 0;
}

static void keep(const char *format, va_list arguments) {
    size_t used = strlen(own->log);
    vsnprintf(own->log + used, log_size - used, format, arguments);
    for (char *byte = own->log + used; *byte != '\0'; byte++) {
        if (*byte == '\t' || *byte == '\n') {
            *byte = '?';
        }
    }
    used = strlen(own->log);
    snprintf(own->log + used, log_size - used, "\t");
}

void syslog(int priority, const char *format, ...) {
    va_list arguments;
    (void)priority;
    va_start(arguments, format);
    keep(format, arguments);
    va_end(arguments);
}

/* What libpam calls, as it is built with _FORTIFY_SOURCE. */
void __syslog_chk(int priority, int flag, const char *format, ...);
void __syslog_chk(int priority, int flag, const char *format, ...) {
    va_list arguments;
    (void)priority;
    (void)flag;
    va_start(arguments, format);
    keep(format, arguments);
    va_end(arguments);
}

/* The barrier. */

static void wait_for_release(void) {
    has_arrived = true;
    atomic_fetch_add(&shared->arrived, 1);
    while (atomic_load(&shared->open) == 0) {
        syscall(SYS_futex, &shared->open, FUTEX_WAIT, 0, NULL, NULL, 0);
    }
}

static void release(void) {
    atomic_store(&shared->open, 1);
    syscall(SYS_futex, &shared->open, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

/* One login. */

static int converse(int count, const struct pam_message **messages, struct pam_response **responses, void *data) {
    const struct job *job = data;
    struct pam_response *list = calloc((size_t)count, sizeof *list);
    if (list == NULL) {
        return PAM_BUF_ERR;
    }
    for (int index = 0; index < count; index++) {
        int style = messages[index]->msg_style;
        if (style == PAM_PROMPT_ECHO_OFF || style == PAM_PROMPT_ECHO_ON) {
            moved = (time_t)settings.jump;
            if (settings.at_prompt) {
                wait_for_release();
            }
            list[index].resp = strdup(job->code);
        }
    }
    *responses = list;
    return PAM_SUCCESS;
}

/* By a call that nothing else here makes: any other could be the one that fails just now. */
static int open_descriptors(void) {
    enum { most = 256 };
    static struct pollfd watched[most];
    struct timespec never = {0, 0};
    int count = 0;
    for (int index = 0; index < most; index++) {
        watched[index] = (struct pollfd){.fd = index};
    }
    if (ppoll(watched, most, &never, NULL) < 0) {
        fail("ppoll");
    }
    for (int index = 0; index < most; index++) {
        count += (watched[index].revents & POLLNVAL) == 0;
    }
    return count;
}

/* A system call that does nothing else and occurs nowhere else. */
static void mark(void) {
    int error = errno;
    if (write(-1, "mark", 4) >= 0) {
        fail("mark");
    }
    errno = error;
}

static void log_in(const struct job *job, bool marked) {
    struct pam_conv conversation = {converse, (void *)job};
    pam_handle_t *handle = NULL;
    int code = pam_start_confdir(job->service, job->user, &conversation, job->directory, &handle);
    if (code != PAM_SUCCESS) {
        fail("pam_start_confdir");
    }
    if (settings.terminal && pam_set_item(handle, PAM_TTY, "/dev/pts/7") != PAM_SUCCESS) {
        fail("pam_set_item");
    }
    int before = open_descriptors();
    if (settings.at_call) {
        wait_for_release();
    }
    if (marked) {
        mark();
    }
    authenticating = true;
    code = pam_authenticate(handle, 0);
    authenticating = false;
    own->code = code;
    if (!has_arrived) {
        atomic_fetch_add(&shared->early, 1);
    }
    if (marked) {
        mark();
    }
    own->descriptors = open_descriptors() - before;
    pam_end(handle, code);
}

/* By writev(2): write(2) may be what a check lets fail. */
static void print_outcome(const struct outcome *outcome, int end) {
    char text[log_size + 64];
    int length =
        snprintf(text, sizeof text, "%d\t%d\t%d\t%s\n", outcome->code, end, outcome->descriptors, outcome->log);
    struct iovec part = {.iov_base = text, .iov_len = (size_t)length};
    if (writev(STDOUT_FILENO, &part, 1) != length) {
        fail("writev");
    }
}

/* Batches. */

static void read_settings(char *line) {
    settings = (struct settings){.count = 1, .time = LLONG_MIN, .hurry = 1};
    for (char *word = strtok(line, " \n"); word != NULL; word = strtok(NULL, " \n")) {
        char *value = strchr(word, '=');
        if (value == NULL) {
            fail(word);
        }
        *value++ = '\0';
        settings.at_call |= strcmp(word, "at") == 0 && strcmp(value, "call") == 0;
        settings.at_prompt |= strcmp(word, "at") == 0 && strcmp(value, "prompt") == 0;
        static const char *const names[] = {"count", "time",  "jump",     "hurry",  "slow",    "kill",
                                            "stop",  "short", "lockless", "starve", "onwards", "starting",
                                            "terminal"};
        long long *const numbers[] = {&settings.count,    &settings.time,   &settings.jump, &settings.hurry,
                                      &settings.slow,     &settings.kill,   &settings.stop, &settings.shorten,
                                      &settings.lockless, &settings.starve, &settings.onwards,
                                      &settings.starting, &settings.terminal};
        for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
            if (strcmp(word, names[index]) == 0) {
                *numbers[index] = strtoll(value, NULL, 10);
            }
        }
    }
    if (settings.count < 1 || settings.count > most_logins) {
        fail("count");
    }
}

static void read_job(struct job *job) {
    char line[2048];
    job->code[0] = '\0';
    if (fgets(line, sizeof line, stdin) == NULL ||
        sscanf(line, "%511s %63s %255s %255[^\n]", job->directory, job->service, job->user, job->code) < 3) {
        fail("a line of a login");
    }
}

static pid_t start(const struct job *job, size_t index) {
    shared->outcomes[index] = (struct outcome){.code = -1};
    pid_t child = fork();
    if (child < 0) {
        fail("fork");
    }
    if (child > 0) {
        return child;
    }
    own = &shared->outcomes[index];
    alarm(most_seconds);
    log_in(job, false);
    _exit(0);
}

/* Opens the barrier when every login has come to it or has ended. */
static void collect(const pid_t *children, int *ends, size_t count) {
    size_t ended = 0;
    bool released = false;
    bool barrier = settings.at_call || settings.at_prompt;
    while (ended < count) {
        int status;
        pid_t child = waitpid(-1, &status, barrier && !released ? WNOHANG : 0);
        for (size_t index = 0; index < count && child > 0; index++) {
            if (children[index] == child) {
                ends[index] = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
                ended++;
            }
        }
        if (!released && atomic_load(&shared->arrived) + ended >= count) {
            released = true;
            release();
        } else if (child == 0) {
            usleep(200);
        }
    }
}

/* Two seconds at most: one that was killed before it came to the barrier never makes room. */
static void wait_for_room(size_t started) {
    for (int turn = 0; settings.starting > 0 && turn < 10000; turn++) {
        if (started < atomic_load(&shared->arrived) + atomic_load(&shared->early) + (size_t)settings.starting) {
            return;
        }
        usleep(200);
    }
}

static void run_batch(char *line) {
    static struct job jobs[most_logins];
    pid_t children[most_logins];
    int ends[most_logins] = {0};
    read_settings(line);
    size_t count = (size_t)settings.count;
    atomic_store(&shared->arrived, 0);
    atomic_store(&shared->early, 0);
    atomic_store(&shared->open, 0);
    for (size_t index = 0; index < count; index++) {
        read_job(&jobs[index]);
    }
    for (size_t index = 0; index < count; index++) {
        wait_for_room(index);
        children[index] = start(&jobs[index], index);
    }
    if (settings.kill > 0) {
        usleep((useconds_t)settings.kill);
        for (size_t index = 0; index < count; index++) {
            kill(children[index], SIGKILL);
        }
    }
    collect(children, ends, count);
    for (size_t index = 0; index < count; index++) {
        print_outcome(&shared->outcomes[index], ends[index]);
    }
}

static void serve(void) {
    char line[1024];
    /* As sshd and sudo have; glibc itself does not survive it when the first look-up finds no memory. */
    getpwnam("root");
    while (fgets(line, sizeof line, stdin) != NULL) {
        run_batch(line);
    }
}

static void once(char *const *arguments) {
    struct job job;
    settings = (struct settings){.time = strtoll(arguments[4], NULL, 10), .hurry = 1};
    snprintf(job.directory, sizeof job.directory, "%s", arguments[2]);
    snprintf(job.service, sizeof job.service, "%s", arguments[3]);
    snprintf(job.user, sizeof job.user, "%s", arguments[5]);
    snprintf(job.code, sizeof job.code, "%s", arguments[6]);
    own = &shared->outcomes[0];
    log_in(&job, true);
    print_outcome(own, 0);
}

int main(int count, char **arguments) {
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) {
        fail("mmap");
    }
    if (count == 2 && strcmp(arguments[1], "serve") == 0) {
        serve();
    } else if (count == 7 && strcmp(arguments[1], "once") == 0) {
        once(arguments);
    } else {
        fprintf(stderr, "login: error: see the comment at the top of login.c for its usage\n");
        return 2;
    }
    return 0;
}
