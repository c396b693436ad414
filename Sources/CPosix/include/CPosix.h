/*
 * The libc calls that the core makes, as plain functions: no variadic ones, no macros, no errno read later.
 *
 * Rules of this header:
 *  - A failing call gives a negative errno, so that errno is never read later, after something overwrote it.
 *  - A path comes as counted bytes that end in their only NUL; anything else is EINVAL before the kernel sees it.
 *  - Nothing here reads the environment, keeps state or installs a handler.
 */
#ifndef COUNTERSIGN_CPOSIX_H
#define COUNTERSIGN_CPOSIX_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <syslog.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* What the core needs of struct stat, with fixed widths. */
struct cs_file_status {
    uint64_t device;
    uint64_t inode;
    uint64_t links;
    uint64_t size;
    uint32_t mode;
    uint32_t owner;
    int64_t modified_seconds;
    int64_t modified_nanoseconds;
    int64_t changed_seconds;
    int64_t changed_nanoseconds;
    int32_t error; /* 0, or a negative errno and nothing else is set */
};

/* A point of time; error as above. */
struct cs_time {
    int64_t seconds;
    int64_t nanoseconds;
    int32_t error;
};

enum cs_open_mode {
    cs_open_directory = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC,
    /* O_NONBLOCK keeps a FIFO or device put in a file's place from hanging the login. */
    cs_open_read = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
    /* For files of the system that may be links; for nothing that anybody but root can name. */
    cs_open_through_links = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
    cs_open_update = O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
    cs_open_new = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
    cs_open_append = O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
    cs_open_append_or_create = cs_open_append | O_CREAT,
};

static inline int cs_is_path(const uint8_t *path, size_t length) {
    return length > 1 && memchr(path, 0, length) == path + length - 1;
}

static inline int32_t cs_result(long value) { return value < 0 ? -errno : (int32_t)value; }

static inline int32_t cs_openat(int directory, const uint8_t *path, size_t length,
                                int flags, uint32_t mode) {
    if (!cs_is_path(path, length)) return -EINVAL;
    return cs_result(openat(directory, (const char *)path, flags, (mode_t)mode));
}

static inline int32_t cs_current_directory(void) { return AT_FDCWD; }

static inline int32_t cs_close(int descriptor) { return cs_result(close(descriptor)); }

static inline struct cs_file_status cs_status_of(const struct stat *from, int result) {
    struct cs_file_status status = {0};
    if (result < 0) {
        status.error = -errno;
        return status;
    }
    status.device = (uint64_t)from->st_dev;
    status.inode = (uint64_t)from->st_ino;
    status.links = (uint64_t)from->st_nlink;
    status.size = from->st_size < 0 ? UINT64_MAX : (uint64_t)from->st_size;
    status.mode = (uint32_t)from->st_mode;
    status.owner = (uint32_t)from->st_uid;
    status.modified_seconds = from->st_mtim.tv_sec;
    status.modified_nanoseconds = from->st_mtim.tv_nsec;
    status.changed_seconds = from->st_ctim.tv_sec;
    status.changed_nanoseconds = from->st_ctim.tv_nsec;
    return status;
}

static inline struct cs_file_status cs_fstat(int descriptor) {
    struct stat status;
    return cs_status_of(&status, fstat(descriptor, &status));
}

static inline struct cs_file_status cs_fstatat(int directory, const uint8_t *path,
                                               size_t length) {
    struct stat status;
    if (!cs_is_path(path, length)) {
        struct cs_file_status invalid = {.error = -EINVAL};
        return invalid;
    }
    return cs_status_of(&status, fstatat(directory, (const char *)path, &status, AT_SYMLINK_NOFOLLOW));
}

static inline int64_t cs_pread(int descriptor, uint8_t *buffer, size_t length,
                               int64_t offset) {
    ssize_t count = pread(descriptor, buffer, length, offset);
    return count < 0 ? -errno : count;
}

static inline int64_t cs_read(int descriptor, uint8_t *buffer, size_t length) {
    ssize_t count = read(descriptor, buffer, length);
    return count < 0 ? -errno : count;
}

static inline int64_t cs_pwrite(int descriptor, const uint8_t *bytes, size_t length,
                                int64_t offset) {
    ssize_t count = pwrite(descriptor, bytes, length, offset);
    return count < 0 ? -errno : count;
}

