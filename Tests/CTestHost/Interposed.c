#define _GNU_SOURCE
#include "CTestHost.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static __thread int64_t clock_offset;
static __thread size_t wiped;
static __thread struct {
    int32_t count, nth, error;
} plans[cs_host_calls];
static __thread char *log_lines;

static __thread int64_t hurry;

void cs_host_hurry(int on) { hurry = on ? 1 : 0; }

void cs_host_set_clock_offset(int64_t seconds) { clock_offset = seconds; }

void cs_host_fail(enum cs_host_call call, int32_t nth, int32_t error) {
    plans[call].count = 0;
    plans[call].nth = nth;
    plans[call].error = error;
}

int32_t cs_host_count(enum cs_host_call call) { return plans[call].count; }

static int fails(enum cs_host_call call) {
    if (++plans[call].count != plans[call].nth) return 0;
    errno = plans[call].error;
    return 1;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    long result = syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && clock == CLOCK_REALTIME) time->tv_sec += clock_offset;
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

int openat(int directory, const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return fails(cs_host_openat) ? -1 : (int)syscall(SYS_openat, directory, path, flags, mode);
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
