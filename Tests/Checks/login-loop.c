/*
 * Many logins through libpam in one process, for tools that watch a process: valgrind, and a libc whose allocations
 * fail. HOTP, with the key and codes of RFC 4226 computed by whoever starts it.
 *
 *   login-loop CONFDIR SERVICE USER < CODES
 *
 * Reads one answer a line and logs in with each. Prints `accepted N` and `refused N`, one line each.
 *
 *   login-loop --failing-allocations CONFDIR SERVICE USER CODE
 *
 * Lets the first, the second, the third... allocation of one login fail, each in a process of its own, until a login
 * makes fewer. Prints how those ended: `refused N`, `accepted N` or `died N`, one line each.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <security/pam_appl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Which of this process's next allocations fails, from 1; all behind it do, too. 0: none. */
static long failing, allocations;

/* Valgrind has an allocator of its own. */
#ifndef WATCHED
/* glibc's own, under the names that interposers are meant to use. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static int fails(void) { return failing > 0 && ++allocations >= failing; }

void *malloc(size_t size) {
    if (!fails()) return __libc_malloc(size);
    errno = ENOMEM;
    return NULL;
}

void *calloc(size_t count, size_t size) {
    if (!fails()) return __libc_calloc(count, size);
    errno = ENOMEM;
    return NULL;
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    void *found = fails() ? NULL : __libc_memalign(alignment, size);
    if (found == NULL) return ENOMEM;
    *memory = found;
    return 0;
}
#endif

static int answer(int count, const struct pam_message **messages, struct pam_response **responses, void *text) {
    long kept = failing;
    failing = 0; /* The application's own memory is not what is tested. */
    struct pam_response *all = calloc((size_t)count, sizeof *all);
    if (all == NULL) return PAM_BUF_ERR;
    for (int i = 0; i < count; i++)
        if (messages[i]->msg_style == PAM_PROMPT_ECHO_OFF) all[i].resp = strdup(text);
    *responses = all;
    failing = kept;
    return PAM_SUCCESS;
}

/* From pam_start to pam_end, so that the module is loaded anew each time. */
static int authenticate(char **place, char *code, long nth) {
    struct pam_conv conversation = {.conv = answer, .appdata_ptr = code};
    pam_handle_t *handle = NULL;
    int result = pam_start_confdir(place[1], place[2], &conversation, place[0], &handle);
    if (result != PAM_SUCCESS) return result;
    allocations = 0;
    failing = nth;
    result = pam_authenticate(handle, 0);
    failing = 0;
    pam_end(handle, result);
    return result;
}

static int log_in_with_each_code(char **place) {
    char line[64];
    int accepted = 0, refused = 0;
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (authenticate(place, line, 0) == PAM_SUCCESS) accepted++;
        else refused++;
    }
    printf("accepted %d\nrefused %d\n", accepted, refused);
    return 0;
}

/* 0 accepted, 1 refused, 2 died, 3 accepted without a failing allocation. */
static int ending(char **place, char *code, long nth) {
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        int result = authenticate(place, code, nth);
        if (result == PAM_SUCCESS) _exit(allocations < nth ? 3 : 0);
        _exit(allocations < nth ? 4 : 1);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) return 4;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}

static int fail_each_allocation(char **place) {
    int endings[3] = {0, 0, 0};
    for (long nth = 1; nth < 100000; nth++) {
        int end = ending(place, place[3], nth);
        if (end > 2) break;
        endings[end]++;
    }
    printf("accepted %d\nrefused %d\ndied %d\n", endings[0], endings[1], endings[2]);
    return endings[1] > 0 ? 0 : 1;
}

int main(int count, char **arguments) {
    if (count == 6 && strcmp(arguments[1], "--failing-allocations") == 0) return fail_each_allocation(arguments + 2);
    if (count == 4) return log_in_with_each_code(arguments + 1);
    fprintf(stderr, "usage: login-loop [--failing-allocations] CONFDIR SERVICE USER [CODE]\n");
    return 2;
}
