/*
 * One PAM transaction, measured: pam_start_confdir, pam_authenticate, pam_end, as an application makes them.
 *
 *   transaction load FILE                           nanoseconds of one dlopen
 *   transaction serve CONFDIR SERVICE USER          reads lines "TIME CODE", answers each with nanoseconds
 *   transaction floor CONFDIR USER FILE             as serve, for pam_permit and one in-place write with fdatasync
 *   transaction cold CONFDIR SERVICE USER TIME CODE nanoseconds of a whole process, and of its transaction
 *   transaction once CONFDIR SERVICE USER TIME CODE what `cold` starts
 *   transaction memory CONFDIR SERVICE USER TIME CODE
 *                                                   KiB grown while loaded, of these anonymous, and after pam_end
 *   transaction traced CONFDIR SERVICE USER TIME CODE TIME CODE   two transactions, each between marks for strace
 *   transaction profile CONFDIR SERVICE USER        reads lines "TIME CODE"; at their end, of all but the first one:
 *                                                   nanoseconds in total, of these in user and in system mode
 *   transaction lookup USER COUNT                   the same of so many look-ups of an account
 *   transaction judge CONFDIR SERVICE               reads lines "TIME USER CODE", answers each with PAM's result and
 *                                                   nanoseconds to the question and from the answer to the result; each
 *                                                   login is between marks for strace
 *
 * TIME is what modules see as the time of day (0: the real one), so that a TOTP code is fresh each time without
 * waiting for the next step. It is put in place of libc's functions, which a program may do for what it loads.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <security/pam_appl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

typedef int clock_function(clockid_t, struct timespec *);
static clock_function *real_clock;
static time_t time_of_day;
static char code[64];
static long long asked_at;

/* The clock, as modules see it. */

int clock_gettime(clockid_t clock, struct timespec *now) {
    if (real_clock == NULL) {
        real_clock = (clock_function *)dlsym(RTLD_NEXT, "clock_gettime");
    }
    if (time_of_day == 0 || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) {
        return real_clock(clock, now);
    }
    now->tv_sec = time_of_day;
    now->tv_nsec = 0;
    return 0;
}

time_t time(time_t *copy) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (copy != NULL) {
        *copy = now.tv_sec;
    }
    return now.tv_sec;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec precise;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}

static long long nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void fail(const char *what, const char *why) {
    fprintf(stderr, "transaction: error: %s: %s\n", what, why);
    exit(1);
}

/* The transaction. */

static int answer(int count, const struct pam_message **messages, struct pam_response **responses, void *data) {
    (void)data;
    if (asked_at == 0) {
        asked_at = nanoseconds();
    }
    struct pam_response *list = calloc((size_t)count, sizeof *list);
    if (list == NULL) {
        return PAM_BUF_ERR;
    }
    for (int index = 0; index < count; index++) {
        int style = messages[index]->msg_style;
        if (style == PAM_PROMPT_ECHO_OFF || style == PAM_PROMPT_ECHO_ON) {
            list[index].resp = strdup(code);
        }
    }
    *responses = list;
    return PAM_SUCCESS;
}

/* KiB, counted page by page; the sum in statm may lag behind by some pages on each processor. */
struct memory {
    long resident;
    /* Written to by this process; the rest is shared with the page cache. */
    long anonymous;
};

struct growth {
    struct memory loaded;
    struct memory after;
};

static long field(const char *text, const char *name) {
    const char *line = strstr(text, name);
    return line == NULL ? -1 : strtol(line + strlen(name), NULL, 10);
}