static inline int64_t cs_write(int descriptor, const uint8_t *bytes, size_t length) {
    ssize_t count = write(descriptor, bytes, length);
    return count < 0 ? -errno : count;
}

static inline int32_t cs_fsync(int descriptor) { return cs_result(fsync(descriptor)); }
static inline int32_t cs_fdatasync(int descriptor) { return cs_result(fdatasync(descriptor)); }
static inline int32_t cs_ftruncate(int descriptor, int64_t size) { return cs_result(ftruncate(descriptor, size)); }
static inline int32_t cs_fchmod(int descriptor, uint32_t mode) { return cs_result(fchmod(descriptor, (mode_t)mode)); }

/* Never waits: -EWOULDBLOCK when another process holds it. */
static inline int32_t cs_try_lock(int descriptor) { return cs_result(flock(descriptor, LOCK_EX | LOCK_NB)); }

static inline int32_t cs_renameat(int directory, const uint8_t *from,
                                  size_t from_length, const uint8_t *to,
                                  size_t to_length) {
    if (!cs_is_path(from, from_length) || !cs_is_path(to, to_length)) return -EINVAL;
    return cs_result(renameat(directory, (const char *)from, directory, (const char *)to));
}

static inline int32_t cs_mkdirat(int directory, const uint8_t *path, size_t length, uint32_t permissions) {
    if (!cs_is_path(path, length)) return -EINVAL;
    return cs_result(mkdirat(directory, (const char *)path, (mode_t)permissions));
}

static inline int32_t cs_unlinkat(int directory, const uint8_t *path, size_t length) {
    if (!cs_is_path(path, length)) return -EINVAL;
    return cs_result(unlinkat(directory, (const char *)path, 0));
}

/*
 * The names in a directory, each with its NUL, one after another; the caller frees them. Null with *error set to a
 * negative errno, or null with *error 0 for a directory without names.
 */
static inline uint8_t *cs_names(int descriptor, size_t *length, int32_t *error) {
    uint8_t *names = NULL;
    *length = 0;
    *error = 0;
    int own = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *directory = own < 0 ? NULL : fdopendir(own);
    if (directory == NULL) {
        *error = -errno;
        if (own >= 0) close(own);
        return NULL;
    }
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(directory);
        if (entry == NULL) break;
        size_t size = strlen(entry->d_name) + 1;
        uint8_t *larger = realloc(names, *length + size);
        if (larger == NULL) {
            errno = ENOMEM;
            break;
        }
        names = larger;
        memcpy(names + *length, entry->d_name, size);
        *length += size;
    }
    *error = -errno;
    closedir(directory);
    if (*error == 0) return names;
    free(names);
    return NULL;
}

static inline void cs_free_names(uint8_t *names) { free(names); }

static inline int64_t cs_getrandom(uint8_t *buffer, size_t length) {
    ssize_t count = getrandom(buffer, length, 0);
    return count < 0 ? -errno : count;
}

static inline struct cs_time cs_clock(clockid_t clock) {
    struct timespec now;
    struct cs_time time = {0};
    if (clock_gettime(clock, &now) != 0) {
        time.error = -errno;
        return time;
    }
    time.seconds = now.tv_sec;
    time.nanoseconds = now.tv_nsec;
    return time;
}

/* Seconds since 1970, as the clock on the wall has it. */
static inline struct cs_time cs_wall_clock(void) { return cs_clock(CLOCK_REALTIME); }
/* For measuring how long something has waited; nobody can set it. */
static inline struct cs_time cs_monotonic_clock(void) { return cs_clock(CLOCK_MONOTONIC); }

static inline void cs_pause(int64_t nanoseconds) {
    struct timespec pause = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
    nanosleep(&pause, NULL);
}

static inline uint32_t cs_real_user(void) { return (uint32_t)getuid(); }
static inline uint32_t cs_effective_user(void) { return (uint32_t)geteuid(); }

/* An account, the gid of its own group, whether its own name is another one; error is -ENOENT for an unknown name. */
struct cs_account {
    uint32_t uid, gid;
    int32_t error;
    int has_other_name;
};

