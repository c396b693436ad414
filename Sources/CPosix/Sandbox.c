#if !defined(COUNTERSIGN_MODULE)

/* Only here, as in CPosix.c. */
#define _GNU_SOURCE
#include "CPosix.h"
#include "Account.h"

#include <sys/resource.h>
#include <sys/wait.h>

enum { most_words = 64, longest_input = 4096 };

/* What child and parent share of one run. */
struct run {
    char *words[most_words + 1];
    char *variables[most_words + 1];
    struct cs_user account;
    pid_t parent;
    int input;
    int errors;
    int report;
    int null;
    int settings;
};

/* What the child says when it cannot become the program. */
struct report {
    int32_t step;
    int32_t error;
};

static int split(const uint8_t *bytes, size_t length, char *words[most_words + 1]) {
    size_t count = 0, start = 0;
    if (length > 0 && (bytes == NULL || bytes[length - 1] != 0)) return EINVAL;
    while (start < length) {
        if (count == most_words) return E2BIG;
        words[count++] = (char *)bytes + start;
        start += strlen((const char *)bytes + start) + 1;
    }
    words[count] = NULL;
    return 0;
}

/* ---- In the child: only calls that are safe between fork and exec. ---- */

static void give_up(const struct run *run, int32_t step) {
    struct report report = {.step = step, .error = errno};
    ssize_t ignored = write(run->report, &report, sizeof report);
    (void)ignored;
    _exit(127);
}

/* Away from the places that the program's own descriptors get. */
static int above(int descriptor) { return descriptor < 0 ? -1 : fcntl(descriptor, F_DUPFD_CLOEXEC, 8); }

static void arrange_descriptors(struct run *run) {
    int input = above(run->input), errors = above(run->errors), null = above(run->null);
    int report = above(run->report), settings = above(run->settings);
    if (input < 0 || errors < 0 || null < 0 || report < 0 || (run->settings >= 0 && settings < 0))
        give_up(run, cs_sandbox_not_started);
    run->report = report;
    if (dup2(input, 0) < 0 || dup2(null, 1) < 0 || dup2(errors, 2) < 0) give_up(run, cs_sandbox_not_started);
    if (settings >= 0 ? dup2(settings, 3) < 0 : close(3) < 0 && errno != EBADF) give_up(run, cs_sandbox_not_started);
    if (dup3(report, 4, O_CLOEXEC) < 0) give_up(run, cs_sandbox_not_started);
    run->report = 4;
    /* At once, not with exec: among the others are locks. */
    if (close_range(5, ~0U, 0) != 0) give_up(run, cs_sandbox_not_started);
}