static struct memory memory_now(void) {
    static char text[4096];
    int file = open("/proc/self/smaps_rollup", O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (length <= 0) {
        fail("smaps_rollup", strerror(errno));
    }
    close(file);
    text[length] = '\0';
    struct memory now = {field(text, "\nRss:"), field(text, "\nAnonymous:")};
    return now;
}

static struct memory grown(struct memory before) {
    struct memory now = memory_now();
    now.resident -= before.resident;
    now.anonymous -= before.anonymous;
    return now;
}

static long long authenticate(const char *directory, const char *service, const char *user, struct growth *growth) {
    static const struct pam_conv conversation = {answer, NULL};
    pam_handle_t *handle = NULL;
    struct memory before = {0};
    if (growth != NULL) {
        before = memory_now();
    }
    long long start = nanoseconds();
    int result = pam_start_confdir(service, user, &conversation, directory, &handle);
    if (result == PAM_SUCCESS) {
        result = pam_authenticate(handle, 0);
        if (growth != NULL) {
            growth->loaded = grown(before);
        }
        pam_end(handle, result);
    }
    long long end = nanoseconds();
    if (growth != NULL) {
        growth->after = grown(before);
    }
    if (result != PAM_SUCCESS) {
        fail(service, pam_strerror(NULL, result));
    }
    return end - start;
}

static void take(const char *time_text, const char *code_text) {
    time_of_day = (time_t)strtoll(time_text, NULL, 10);
    snprintf(code, sizeof code, "%s", code_text);
}

/* The measurements. */

static void load(const char *file) {
    long long start = nanoseconds();
    void *module = dlopen(file, RTLD_NOW);
    long long end = nanoseconds();
    if (module == NULL) {
        fail(file, dlerror());
    }
    printf("%lld\n", end - start);
}

static long long write_in_place(const char *file) {
    static const char block[512];
    long long start = nanoseconds();
    int descriptor = open(file, O_RDWR | O_CLOEXEC);
    bool written = descriptor >= 0 && pwrite(descriptor, block, sizeof block, 0) == (ssize_t)sizeof block &&
                   fdatasync(descriptor) == 0;
    if (!written) {
        fail(file, strerror(errno));
    }
    close(descriptor);
    return nanoseconds() - start;
}

/* Reads a line "TIME CODE" of the input, if there is one. */
static bool take_line(void) {
    char line[128];
    if (fgets(line, sizeof line, stdin) == NULL) {
        return false;
    }
    char *blank = strchr(line, ' ');
    if (blank == NULL) {
        fail("input", "a line without a code");
    }
    *blank = '\0';
    blank[1 + strcspn(blank + 1, "\n")] = '\0';
    take(line, blank + 1);
    return true;
}

static void serve(const char *directory, const char *service, const char *user, const char *floor) {
    while (take_line()) {
        long long spent = authenticate(directory, service, user, NULL);
        printf("%lld\n", floor == NULL ? spent : spent + write_in_place(floor));
        fflush(stdout);
    }
}

/* Where time goes. The kernel keeps user and system time apart by sampling, so these need many rounds. */

struct usage {
    long long total, user, system;
};

static struct usage usage_now(void) {
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0) {
        fail("getrusage", strerror(errno));
    }
    struct usage now = {nanoseconds(), usage.ru_utime.tv_sec * 1000000000LL + usage.ru_utime.tv_usec * 1000LL,
                        usage.ru_stime.tv_sec * 1000000000LL + usage.ru_stime.tv_usec * 1000LL};
    return now;
}

static void print_since(struct usage start) {
    struct usage end = usage_now();
    printf("%lld %lld %lld\n", end.total - start.total, end.user - start.user, end.system - start.system);
}

static void profile(const char *directory, const char *service, const char *user) {
    if (!take_line()) {
        fail("input", "no line");
    }
    authenticate(directory, service, user, NULL);
    struct usage start = usage_now();
    while (take_line()) {
        authenticate(directory, service, user, NULL);
    }
    print_since(start);
}

static void look_up(const char *user, long count) {
    struct passwd entry, *found = NULL;
    static char buffer[16384];
    getpwnam_r(user, &entry, buffer, sizeof buffer, &found);
    struct usage start = usage_now();
    for (long index = 0; index < count; index++) {
        if (getpwnam_r(user, &entry, buffer, sizeof buffer, &found) != 0 || found == NULL) {
            fail(user, "no such account");
        }
    }
    print_since(start);
}

