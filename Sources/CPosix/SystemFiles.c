/* close_range and pipe2. */
#define _GNU_SOURCE 1

#include "CPosix.h"
#include "CPosixSystemFiles.h"

#include <sys/wait.h>
#include <sys/xattr.h>

static int cs_is_computed(const char *name) {
    static const char *const computed[] = {"security.ima", "security.evm", "security.capability"};
    for (size_t index = 0; index < sizeof computed / sizeof computed[0]; index++)
        if (strcmp(name, computed[index]) == 0) return 1;
    return 0;
}

static int32_t cs_copy_attribute(int from, int to, const char *name) {
    char value[65536];
    ssize_t size = fgetxattr(from, name, value, sizeof value);
    if (size < 0) return errno == ENODATA ? 0 : -errno;
    char present[sizeof value];
    /* Some labels can be read and not be written; what is right already needs no writing. */
    ssize_t already = fgetxattr(to, name, present, sizeof present);
    if (already == size && memcmp(value, present, (size_t)size) == 0) return 0;
    return cs_result(fsetxattr(to, name, value, (size_t)size, 0));
}

static int32_t cs_copy_extended(int from, int to) {
    char names[65536];
    ssize_t length = flistxattr(from, names, sizeof names);
    if (length < 0) return errno == ENOTSUP ? 0 : -errno;
    for (char *name = names; name < names + length; name += strlen(name) + 1) {
        if (cs_is_computed(name)) continue;
        int32_t error = cs_copy_attribute(from, to, name);
        if (error < 0) return error;
    }
    return 0;
}

int32_t cs_copy_attributes(int from, int to) {
    struct stat status;
    if (fstat(from, &status) != 0) return -errno;
    if (fchown(to, status.st_uid, status.st_gid) != 0) return -errno;
    /* After the owner, which takes set-id bits away; before the access list, which narrows what the bits say. */
    if (fchmod(to, status.st_mode & 07777) != 0) return -errno;
    return cs_copy_extended(from, to);
}

int32_t cs_rmdirat(int directory, const uint8_t *path, size_t length) {
    if (!cs_is_path(path, length)) return -EINVAL;
    return cs_result(unlinkat(directory, (const char *)path, AT_REMOVEDIR));
}

/* The words one after another as execve wants them, in memory of the process that is going to be replaced. */
static char **cs_words(const uint8_t *arguments, size_t length) {
    if (length == 0 || arguments[length - 1] != 0) return NULL;
    size_t count = 0;
    for (size_t index = 0; index < length; index++) count += arguments[index] == 0;
    char **words = calloc(count + 1, sizeof *words);
    if (words == NULL) return NULL;
    size_t word = 0;
    for (size_t index = 0; index < length; index += strlen((const char *)arguments + index) + 1)
        words[word++] = (char *)(uintptr_t)(arguments + index);
    return words;
}

static void cs_become_detached(int report) {
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int signal = 1; signal < NSIG; signal++) sigaction(signal, &standard, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int null = open("/dev/null", O_RDWR);
    for (int descriptor = 0; descriptor < 3; descriptor++) dup2(null, descriptor);
    /* All but the three; the report closes itself when the program runs. */
    if (report > 3) close_range(3, (unsigned)report - 1, 0);
    close_range((unsigned)report + 1, ~0U, 0);
    if (chdir("/") != 0) _exit(1);
    umask(022);
}

int32_t cs_start_detached(const uint8_t *path, size_t path_length, const uint8_t *arguments, size_t arguments_length) {
    static char *environment[] = {
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", NULL,
    };
    if (!cs_is_path(path, path_length)) return -EINVAL;
    char **words = cs_words(arguments, arguments_length);
    if (words == NULL) return -ENOMEM;
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0) {
        int32_t error = -errno;
        free(words);
        return error;
    }
    pid_t child = fork();
    if (child == 0) {
        /* The grandchild belongs to no session's leader, so that it can never get a terminal. */
        if (setsid() < 0 || (child = fork()) < 0) _exit(1);
        if (child > 0) _exit(0);
        int moved = fcntl(report[1], F_DUPFD_CLOEXEC, 3);
        cs_become_detached(moved);
        execve((const char *)path, words, environment);
        int32_t error = -errno;
        if (write(moved, &error, sizeof error) < 0) _exit(2);
        _exit(1);
    }
    int32_t error = child < 0 ? -errno : 0;
    close(report[1]);
    free(words);
    int status = 0;
    if (child > 0 && waitpid(child, &status, 0) == child && status != 0) error = -EAGAIN;
    int32_t reported = 0;
    if (error == 0 && read(report[0], &reported, sizeof reported) == sizeof reported) error = reported;
    close(report[0]);
    return error;
}

int64_t cs_seconds_since_boot(void) {
    struct timespec now;
    return clock_gettime(CLOCK_BOOTTIME, &now) == 0 ? now.tv_sec : -errno;
}

void cs_sleep_until(int64_t seconds_since_boot) {
    struct timespec end = {.tv_sec = seconds_since_boot};
    while (clock_nanosleep(CLOCK_BOOTTIME, TIMER_ABSTIME, &end, NULL) == EINTR) continue;
}
