/*
 * The application side of a PAM login, for tests: libpam is driven for real, while clock, system log and failing system
 * calls are what the test says. The functions of libc that are defined here take the place of libc's for the test
 * program and everything it loads, the module included; each does what libc does unless this thread asked for more.
 */
#ifndef COUNTERSIGN_CTESTHOST_H
#define COUNTERSIGN_CTESTHOST_H

#include <stddef.h>
#include <stdint.h>

/* Moves the wall clock as this thread sees it. */
void cs_host_set_clock_offset(int64_t seconds);
/* Lets the wall clock of this thread stand at a time, or run again. */
void cs_host_stop_clock(int64_t seconds);
void cs_host_run_clock(void);

/* Lets the monotonic clock of this thread run a second further with each look, so that a bounded wait ends at once. */
void cs_host_hurry(int on);

enum cs_host_call {
    cs_host_fdatasync,
    cs_host_pread,
    cs_host_pwrite,
    cs_host_openat,
    cs_host_calloc,
    cs_host_fsync,
    cs_host_renameat,
    cs_host_unlinkat,
    cs_host_fchmod,
    cs_host_flock,
    cs_host_getrandom,
    cs_host_write,
    cs_host_ftruncate,
    cs_host_fstat,
    cs_host_fstatat,
    cs_host_calls
};

/* Lets the nth of this thread's next calls (from 1) fail once; 0 lets none fail. Counting starts anew. */
void cs_host_fail(enum cs_host_call call, int32_t nth, int32_t error);
/* How many such calls this thread made since then. */
int32_t cs_host_count(enum cs_host_call call);
/* Lets this thread write(2) so many more bytes before its disk is full; a negative number ends that. */
void cs_host_leave_room(int64_t bytes);
/* Calls back once, just before the nth of this thread's next calls: a moment that a race would have to hit. */
void cs_host_before(enum cs_host_call call, int32_t nth, void (*function)(void *), void *context);

/* How many files this thread opened since the last call of this, which a program started then would inherit. */
int32_t cs_host_take_inheritable(void);

/* Gives this thread a umask of its own; 0 or an errno. The thread should end soon afterwards. */
int32_t cs_host_own_umask(uint32_t mask);

/* Lets this thread's lookups find an account of this name, whatever bytes it has; NULL for none. The name is copied. */
void cs_host_add_account(const char *name, uint32_t uid);
/* Gives that account a name of its own, other than the one it is also found by. Its uid should be nobody else's. */
void cs_host_name_account(const char *own);

/* How many bytes this thread wiped since the last call of this function. */
size_t cs_host_take_wiped(void);

/* What this thread's logins wrote to the system log, one line each, since the last call; belongs to the caller. */
char *cs_host_take_log(void);

/* Encrypts a block of 16 bytes with a key of 16 bytes, by nettle: what a key does when it is touched. */
void cs_host_aes128_encrypt(const uint8_t *key, const uint8_t *plain, uint8_t *cipher);

struct cs_login;

enum cs_login_text {
    cs_login_service,
    cs_login_user,
    cs_login_configuration,
    cs_login_remote_host,
    cs_login_terminal,
    cs_login_connection,
    /* SSH_AUTH_INFO_0 of the PAM environment. */
    cs_login_auth_info,
    /* PAM_RUSER. */
    cs_login_caller,
    /* The name that the application sets while it asks. */
    cs_login_other_user,
    cs_login_texts
};

struct cs_login *cs_login_new(void);
void cs_login_free(struct cs_login *login);
void cs_login_set(struct cs_login *login, enum cs_login_text which, const char *text);
/* Adds the answer to the next question; without one left the conversation fails with PAM_CONV_ERR. */
void cs_login_add_answer(struct cs_login *login, const char *text);
/* Lets the conversation fail with this code, or "succeed" without an answer. */
void cs_login_fail_conversation(struct cs_login *login, int code);
void cs_login_answer_null(struct cs_login *login);
/* Calls back when a question is shown, before it is answered. */
void cs_login_while_asking(struct cs_login *login, void (*call)(void *), void *context);

/* Runs pam_start, pam_authenticate and pam_end; gives pam_authenticate's code. */
int cs_login_authenticate(struct cs_login *login);
int cs_login_setcred(struct cs_login *login);
int cs_login_account(struct cs_login *login);

/*
 * Questions and messages in the order they were shown, one line each: `off|`, `on|`, `error|` or `info|` and the text.
 */
const char *cs_login_shown(const struct cs_login *login);
#endif
