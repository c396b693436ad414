/*
 * Files in home directories, whose owners may put anything there. The module calls nothing of this.
 *
 * Each is opened and read by a child process that has become the user for good, so that nothing can be reached that the
 * user could not reach, whatever links there are on the way; the file itself may be none.
 */
#ifndef COUNTERSIGN_CPOSIX_HOME_H
#define COUNTERSIGN_CPOSIX_HOME_H

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A home on a file server that is away must not hold everything up. */
#define CS_HOME_SECONDS 20

/* Copies the home directory of a user; gives its length, or a negative errno, -ENOENT for an unknown user. */
static inline int32_t cs_home_of(const uint8_t *user, size_t length, uint8_t *buffer, size_t capacity) {
    errno = 0;
    struct passwd *entry = cs_is_name(user, length) ? getpwnam((const char *)user) : NULL;
    if (entry == NULL) return cs_missing(errno);
    size_t size = entry->pw_dir == NULL ? 0 : strlen(entry->pw_dir);
    if (size == 0) return -ENOENT;
    if (size > capacity) return -ENAMETOOLONG;
    memcpy(buffer, entry->pw_dir, size);
    return (int32_t)size;
}

/* Whether all bytes were written. */
static inline int cs_home_send(int pipe, const void *bytes, size_t length) {
    size_t done = 0;
    while (done < length) {
        ssize_t count = write(pipe, (const uint8_t *)bytes + done, length - done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return 0;
        done += (size_t)count;
    }
    return 1;
}

/* In the child: becomes the user and opens the file; gives a descriptor or a negative errno. */
static inline int32_t cs_home_open(const struct passwd *user, const char *name, size_t capacity) {
    if (initgroups(user->pw_name, user->pw_gid) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)
        return -errno;
    /* Becoming somebody may have set this back. */
    prctl(PR_SET_DUMPABLE, 0);
    if (chdir(user->pw_dir) != 0) return -errno;
    int file = open(name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) return -errno;
    struct stat status;
    if (fstat(file, &status) != 0) return -errno;
    if (!S_ISREG(status.st_mode)) return -EINVAL;
    if (status.st_uid != user->pw_uid) return -EPERM;
    if (status.st_size < 0 || (size_t)status.st_size > capacity) return -EFBIG;
    return file;
}

/* The child: an error number, 0 for none, and then the content; never returns. */
static inline void cs_home_child(const struct passwd *user, const char *name, size_t capacity, int pipe) {
    uint8_t buffer[4096];
    size_t total = 0;
    /* The user must not look into a process that has read the host key. */
    prctl(PR_SET_DUMPABLE, 0);
    signal(SIGALRM, SIG_DFL);
    alarm(CS_HOME_SECONDS);
    int32_t file = cs_home_open(user, name, capacity);
    int32_t error = file < 0 ? file : 0;
    if (!cs_home_send(pipe, &error, sizeof error) || error != 0) _exit(1);
    for (;;) {
        ssize_t count = read(file, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) _exit(count == 0 ? 0 : 1);
        total += (size_t)count;
        if (total > capacity || !cs_home_send(pipe, buffer, (size_t)count)) _exit(1);
    }
}

/* In the parent: reads up to `length` bytes; gives how many came, or a negative errno. */
static inline int64_t cs_home_receive(int pipe, void *bytes, size_t length) {
    size_t done = 0;
    while (done < length) {
        ssize_t count = read(pipe, (uint8_t *)bytes + done, length - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return -errno;
        if (count == 0) break;
        done += (size_t)count;
    }
    return (int64_t)done;
}

/*
 * Reads a file in a user's home as that user. Gives its length, or a negative errno: -EPERM for a file that belongs to
 * somebody else, -EINVAL for what is no regular file, -ELOOP for a link, -EFBIG for more than `capacity` bytes,
 * -ETIMEDOUT for a file system that does not answer.
 */
static inline int64_t cs_read_home_file(const uint8_t *user, size_t length, const uint8_t *name, size_t name_length,
                                        uint8_t *buffer, size_t capacity) {
    int ends[2];
    errno = 0;
    struct passwd *entry = cs_is_name(user, length) ? getpwnam((const char *)user) : NULL;
    if (entry == NULL) return cs_missing(errno);
    if (!cs_is_name(name, name_length) || strchr((const char *)name, '/') != NULL || entry->pw_dir == NULL)
        return -ENOENT;
    if (pipe(ends) != 0) return -errno;
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        cs_home_child(entry, (const char *)name, capacity, ends[1]);
    }
    int fork_error = errno;
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return -fork_error;
    }
    int32_t error = 0;
    int64_t head = cs_home_receive(ends[0], &error, sizeof error);
    int64_t size = head == (int64_t)sizeof error && error == 0 ? cs_home_receive(ends[0], buffer, capacity) : 0;
    close(ends[0]);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    if (head != (int64_t)sizeof error) return WIFSIGNALED(status) ? -ETIMEDOUT : -EIO;
    if (error != 0) return error;
    if (WIFSIGNALED(status)) return -ETIMEDOUT;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? size : -EIO;
}

#endif
