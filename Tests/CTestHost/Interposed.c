#define _GNU_SOURCE
#include "CTestHost.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <pwd.h>
#include <sched.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static __thread int64_t clock_offset;
static __thread size_t wiped;
static __thread struct {
    int32_t count, nth, error, call_nth;
    void (*function)(void *);
    void *context;
} plans[cs_host_calls];
static __thread char *log_lines;

static __thread int64_t hurry;

void cs_host_hurry(int on) { hurry = on ? 1 : 0; }

void cs_host_set_clock_offset(int64_t seconds) { clock_offset = seconds; }

static __thread int clock_stands;
static __thread int64_t standing_time;

void cs_host_stop_clock(int64_t seconds) {
    clock_stands = 1;
    standing_time = seconds;
}

void cs_host_run_clock(void) { clock_stands = 0; }

void cs_host_fail(enum cs_host_call call, int32_t nth, int32_t error) {
    plans[call].count = 0;
    plans[call].nth = nth;
    plans[call].error = error;
}

int32_t cs_host_count(enum cs_host_call call) { return plans[call].count; }

void cs_host_before(enum cs_host_call call, int32_t nth, void (*function)(void *), void *context) {
    plans[call].count = 0;
    plans[call].call_nth = nth;
    plans[call].function = function;
    plans[call].context = context;
}

int32_t cs_host_own_umask(uint32_t mask) {
    if (unshare(CLONE_FS) != 0) return errno;
    umask((mode_t)mask);
    return 0;
}

static int fails(enum cs_host_call call) {
    int32_t count = ++plans[call].count;
    if (count == plans[call].call_nth) {
        plans[call].call_nth = 0;
        plans[call].function(plans[call].context);
    }
    if (count != plans[call].nth) return 0;
    errno = plans[call].error;
    return 1;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    long result = syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && clock == CLOCK_REALTIME) time->tv_sec += clock_offset;
    if (result == 0 && clock == CLOCK_REALTIME && clock_stands) *time = (struct timespec){.tv_sec = standing_time};
    if (result == 0 && clock == CLOCK_MONOTONIC && hurry > 0) time->tv_sec += hurry++;
    return (int)result;
}

int fdatasync(int descriptor) {
    return fails(cs_host_fdatasync) ? -1 : (int)syscall(SYS_fdatasync, descriptor);
}

ssize_t pread(int descriptor, void *buffer, size_t size, off_t offset) {
    return fails(cs_host_pread) ? -1 : syscall(SYS_pread64, descriptor, buffer, size, offset);
}

ssize_t pwrite(int descriptor, const void *buffer, size_t size, off_t offset) {
    return fails(cs_host_pwrite) ? -1 : syscall(SYS_pwrite64, descriptor, buffer, size, offset);
}

static __thread int64_t disk_room = -1;

void cs_host_leave_room(int64_t bytes) { disk_room = bytes; }

ssize_t write(int descriptor, const void *buffer, size_t size) {
    if (fails(cs_host_write)) return -1;
    if (disk_room < 0) return syscall(SYS_write, descriptor, buffer, size);
    if (disk_room == 0) {
        errno = ENOSPC;
        return -1;
    }
    if (size > (size_t)disk_room) size = (size_t)disk_room;
    ssize_t count = syscall(SYS_write, descriptor, buffer, size);
    if (count > 0) disk_room -= count;
    return count;
}

int ftruncate(int descriptor, off_t size) {
    return fails(cs_host_ftruncate) ? -1 : (int)syscall(SYS_ftruncate, descriptor, size);
}

static __thread int32_t inheritable;

int32_t cs_host_take_inheritable(void) {
    int32_t taken = inheritable;
    inheritable = 0;
    return taken;
}

int openat(int directory, const char *path, int flags, ...) {
    if ((flags & O_CLOEXEC) == 0) inheritable++;
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return fails(cs_host_openat) ? -1 : (int)syscall(SYS_openat, directory, path, flags, mode);
}

/* The calloc that fits the program's free: a sanitizer's, or glibc's under the name that interposers are to use. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define libc_calloc __interceptor_calloc
#endif
#endif
#ifndef libc_calloc
#define libc_calloc __libc_calloc
#endif
void *libc_calloc(size_t count, size_t size);

void *calloc(size_t count, size_t size) {
    return fails(cs_host_calloc) ? NULL : libc_calloc(count, size);
}

int fsync(int descriptor) { return fails(cs_host_fsync) ? -1 : (int)syscall(SYS_fsync, descriptor); }

int renameat(int from_directory, const char *from, int to_directory, const char *to) {
    return fails(cs_host_renameat) ? -1 : (int)syscall(SYS_renameat2, from_directory, from, to_directory, to, 0);
}

int unlinkat(int directory, const char *path, int flags) {
    return fails(cs_host_unlinkat) ? -1 : (int)syscall(SYS_unlinkat, directory, path, flags);
}

int fchmod(int descriptor, mode_t mode) {
    return fails(cs_host_fchmod) ? -1 : (int)syscall(SYS_fchmod, descriptor, mode);
}

int fstat(int descriptor, struct stat *status) {
    return fails(cs_host_fstat) ? -1 : (int)syscall(SYS_fstat, descriptor, status);
}

int fstatat(int directory, const char *restrict path, struct stat *restrict status, int flags) {
    return fails(cs_host_fstatat) ? -1 : (int)syscall(SYS_newfstatat, directory, path, status, flags);
}

/*
 * A program that another test starts holds every lock of this one, those too that were let go meanwhile, from its fork
 * until its exec has closed what it inherited. On a loaded machine that lasts long enough for a login to find its own
 * lock taken. So programs are started one at a time, and a lock that is taken is tried once more between two of them.
 */
