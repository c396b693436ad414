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