/* Starts this program again as `once`, whose figure follows on the same line. */
static void cold(char *const *arguments) {
    char *child_arguments[] = {"transaction", "once",       arguments[2], arguments[3],
                               arguments[4],  arguments[5], arguments[6], NULL};
    pid_t child;
    int status = 0;
    long long start = nanoseconds();
    int error = posix_spawn(&child, "/proc/self/exe", NULL, NULL, child_arguments, environ);
    if (error != 0 || waitpid(child, &status, 0) != child || status != 0) {
        fail("cold", "the transaction failed");
    }
    printf("%lld\n", nanoseconds() - start);
}

/* A system call that does nothing else and occurs nowhere else. */
static void mark(void) {
    if (write(-1, "mark", 4) >= 0) {
        fail("mark", "written");
    }
}

static void traced(char *const *arguments) {
    for (int index = 5; index <= 7; index += 2) {
        take(arguments[index], arguments[index + 1]);
        mark();
        authenticate(arguments[2], arguments[3], arguments[4], NULL);
        mark();
    }
}

/* What a client can measure of a login, however it ends. */
static void judge(const char *directory, const char *service) {
    static const struct pam_conv conversation = {answer, NULL};
    char line[256], time_text[32], user[128], code_text[64];
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (sscanf(line, "%31s %127s %63s", time_text, user, code_text) != 3) {
            fail("input", "a line that is not TIME USER CODE");
        }
        take(time_text, code_text);
        pam_handle_t *handle = NULL;
        if (pam_start_confdir(service, user, &conversation, directory, &handle) != PAM_SUCCESS) {
            fail(service, "pam_start");
        }
        mark();
        asked_at = 0;
        long long start = nanoseconds();
        int result = pam_authenticate(handle, 0);
        long long end = nanoseconds();
        mark();
        pam_end(handle, result);
        printf("%d %lld %lld\n", result, asked_at - start, end - asked_at);
        fflush(stdout);
    }
}

static void memory(char *const *arguments) {
    struct growth growth;
    authenticate(arguments[2], "permit", arguments[4], NULL);
    memory_now();
    take(arguments[5], arguments[6]);
    authenticate(arguments[2], arguments[3], arguments[4], &growth);
    printf("%ld %ld %ld\n", growth.loaded.resident, growth.loaded.anonymous, growth.after.resident);
}

int main(int count, char **arguments) {
    const char *mode = count > 1 ? arguments[1] : "";
    if (strcmp(mode, "load") == 0 && count == 3) {
        load(arguments[2]);
    } else if (strcmp(mode, "serve") == 0 && count == 5) {
        serve(arguments[2], arguments[3], arguments[4], NULL);
    } else if (strcmp(mode, "floor") == 0 && count == 5) {
        serve(arguments[2], "permit", arguments[3], arguments[4]);
    } else if (strcmp(mode, "profile") == 0 && count == 5) {
        profile(arguments[2], arguments[3], arguments[4]);
    } else if (strcmp(mode, "lookup") == 0 && count == 4) {
        look_up(arguments[2], strtol(arguments[3], NULL, 10));
    } else if (strcmp(mode, "judge") == 0 && count == 4) {
        judge(arguments[2], arguments[3]);
    } else if (strcmp(mode, "cold") == 0 && count == 7) {
        cold(arguments);
    } else if (strcmp(mode, "once") == 0 && count == 7) {
        take(arguments[5], arguments[6]);
        printf("%lld\n", authenticate(arguments[2], arguments[3], arguments[4], NULL));
    } else if (strcmp(mode, "memory") == 0 && count == 7) {
        memory(arguments);
    } else if (strcmp(mode, "traced") == 0 && count == 9) {
        traced(arguments);
    } else {
        fprintf(stderr, "transaction: error: see the comment at the top of transaction.c for its usage\n");
        return 2;
    }
    return 0;
}