static inline struct cs_account cs_account_named(const uint8_t *name, size_t length) {
    struct cs_account account = {0};
    struct passwd entry, *found = NULL;
    char buffer[16384];
    if (!cs_is_path(name, length)) {
        account.error = -EINVAL;
        return account;
    }
    int error = getpwnam_r((const char *)name, &entry, buffer, sizeof buffer, &found);
    if (found != NULL) {
        account.uid = (uint32_t)found->pw_uid;
        account.gid = (uint32_t)found->pw_gid;
        account.has_other_name = strcmp(found->pw_name, (const char *)name) != 0;
        return account;
    }
    /* POSIX leaves open which error means "no such name"; the manual page lists these. */
    if (error == 0 || error == ENOENT || error == ESRCH || error == EBADF || error == EPERM) error = ENOENT;
    account.error = -error;
    return account;
}

/*
 * The name of an account into a buffer, without NUL; the length, -ENOENT for a uid without an account, -ERANGE for a
 * name that is longer.
 */
static inline int32_t cs_name_of_account(uint32_t uid, uint8_t *name, size_t capacity) {
    struct passwd entry, *found = NULL;
    char buffer[16384];
    int error = getpwuid_r((uid_t)uid, &entry, buffer, sizeof buffer, &found);
    if (found == NULL) return error == 0 ? -ENOENT : -error;
    size_t length = strlen(found->pw_name);
    if (name == NULL || length > capacity) return -ERANGE;
    memcpy(name, found->pw_name, length);
    return (int32_t)length;
}

/*
 * A group by its name, and whether a user is in its list of members; error is -ENOENT for an unknown name. A group of
 * a directory can have very many members, so the room for them grows, up to 16 MiB.
 */
struct cs_group {
    uint32_t gid;
    int32_t lists_user;
    int32_t error;
};

static inline int32_t cs_lists(const struct group *entry, const uint8_t *user) {
    for (char **member = entry->gr_mem; member != NULL && *member != NULL; member++)
        if (strcmp(*member, (const char *)user) == 0) return 1;
    return 0;
}

static inline struct cs_group cs_group_named(const uint8_t *name, size_t length, const uint8_t *user,
                                             size_t user_length) {
    struct cs_group group = {0};
    if (!cs_is_path(name, length) || !cs_is_path(user, user_length)) {
        group.error = -EINVAL;
        return group;
    }
    for (size_t size = 4096; size <= ((size_t)16 << 20); size *= 4) {
        struct group entry, *found = NULL;
        char *buffer = malloc(size);
        if (buffer == NULL) {
            group.error = -ENOMEM;
            return group;
        }
        int error = getgrnam_r((const char *)name, &entry, buffer, size, &found);
        if (found != NULL) {
            group.gid = (uint32_t)found->gr_gid;
            group.lists_user = cs_lists(found, user);
        }
        free(buffer);
        if (found != NULL) {
            group.error = 0;
            return group;
        }
        if (error == 0 || error == ENOENT || error == ESRCH || error == EBADF || error == EPERM) error = ENOENT;
        group.error = -error;
        if (error != ERANGE) return group;
    }
    return group;
}

/*
 * The gids of the groups that a user is in. Gives how many they are, or a negative errno; -ERANGE means that there is
 * not room enough.
 */
static inline int32_t cs_groups_of(const uint8_t *user, size_t length, uint32_t own, uint32_t *groups,
                                   size_t capacity) {
    if (!cs_is_path(user, length)) return -EINVAL;
    int count = capacity > INT_MAX ? INT_MAX : (int)capacity;
    int room = count;
    if (getgrouplist((const char *)user, (gid_t)own, (gid_t *)groups, &count) >= 0) return count;
    return count > room ? -ERANGE : -ENOMEM;
}

/*
 * What the command needs of terminals and signals. The module calls nothing from here on to cs_local_time.
 */
static inline int cs_is_terminal(int descriptor) { return isatty(descriptor); }

struct cs_window {
    uint16_t columns;
    uint16_t rows;
    int32_t error;
};

static inline struct cs_window cs_window_of(int descriptor) {
    struct winsize size;
    struct cs_window window = {0};
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) {
        window.error = -errno;
        return window;
    }
    window.columns = size.ws_col;
    window.rows = size.ws_row;
    return window;
}

/* Whether typed characters are shown: 1 or 0. */
static inline int32_t cs_echoes(int descriptor) {
    struct termios settings;
    if (tcgetattr(descriptor, &settings) != 0) return -errno;
    return (settings.c_lflag & ECHO) != 0;
}