static pthread_rwlock_t starting = PTHREAD_RWLOCK_INITIALIZER;

/* An exec closes what it inherited in the order of the numbers. */
enum { a_late_descriptor = 1000 };

int posix_spawn(pid_t *child, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *attributes, char *const arguments[], char *const environment[]) {
    int (*next)(pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, char *const[],
                char *const[]);
    *(void **)&next = dlsym(RTLD_NEXT, "posix_spawn");
    pthread_rwlock_wrlock(&starting);
    int ends[2] = {-1, -1}, late = -1;
    if (pipe2(ends, O_CLOEXEC) == 0) {
        late = fcntl(ends[1], F_DUPFD_CLOEXEC, a_late_descriptor);
        close(ends[1]);
    }
    int result = next(child, path, actions, attributes, arguments, environment);
    if (late >= 0) {
        char byte;
        close(late);
        while (read(ends[0], &byte, 1) < 0 && errno == EINTR) continue;
    }
    if (ends[0] >= 0) close(ends[0]);
    pthread_rwlock_unlock(&starting);
    return result;
}

int flock(int descriptor, int operation) {
    if (fails(cs_host_flock)) return -1;
    int result = (int)syscall(SYS_flock, descriptor, operation);
    if (result == 0 || errno != EWOULDBLOCK) return result;
    pthread_rwlock_rdlock(&starting);
    result = (int)syscall(SYS_flock, descriptor, operation);
    int error = errno;
    pthread_rwlock_unlock(&starting);
    errno = error;
    return result;
}

ssize_t getrandom(void *buffer, size_t size, unsigned int flags) {
    return fails(cs_host_getrandom) ? -1 : syscall(SYS_getrandom, buffer, size, flags);
}

static __thread char account_name[512], own_name[512];
static __thread uid_t account_uid;

void cs_host_add_account(const char *name, uint32_t uid) {
    snprintf(account_name, sizeof account_name, "%s", name ? name : "");
    account_uid = uid;
    own_name[0] = '\0';
}

void cs_host_name_account(const char *own) { snprintf(own_name, sizeof own_name, "%s", own); }

/* What a name service says of the account, whatever it was asked by. */
static int added_account(struct passwd *entry, struct passwd **result) {
    static char nothing[] = "", shell[] = "/bin/false";
    *entry = (struct passwd){.pw_name = own_name[0] ? own_name : account_name, .pw_passwd = nothing,
                             .pw_uid = account_uid, .pw_gid = account_uid, .pw_gecos = nothing, .pw_dir = nothing,
                             .pw_shell = shell};
    *result = entry;
    return 0;
}

int getpwuid_r(uid_t uid, struct passwd *entry, char *buffer, size_t size, struct passwd **result) {
    if (account_name[0] != '\0' && uid == account_uid) return added_account(entry, result);
    int (*next)(uid_t, struct passwd *, char *, size_t, struct passwd **);
    *(void **)&next = dlsym(RTLD_NEXT, "getpwuid_r");
    return next(uid, entry, buffer, size, result);
}

int getpwnam_r(const char *name, struct passwd *entry, char *buffer, size_t size, struct passwd **result) {
    int is_added = account_name[0] != '\0' && (strcmp(name, account_name) == 0 || strcmp(name, own_name) == 0);
    if (!is_added) {
        int (*next)(const char *, struct passwd *, char *, size_t, struct passwd **);
        *(void **)&next = dlsym(RTLD_NEXT, "getpwnam_r");
        return next(name, entry, buffer, size, result);
    }
    return added_account(entry, result);
}

void explicit_bzero(void *memory, size_t size) {
    memset(memory, 0, size);
    __asm__ __volatile__("" : : "r"(memory) : "memory");
    wiped += size;
}

size_t cs_host_take_wiped(void) {
    size_t taken = wiped;
    wiped = 0;
    return taken;
}

static void keep(const char *format, va_list arguments) {
    char *line = NULL;
    if (vasprintf(&line, format, arguments) < 0) return;
    size_t before = log_lines ? strlen(log_lines) : 0;
    char *longer = realloc(log_lines, before + strlen(line) + 2);
    if (longer) {
        log_lines = longer;
        sprintf(log_lines + before, "%s\n", line);
    }
    free(line);
}

void syslog(int priority, const char *format, ...) {
    (void)priority;
    va_list arguments;
    va_start(arguments, format);
    keep(format, arguments);
    va_end(arguments);
}

/* What libpam calls, as it is built with _FORTIFY_SOURCE. */
void __syslog_chk(int priority, int flag, const char *format, ...);
void __syslog_chk(int priority, int flag, const char *format, ...) {
    (void)priority;
    (void)flag;
    va_list arguments;
    va_start(arguments, format);
    keep(format, arguments);
    va_end(arguments);
}

char *cs_host_take_log(void) {
    char *taken = log_lines ? log_lines : strdup("");
    log_lines = NULL;
    return taken;
}
