#define _GNU_SOURCE
#include "trial.h"

#include <fcntl.h>
#include <security/pam_appl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the conversation is at. */
struct talk {
    struct cs_trial *trial;
    uint32_t questions;
};

static void note(struct cs_trial *trial, const char *question) {
    size_t length = strlen(question) + 1;
    if (length > sizeof trial->questions - trial->questions_length) return;
    memcpy(trial->questions + trial->questions_length, question, length);
    trial->questions_length += length;
}

static int answer(struct talk *talk, const char *question, char **answer) {
    struct cs_trial *trial = talk->trial;
    note(trial, question);
    size_t number = talk->questions++;
    if (number >= trial->answer_count && trial->breaks_off) return PAM_CONV_ERR;
    *answer = strdup(number < trial->answer_count ? trial->answers[number] : "");
    return *answer == NULL ? PAM_BUF_ERR : PAM_SUCCESS;
}

static int converse(int count, const struct pam_message **messages, struct pam_response **responses, void *data) {
    if (count <= 0 || count > PAM_MAX_NUM_MSG) return PAM_CONV_ERR;
    struct pam_response *all = calloc((size_t)count, sizeof *all);
    if (all == NULL) return PAM_BUF_ERR;
    for (int i = 0; i < count; i++) {
        int style = messages[i]->msg_style;
        if (style != PAM_PROMPT_ECHO_OFF && style != PAM_PROMPT_ECHO_ON) continue;
        int code = answer(data, messages[i]->msg, &all[i].resp);
        if (code == PAM_SUCCESS) continue;
        for (int j = 0; j < i; j++) free(all[j].resp);
        free(all);
        return code;
    }
    *responses = all;
    return PAM_SUCCESS;
}

/* A refusal is told at once. */
static void no_delay(int code, unsigned microseconds, void *data) {
    (void)code;
    (void)microseconds;
    (void)data;
}

static void put_variable(pam_handle_t *handle, const char *name, const char *value) {
    char *variable = NULL;
    if (value == NULL || asprintf(&variable, "%s=%s", name, value) < 0) return;
    pam_putenv(handle, variable);
    free(variable);
}

static int start(const struct cs_trial *trial, struct talk *talk, pam_handle_t **handle) {
    const struct pam_conv conversation = {.conv = converse, .appdata_ptr = talk};
    int code = pam_start_confdir(trial->texts[cs_trial_service], trial->texts[cs_trial_user], &conversation,
                                 trial->texts[cs_trial_configuration], handle);
    if (code != PAM_SUCCESS) return code;
    void (*delay)(int, unsigned, void *) = no_delay;
    const void *function = NULL;
    memcpy(&function, &delay, sizeof function);
    pam_set_item(*handle, PAM_FAIL_DELAY, function);
    pam_set_item(*handle, PAM_RHOST, trial->texts[cs_trial_remote_host]);
    pam_set_item(*handle, PAM_TTY, trial->texts[cs_trial_terminal]);
    pam_set_item(*handle, PAM_RUSER, trial->texts[cs_trial_caller]);
    put_variable(*handle, "SSH_CONNECTION", trial->texts[cs_trial_connection]);
    put_variable(*handle, "SSH_AUTH_INFO_0", trial->texts[cs_trial_auth_info]);
    return PAM_SUCCESS;
}

static struct cs_trial_message log_in(struct cs_trial *trial) {
    struct talk talk = {.trial = trial};
    struct cs_trial_message message = {0};
    pam_handle_t *handle = NULL;
    message.code = start(trial, &talk, &handle);
    if (message.code == PAM_SUCCESS) message.code = pam_authenticate(handle, 0);
    if (message.code == PAM_SUCCESS) message.credentials = pam_setcred(handle, PAM_ESTABLISH_CRED);
    if (handle != NULL) pam_end(handle, message.code);
    message.questions = talk.questions;
    message.length = (uint32_t)trial->questions_length;
    return message;
}

/* Leaves nothing of the parent's but the socket. */
static void become_a_login(void) {
    struct rlimit none = {0, 0};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 0);
    setrlimit(RLIMIT_CORE, &none);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigset_t empty;
    sigemptyset(&empty);
    sigprocmask(SIG_SETMASK, &empty, NULL);
    cs_trial_keep_quiet();
    int null = open("/dev/null", O_RDWR);
    if (null < 0) _exit(1);
    for (int standard = 0; standard < 3; standard++) dup2(null, standard);
    fcntl(cs_trial_socket, F_SETFD, FD_CLOEXEC);
    closefrom(cs_trial_socket + 1);
    clearenv();
    setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
    umask(022);
    if (chdir("/") != 0) _exit(1);
}

void cs_trial_serve(void) {
    become_a_login();
    struct cs_trial *trial = cs_trial_receive_order(cs_trial_socket);
    if (trial == NULL) _exit(1);
    if (trial->has_real_user && setresuid(trial->real_user, (uid_t)-1, (uid_t)-1) != 0) _exit(1);
    struct cs_trial_message message = log_in(trial);
    int status = cs_trial_send(cs_trial_socket, &message, sizeof message);
    if (status == 0) status = cs_trial_send(cs_trial_socket, trial->questions, message.length);
    _exit(status == 0 ? 0 : 1);
}