/* Shows typed characters or hides all of them but the newline; what was typed ahead is dropped. */
static inline int32_t cs_set_echo(int descriptor, int echoes) {
    struct termios settings;
    if (tcgetattr(descriptor, &settings) != 0) return -errno;
    if (echoes) {
        settings.c_lflag = (settings.c_lflag | ECHO) & ~(tcflag_t)ECHONL;
    } else {
        settings.c_lflag = (settings.c_lflag & ~(tcflag_t)ECHO) | ECHONL;
    }
    return cs_result(tcsetattr(descriptor, TCSAFLUSH, &settings));
}

/* The signals that end a command and that its parent did not have ignored. */
static inline void cs_ending_signals(sigset_t *set) {
    static const int candidates[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
    sigemptyset(set);
    for (size_t index = 0; index < sizeof candidates / sizeof candidates[0]; index++) {
        struct sigaction action;
        if (sigaction(candidates[index], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            sigaddset(set, candidates[index]);
    }
}

/* Holds the ending signals back. Gives a descriptor that can be read while one of them waits. */
static inline int32_t cs_hold_signals(void) {
    sigset_t set;
    cs_ending_signals(&set);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) return -errno;
    int descriptor = signalfd(-1, &set, SFD_CLOEXEC);
    if (descriptor >= 0) return descriptor;
    int32_t error = -errno;
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    return error;
}

/* Lets them through again; one that waits ends the process here. */
static inline void cs_release_signals(int descriptor) {
    sigset_t set;
    cs_ending_signals(&set);
    close(descriptor);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* Waits until `input` can be read (1) or a signal held back by `signals` waits (0). */
static inline int32_t cs_wait_for_input(int input, int signals) {
    struct pollfd watched[] = {{.fd = input, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    if (poll(watched, 2, -1) < 0) return -errno;
    return watched[1].revents == 0;
}

/* A line in the system log, facility authpriv, as `countersign[PID]`. */
static inline void cs_log_notice(const uint8_t *line) {
    openlog("countersign", LOG_PID, LOG_AUTHPRIV);
    syslog(LOG_NOTICE, "%s", (const char *)line);
    closelog();
}

/* The name of this host, cut where it is too long; an empty string where there is none. */
static inline size_t cs_host_name(uint8_t *buffer, size_t capacity) {
    struct utsname names;
    if (uname(&names) != 0) return 0;
    size_t length = strnlen(names.nodename, sizeof names.nodename);
    if (length > capacity) length = capacity;
    memcpy(buffer, names.nodename, length);
    return length;
}

/* A date and time of day as a calendar has it. */
struct cs_calendar {
    int32_t year, month, day, hour, minute, second;
    int32_t east; /* of UTC, in seconds */
    int32_t error;
};

static inline struct cs_calendar cs_calendar_of(const struct tm *from) {
    struct cs_calendar calendar = {0};
    if (from == NULL) {
        calendar.error = -EOVERFLOW;
        return calendar;
    }
    calendar.year = from->tm_year + 1900;
    calendar.month = from->tm_mon + 1;
    calendar.day = from->tm_mday;
    calendar.hour = from->tm_hour;
    calendar.minute = from->tm_min;
    calendar.second = from->tm_sec;
    calendar.east = (int32_t)from->tm_gmtoff;
    return calendar;
}

static inline struct cs_calendar cs_universal_time(int64_t seconds) {
    struct tm broken;
    time_t time = (time_t)seconds;
    return cs_calendar_of(gmtime_r(&time, &broken));
}

static inline struct cs_calendar cs_local_time(int64_t seconds) {
    struct tm broken;
    time_t time = (time_t)seconds;
    return cs_calendar_of(localtime_r(&time, &broken));
}

/* What an error number means, in English; null for a number without meaning. Static text. */
const char *cs_error_text(int error);

/* Zeroed memory of its own, or null. */
static inline uint8_t *cs_allocate(size_t size) { return calloc(1, size); }

static inline void cs_wipe_and_free(uint8_t *memory, size_t size) {
    explicit_bzero(memory, size);
    free(memory);
}

/* Not optimised away, unlike a loop that writes zeros. */
static inline void cs_wipe(uint8_t *buffer, size_t length) {
    explicit_bzero(buffer, length);
}

#include "CPosixCommand.h"
#include "CPosixCompanion.h"
#endif
