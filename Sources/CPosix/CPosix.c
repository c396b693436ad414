/* Only here: in the header it would change types of libc that other modules see, too. */
#define _GNU_SOURCE
#include "CPosix.h"

/*
 * nettle looks at two environment variables when it is loaded, to choose its CPU-specific code and to talk about it on
 * standard error. In sudo the environment belongs to the caller. The module is linked with --wrap for both calls, so
 * that what it contains finds every variable unset.
 */
char *__wrap_getenv(const char *name);
char *__wrap_secure_getenv(const char *name);

char *__wrap_getenv(const char *name) {
    (void)name;
    return NULL;
}

char *__wrap_secure_getenv(const char *name) {
    (void)name;
    return NULL;
}

const char *cs_error_text(int error) { return strerrordesc_np(error); }
