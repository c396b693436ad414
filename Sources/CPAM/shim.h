#ifndef COUNTERSIGN_CPAM_SHIM_H
#define COUNTERSIGN_CPAM_SHIM_H

#include <security/pam_appl.h>
#include <security/pam_modules.h>
#include <security/pam_ext.h>
#include <security/pam_modutil.h>
#include <syslog.h>

/* pam_syslog is variadic, which Swift cannot call; the format is fixed so that no text of ours is one. */
static inline void cs_pam_syslog(const pam_handle_t *handle, int priority, const char *text) {
    pam_syslog(handle, priority, "%s", text);
}
#endif
