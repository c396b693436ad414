#define _GNU_SOURCE
#include "trial.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct cs_trial *cs_trial_new(void) { return calloc(1, sizeof(struct cs_trial)); }

void cs_trial_free(struct cs_trial *trial) {
    if (trial == NULL) return;
    for (size_t i = 0; i < cs_trial_texts; i++) free(trial->texts[i]);
    for (size_t i = 0; i < trial->answer_count; i++) {
        explicit_bzero(trial->answers[i], strlen(trial->answers[i]));
        free(trial->answers[i]);
    }
    free(trial);
}

static int32_t copy(char **place, const uint8_t *bytes, size_t length) {
    if (length > 0 && memchr(bytes, 0, length) != NULL) return -EINVAL;
    char *text = malloc(length + 1);
    if (text == NULL) return -ENOMEM;
    if (length > 0) memcpy(text, bytes, length);
    text[length] = 0;
    *place = text;
    return 0;
}

int32_t cs_trial_set(struct cs_trial *trial, uint32_t which, const uint8_t *bytes, size_t length) {
    if (which >= cs_trial_texts || trial->texts[which] != NULL) return -EINVAL;
    return copy(&trial->texts[which], bytes, length);
}

int32_t cs_trial_add_answer(struct cs_trial *trial, const uint8_t *bytes, size_t length) {
    if (trial->answer_count >= cs_most_answers) return -E2BIG;
    int32_t result = copy(&trial->answers[trial->answer_count], bytes, length);
    if (result == 0) trial->answer_count++;
    return result;
}

void cs_trial_break_off(struct cs_trial *trial) { trial->breaks_off = 1; }

void cs_trial_set_real_user(struct cs_trial *trial, uint32_t user) {
    trial->has_real_user = 1;
    trial->real_user = user;
}

size_t cs_trial_copy_questions(const struct cs_trial *trial, uint8_t *buffer, size_t capacity) {
    size_t length = trial->questions_length < capacity ? trial->questions_length : capacity;
    if (length > 0) memcpy(buffer, trial->questions, length);
    return length;
}

static int64_t milliseconds(void) {
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum arrival { arrived, ended, timed_out };

/* Reads exactly so many bytes. */
static enum arrival receive(int pipe, void *bytes, size_t length, int64_t deadline) {
    size_t done = 0;
    while (done < length) {
        int64_t left = deadline - milliseconds();
        struct pollfd input = {.fd = pipe, .events = POLLIN};
        int ready = left <= 0 ? 0 : poll(&input, 1, (int)left);
        if (ready < 0 && errno == EINTR) continue;
        if (ready == 0) return timed_out;
        ssize_t count = ready < 0 ? -1 : read(pipe, (uint8_t *)bytes + done, length - done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return ended;
        done += (size_t)count;
    }
    return arrived;
}

static enum arrival receive_all(struct cs_trial *trial, int pipe, uint32_t seconds, struct cs_trial_message *message) {
    int64_t deadline = milliseconds() + (int64_t)seconds * 1000;
    enum arrival arrival = receive(pipe, message, sizeof *message, deadline);
    if (arrival != arrived) return arrival;
    if (message->length > sizeof trial->questions) return ended;
    arrival = receive(pipe, trial->questions, message->length, deadline);
    trial->questions_length = arrival == arrived ? message->length : 0;
    return arrival;
}

/* A child that has closed the pipe is about to end by itself, and how it does is wanted. */
static void let_end(pid_t child) {
    int64_t deadline = milliseconds() + 1000;
    while (milliseconds() < deadline) {
        siginfo_t information = {0};
        if (waitid(P_PID, (id_t)child, &information, WEXITED | WNOHANG | WNOWAIT) != 0) return;
        if (information.si_pid == child) return;
        poll(NULL, 0, 1);
    }
}

/* Its whole session goes, with whatever a module has started. */
static int end_child(pid_t child) {
    int status = 0;
    kill(-child, SIGKILL);
    kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    return status;
}

static void judge(enum arrival arrival, int status, const struct cs_trial_message *message,
                  struct cs_trial_result *result) {
    *result = (struct cs_trial_result){.end = cs_trial_lost};
    if (arrival == arrived) {
        *result = (struct cs_trial_result){cs_trial_finished, message->code, message->credentials, message->questions};
    } else if (arrival == timed_out) {
        result->end = cs_trial_late;
    } else if (WIFSIGNALED(status)) {
        result->end = cs_trial_killed;
        result->value = WTERMSIG(status);
    }
}

/* Between fork and exec nothing may be called that takes a lock. */
static void become_the_program(const char *program, int socket) {
    char name[] = CS_TRIAL_NAME, path[] = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
    char *const arguments[] = {name, NULL}, *const environment[] = {path, NULL};
    setsid();
    int has_place = socket == cs_trial_socket ? fcntl(socket, F_SETFD, 0) : dup2(socket, cs_trial_socket);
    if (has_place >= 0) execve(program, arguments, environment);
    _exit(1);
}

int32_t cs_trial_run(struct cs_trial *trial, uint32_t seconds, struct cs_trial_result *result) {
    int ends[2];
    trial->questions_length = 0;
    const char *program = trial->texts[cs_trial_program];
    if (program == NULL) return -EINVAL;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -errno;
    pid_t child = fork();
    if (child == 0) become_the_program(program, ends[1]);
    int32_t error = -errno;
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return error;
    }
    struct cs_trial_message message = {0};
    enum arrival arrival = ended;
    if (cs_trial_send_order(trial, ends[0]) == 0) arrival = receive_all(trial, ends[0], seconds, &message);
    close(ends[0]);
    if (arrival == ended) let_end(child);
    int status = end_child(child);
    judge(arrival, status, &message, result);
    return 0;
}
