#define _GNU_SOURCE
#include "CTestHost.h"

#include <security/pam_appl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { most_answers = 8, shown_size = 16384 };

struct cs_login {
    char *texts[cs_login_texts];
    char *answers[most_answers];
    int answer_count, next_answer;
    int conversation_code, answers_null;
    char shown[shown_size];
    pam_handle_t *handle;
    void (*while_asking)(void *);
    void *context;
};

struct cs_login *cs_login_new(void) { return calloc(1, sizeof(struct cs_login)); }

void cs_login_free(struct cs_login *login) {
    if (login == NULL) return;
    for (int i = 0; i < cs_login_texts; i++) free(login->texts[i]);
    for (int i = 0; i < login->answer_count; i++) free(login->answers[i]);
    free(login);
}

void cs_login_set(struct cs_login *login, enum cs_login_text which, const char *text) {
    free(login->texts[which]);
    login->texts[which] = strdup(text);
}

void cs_login_add_answer(struct cs_login *login, const char *text) {
    if (login->answer_count < most_answers) login->answers[login->answer_count++] = strdup(text);
}

void cs_login_fail_conversation(struct cs_login *login, int code) { login->conversation_code = code; }
void cs_login_answer_null(struct cs_login *login) { login->answers_null = 1; }
const char *cs_login_shown(const struct cs_login *login) { return login->shown; }

void cs_login_while_asking(struct cs_login *login, void (*call)(void *), void *context) {
    login->while_asking = call;
    login->context = context;
}

static void show(struct cs_login *login, int style, const char *text) {
    static const char *const names[] = {"", "off", "on", "error", "info"};
    size_t used = strlen(login->shown);
    snprintf(login->shown + used, shown_size - used, "%s|%s\n", style >= 1 && style <= 4 ? names[style] : "?", text);
}

static int answer(struct cs_login *login, struct pam_response *response) {
    if (login->while_asking) login->while_asking(login->context);
    if (login->conversation_code != 0) return login->conversation_code;
    if (login->texts[cs_login_other_user] != NULL)
        pam_set_item(login->handle, PAM_USER, login->texts[cs_login_other_user]);
    if (login->answers_null) return PAM_SUCCESS;
    if (login->next_answer >= login->answer_count) return PAM_CONV_ERR;
    response->resp = strdup(login->answers[login->next_answer++]);
    return PAM_SUCCESS;
}

static int converse(int count, const struct pam_message **messages, struct pam_response **responses, void *data) {
    struct cs_login *login = data;
    struct pam_response *all = calloc((size_t)count, sizeof *all);
    if (all == NULL) return PAM_BUF_ERR;
    for (int i = 0; i < count; i++) {
        show(login, messages[i]->msg_style, messages[i]->msg);
        if (messages[i]->msg_style != PAM_PROMPT_ECHO_OFF && messages[i]->msg_style != PAM_PROMPT_ECHO_ON) continue;
        int code = answer(login, &all[i]);
        if (code != PAM_SUCCESS) {
            for (int j = 0; j < i; j++) free(all[j].resp);
            free(all);
            return code;
        }
    }
    *responses = all;
    return PAM_SUCCESS;
}

static void put_variable(struct cs_login *login, const char *name, const char *value) {
    char *variable = NULL;
    if (value == NULL) return;
    if (asprintf(&variable, "%s=%s", name, value) > 0) pam_putenv(login->handle, variable);
    free(variable);
}

static int start(struct cs_login *login) {
    struct pam_conv conversation = {.conv = converse, .appdata_ptr = login};
    int code = pam_start_confdir(login->texts[cs_login_service], login->texts[cs_login_user], &conversation,
                                 login->texts[cs_login_configuration], &login->handle);
    if (code != PAM_SUCCESS) return code;
    if (login->texts[cs_login_remote_host]) pam_set_item(login->handle, PAM_RHOST, login->texts[cs_login_remote_host]);
    if (login->texts[cs_login_terminal]) pam_set_item(login->handle, PAM_TTY, login->texts[cs_login_terminal]);
    if (login->texts[cs_login_caller]) pam_set_item(login->handle, PAM_RUSER, login->texts[cs_login_caller]);
    put_variable(login, "SSH_CONNECTION", login->texts[cs_login_connection]);
    put_variable(login, "SSH_AUTH_INFO_0", login->texts[cs_login_auth_info]);
    return PAM_SUCCESS;
}

int cs_login_authenticate(struct cs_login *login) {
    int code = start(login);
    if (code == PAM_SUCCESS) code = pam_authenticate(login->handle, 0);
    if (login->handle) pam_end(login->handle, code);
    return code;
}

int cs_login_setcred(struct cs_login *login) {
    int code = start(login);
    if (code == PAM_SUCCESS) code = pam_setcred(login->handle, PAM_ESTABLISH_CRED);
    if (login->handle) pam_end(login->handle, code);
    return code;
}

int cs_login_account(struct cs_login *login) {
    int code = start(login);
    if (code == PAM_SUCCESS) code = pam_acct_mgmt(login->handle, 0);
    if (login->handle) pam_end(login->handle, code);
    return code;
}