static void calm_signals(void) {
    struct sigaction usual;
    memset(&usual, 0, sizeof usual);
    usual.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; number++) sigaction(number, &usual, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void set_limits(void) {
    static const struct {
        int what;
        rlim_t most;
    } limits[] = {
        {RLIMIT_CORE, 0}, {RLIMIT_CPU, 20}, {RLIMIT_DATA, 1U << 30}, {RLIMIT_FSIZE, 16U << 20}, {RLIMIT_NOFILE, 256},
    };
    for (size_t index = 0; index < sizeof limits / sizeof *limits; index++) {
        struct rlimit limit = {.rlim_cur = limits[index].most, .rlim_max = limits[index].most};
        setrlimit(limits[index].what, &limit);
    }
}

static void drop_privileges(const struct run *run) {
    int error = cs_become(&run->account);
    if (error == 0) return;
    errno = error;
    give_up(run, cs_sandbox_privileges_kept);
}

static void become(struct run *run) {
    arrange_descriptors(run);
    if (setsid() < 0) give_up(run, cs_sandbox_not_started);
    calm_signals();
    umask(077);
    if (chdir("/") != 0) give_up(run, cs_sandbox_not_started);
    set_limits();
    drop_privileges(run);
    /* Kept by exec, unless the program is set-user-ID; and the parent may be gone already. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) give_up(run, cs_sandbox_not_started);
    if (getppid() != run->parent) _exit(127);
    execve(run->words[0], run->words, run->variables);
    give_up(run, cs_sandbox_not_run);
}

/* ---- In the parent ---- */

static int64_t milliseconds_now(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return -1;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Reads what there is. Whether more can come. */
static int take_complaint(int errors, uint8_t *complaint, size_t room, size_t *length) {
    for (;;) {
        uint8_t rest[512];
        size_t left = room - *length;
        ssize_t count = left > 0 ? read(errors, complaint + *length, left) : read(errors, rest, sizeof rest);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno == EAGAIN;
        if (count == 0) return 0;
        if (left > 0) *length += (size_t)count;
    }
}

/* Whether the child has ended; it is left for reaping, so that its process group is still its own. */
static int has_ended(pid_t child) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    if (waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT) != 0) return errno != EINTR;
    return info.si_pid == child;
}

/* Waits for the end; whether it came in time. */
static int watch(pid_t child, int errors, int64_t end, uint8_t *complaint, size_t room, size_t *length) {
    int is_open = 1;
    for (;;) {
        if (is_open) is_open = take_complaint(errors, complaint, room, length);
        if (has_ended(child)) {
            if (is_open) take_complaint(errors, complaint, room, length);
            return 1;
        }
        int64_t left = end - milliseconds_now();
        if (left <= 0) return 0;
        struct pollfd watched = {.fd = is_open ? errors : -1, .events = POLLIN};
        /* Between the end of the output and that of the program lies little. */
        int64_t pause = is_open ? 20 : 1;
        poll(&watched, 1, (int)(left < pause ? left : pause));
    }
}

static void reap(pid_t child, struct cs_sandboxed *result) {
    int status = 0;
    kill(-child, SIGKILL);
    kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return;
    if (result->kind == 2) return;
    result->kind = WIFEXITED(status) ? 0 : 1;
    result->number = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
}

static int open_pipes(int input[2], int errors[2], int report[2], int *null) {
    *null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (*null < 0 || pipe2(input, O_CLOEXEC) != 0) return errno;
    if (pipe2(errors, O_CLOEXEC) != 0 || pipe2(report, O_CLOEXEC) != 0) return errno;
    return fcntl(errors[0], F_SETFL, O_NONBLOCK) != 0 ? errno : 0;
}

static void close_all(const int *descriptors, size_t count) {
    for (size_t index = 0; index < count; index++)
        if (descriptors[index] >= 0) close(descriptors[index]);
}

static struct cs_sandboxed run_program(struct run *run, const int ends[3], int64_t milliseconds, uint8_t *complaint,
                                       size_t room) {
    struct cs_sandboxed result = {.step = cs_sandbox_done};
    int64_t end = milliseconds_now() + milliseconds;
    run->parent = getpid();
    pid_t child = fork();
    if (child < 0) return (struct cs_sandboxed){.step = cs_sandbox_not_started, .error = errno};
    if (child == 0) {
        become(run);
        _exit(127);
    }
    /* Only the child may keep the report open, and the input must end for it. */
    close(run->report);
    close(run->errors);
    close(ends[0]);
    run->report = run->errors = -1;
    struct report report;
    ssize_t count;
    do count = read(ends[2], &report, sizeof report);
    while (count < 0 && errno == EINTR);
    if (count == (ssize_t)sizeof report) {
        result.step = report.step;
        result.error = report.error;
    } else if (!watch(child, ends[1], end, complaint, room, &result.complaint_length)) {
        result.kind = 2;
    }
    reap(child, &result);
    return result;
}

struct cs_sandboxed cs_sandbox_run(const uint8_t *words, size_t words_length, const uint8_t *environment,
                                   size_t environment_length, const uint8_t *input, size_t input_length,
                                   int32_t settings, int32_t milliseconds, uint8_t *complaint, size_t complaint_room) {
    struct run run = {.settings = settings};
    int pipes[7] = {-1, -1, -1, -1, -1, -1, -1};
    int error = split(words, words_length, run.words);
    if (error == 0) error = split(environment, environment_length, run.variables);
    if (error == 0 && (run.words[0] == NULL || input_length > longest_input)) error = EINVAL;
    if (error != 0) return (struct cs_sandboxed){.step = cs_sandbox_not_started, .error = error};
    error = cs_find_account(&run.account);
    if (error != 0) return (struct cs_sandboxed){.step = cs_sandbox_no_account, .error = error};
    error = open_pipes(pipes, pipes + 2, pipes + 4, pipes + 6);
    /* An empty pipe takes as much at once, and both its ends are here. */
    if (error == 0 && input_length > 0 && write(pipes[1], input, input_length) != (ssize_t)input_length) error = EIO;
    struct cs_sandboxed result = {.step = cs_sandbox_not_started, .error = error};
    if (error == 0) {
        close(pipes[1]);
        run.input = pipes[0];
        run.errors = pipes[3];
        run.report = pipes[5];
        run.null = pipes[6];
        const int ends[] = {pipes[0], pipes[2], pipes[4]};
        result = run_program(&run, ends, milliseconds, complaint, complaint_room);
        pipes[1] = -1;
        if (run.report < 0) pipes[0] = pipes[3] = pipes[5] = -1;
    }
    close_all(pipes, sizeof pipes / sizeof *pipes);
    return result;
}

#else
/* An empty translation unit is not C. */
typedef int cs_sandbox_is_for_the_command;
#endif
