#if !defined(COUNTERSIGN_MODULE)

/* Only here, as in CPosix.c. */
#define _GNU_SOURCE
#include "CPosix.h"

#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>

/* As many as a path of the system could have, far more than any program is given here. */
enum { most_words = 256 };

/* The words behind one another as a list for execve; 0, or a negative errno. */
static int words_of(const uint8_t *bytes, size_t length, char *words[most_words + 1]) {
    size_t count = 0, start = 0;
    if (length > 0 && (bytes == NULL || bytes[length - 1] != 0)) return -EINVAL;
    while (start < length) {
        if (count == most_words) return -E2BIG;
        words[count++] = (char *)bytes + start;
        start += strlen((const char *)bytes + start) + 1;
    }
    words[count] = NULL;
    return 0;
}

/* Moves a descriptor away from those that the program is going to have as its first three. */
static int above_streams(int descriptor) {
    if (descriptor < 0) return -errno;
    int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    int error = errno;
    close(descriptor);
    return moved < 0 ? -error : moved;
}

/* A file without a name that holds the input, to be read from its start. */
static int input_file(const uint8_t *bytes, size_t length) {
    int file = above_streams(memfd_create("input", MFD_CLOEXEC));
    size_t done = 0;
    while (file >= 0 && done < length) {
        ssize_t count = pwrite(file, bytes + done, length - done, (off_t)done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            int error = count < 0 ? errno : EIO;
            close(file);
            return -error;
        }
        done += (size_t)count;
    }
    return file;
}

/* A pipe; the end that is read does not wait. 0, or a negative errno. */
static int make_pipe(int ends[2]) {
    if (pipe2(ends, O_CLOEXEC) != 0) return -errno;
    ends[0] = above_streams(ends[0]);
    ends[1] = above_streams(ends[1]);
    int error = ends[0] < 0 ? ends[0] : ends[1] < 0 ? ends[1] : 0;
    if (error == 0 && fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) error = -errno;
    if (error == 0) return 0;
    for (int end = 0; end < 2; end++)
        if (ends[end] >= 0) close(ends[end]);
    return error;
}

static int close_others(posix_spawn_file_actions_t *actions) {
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
    return posix_spawn_file_actions_addclosefrom_np(actions, 3);
#else
    int error = 0;
    for (int descriptor = 3; descriptor < 256 && error == 0; descriptor++)
        error = posix_spawn_file_actions_addclose(actions, descriptor);
    return error;
#endif
}

static int streams_of(posix_spawn_file_actions_t *actions, const int streams[3]) {
    int error = 0;
    for (int stream = 0; stream < 3 && error == 0; stream++)
        error = posix_spawn_file_actions_adddup2(actions, streams[stream], stream);
    return error != 0 ? error : close_others(actions);
}

/* All signals as they are by default and let through; a session of its own, which has no terminal. */
static int begin_anew(posix_spawnattr_t *attributes) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int error = posix_spawnattr_setsigmask(attributes, &none);
    if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &all);
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID;
    return error != 0 ? error : posix_spawnattr_setflags(attributes, flags);
}

/* The process, or a negative errno. */
static int32_t spawn(const char *path, char *const arguments[], char *const environment[], const int streams[3]) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    pid_t pid = 0;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) return -error;
    error = posix_spawnattr_init(&attributes);
    if (error == 0) {
        error = streams_of(&actions, streams);
        if (error == 0) error = begin_anew(&attributes);
        if (error == 0) error = posix_spawn(&pid, path, &actions, &attributes, arguments, environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error != 0 ? -error : (int32_t)pid;
}

struct cs_child cs_start(const uint8_t *path, size_t path_length, const uint8_t *arguments, size_t arguments_length,
                         const uint8_t *environment, size_t environment_length, const uint8_t *input,
                         size_t input_length) {
    struct cs_child child = {.pid = 0, .output = -1, .errors = -1};
    char *words[most_words + 1], *variables[most_words + 1];
    int output[2] = {-1, -1}, errors[2] = {-1, -1};
    if (!cs_is_path(path, path_length)) child.error = -EINVAL;
    if (child.error == 0) child.error = words_of(arguments, arguments_length, words);
    if (child.error == 0) child.error = words_of(environment, environment_length, variables);
    if (child.error != 0) return child;
    int file = input_file(input, input_length);
    child.error = file < 0 ? file : make_pipe(output);
    if (child.error == 0) {
        child.error = make_pipe(errors);
        if (child.error == 0) {
            int streams[3] = {file, output[1], errors[1]};
            child.pid = spawn((const char *)path, words, variables, streams);
            if (child.pid < 0) child.error = child.pid;
            close(errors[1]);
            if (child.error != 0) close(errors[0]);
        }
        close(output[1]);
        if (child.error != 0) close(output[0]);
    }
    if (file >= 0) close(file);
    if (child.error == 0) {
        child.output = output[0];
        child.errors = errors[0];
    }
    return child;
}

int32_t cs_wait_for_output(int output, int errors, int32_t milliseconds) {
    struct pollfd watched[] = {{.fd = output, .events = POLLIN}, {.fd = errors, .events = POLLIN}};
    return cs_result(poll(watched, 2, milliseconds));
}

struct cs_ending cs_ending_of(int32_t pid) {
    struct cs_ending ending = {.kind = 2};
    int status = 0;
    pid_t ended = waitpid((pid_t)pid, &status, WNOHANG);
    if (ended < 0) {
        ending.error = -errno;
    } else if (ended > 0 && WIFEXITED(status)) {
        ending.kind = 0;
        ending.number = WEXITSTATUS(status);
    } else if (ended > 0 && WIFSIGNALED(status)) {
        ending.kind = 1;
        ending.number = WTERMSIG(status);
    }
    return ending;
}

void cs_end(int32_t pid) {
    if (pid <= 0) return;
    kill(-(pid_t)pid, SIGKILL);
    kill((pid_t)pid, SIGKILL);
    while (waitpid((pid_t)pid, NULL, 0) < 0 && errno == EINTR) {
    }
}

#else
/* An empty translation unit is not C. */
typedef int cs_process_is_for_the_command;
#endif
