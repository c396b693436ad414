/*
 * One login through libpam that is not one: by PAM files of its own, in a child process of its own, with answers known
 * beforehand. For trying a stack before people have to use it.
 *
 * The child is a program that is started anew, which calls cs_trial_serve: in a copy of this process libpam could find
 * a lock taken by a thread that the copy has not got. It closes whatever this process has open, leaves its terminal,
 * takes signals as they come and has no environment. As far as it is allowed to, it keeps what modules say away from
 * the system log and the audit system.
 */
#ifndef COUNTERSIGN_CPAMTRIAL_H
#define COUNTERSIGN_CPAMTRIAL_H

#include <stddef.h>
#include <stdint.h>

/* Opaque, and only ever held by its pointer. */
struct cs_trial;

enum cs_trial_text {
    /* The program to start; the child does not use it. */
    cs_trial_program,
    cs_trial_service,
    cs_trial_user,
    /* The directory that takes the place of /etc/pam.d. */
    cs_trial_configuration,
    /* PAM_RHOST. */
    cs_trial_remote_host,
    /* PAM_TTY. */
    cs_trial_terminal,
    /* PAM_RUSER. */
    cs_trial_caller,
    /* SSH_CONNECTION of the PAM environment. */
    cs_trial_connection,
    /* SSH_AUTH_INFO_0 of the PAM environment. */
    cs_trial_auth_info,
    cs_trial_texts
};

enum cs_trial_end {
    /* libpam came to a result. */
    cs_trial_finished,
    /* The child was killed by a signal. */
    cs_trial_killed,
    /* It was not done in time. */
    cs_trial_late,
    /* It ended otherwise. */
    cs_trial_lost
};

struct cs_trial_result {
    /* One of cs_trial_end. */
    int32_t end;
    /* What pam_authenticate gave, or the number of the signal. */
    int32_t value;
    /* What pam_setcred gave after a success of pam_authenticate; 0 otherwise. */
    int32_t credentials;
    /* How many questions were asked. */
    uint32_t questions;
};

/* NULL when there is no memory. */
struct cs_trial *cs_trial_new(void);
/* Wipes the answers. */
void cs_trial_free(struct cs_trial *trial);
/* Copies a text, or adds an answer to the next question; -EINVAL for a NUL inside, -ENOMEM, -E2BIG for too many. */
int32_t cs_trial_set(struct cs_trial *trial, uint32_t which, const uint8_t *bytes, size_t length);
int32_t cs_trial_add_answer(struct cs_trial *trial, const uint8_t *bytes, size_t length);
/* What comes when no answer is left: an empty one, unless the conversation is to break off with PAM_CONV_ERR. */
void cs_trial_break_off(struct cs_trial *trial);
/* Whose process it is, as getuid tells; the effective user stays. */
void cs_trial_set_real_user(struct cs_trial *trial, uint32_t user);
/* The name by which the program is started. */
#define CS_TRIAL_NAME "countersign-trial-login"
/* What a program does that was started by that name: never returns. */
void cs_trial_serve(void) __attribute__((noreturn));
/* Runs it; 0, or a negative errno when there was no child to run it. */
int32_t cs_trial_run(struct cs_trial *trial, uint32_t seconds, struct cs_trial_result *result);
/* The questions of the last run, each ended by NUL, as far as there was room. */
size_t cs_trial_copy_questions(const struct cs_trial *trial, uint8_t *buffer, size_t capacity);

#endif
