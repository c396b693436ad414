/* Linux-PAM as Swift can call it. */
#ifndef COUNTERSIGN_CPAM_SHIM_H
#define COUNTERSIGN_CPAM_SHIM_H

#include <security/pam_appl.h>
#include <security/pam_ext.h>
#include <security/pam_modules.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

/* pam_syslog is variadic, which Swift cannot call; the fixed format keeps foreign text from being one. */
static inline void cs_pam_syslog(const pam_handle_t *handle, int priority, const char *text) {
    pam_syslog(handle, priority, "%s", text);
}

/* pam_prompt is variadic too. The answer, if any, belongs to the caller. */
static inline int cs_pam_prompt(pam_handle_t *handle, int style, char **answer, const char *text) {
    return pam_prompt(handle, style, answer, "%s", text);
}

/* The item types that hold text, so that Swift need not reinterpret pointers. */
static inline int cs_pam_text_item(const pam_handle_t *handle, int type, const char **text) {
    return pam_get_item(handle, type, (const void **)text);
}

/* Wipes and frees what a conversation answered. */
static inline void cs_pam_wipe_answer(char *answer) {
    if (answer == NULL) return;
    explicit_bzero(answer, strlen(answer));
    free(answer);
}

#endif
