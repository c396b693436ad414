#include "keys.h"

#include <string.h>
#include <time.h>

char *cs_key_text(const uint8_t *bytes, size_t length) {
    if (bytes == NULL || memchr(bytes, 0, length) != NULL) return NULL;
    char *text = calloc(1, length + 1);
    if (text != NULL) memcpy(text, bytes, length);
    return text;
}

void cs_key_forget(char *text) {
    if (text == NULL) return;
    explicit_bzero(text, strlen(text));
    free(text);
}

int64_t cs_key_now(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum cs_key_result cs_key_result_of(int error, int64_t start, int32_t milliseconds) {
    enum { slack = 300 };
    switch (error) {
    case FIDO_OK: return cs_key_done;
    /* Nothing came: because the time is over, or because nothing can come. */
    case FIDO_ERR_RX: return cs_key_now() - start >= milliseconds - slack ? cs_key_no_touch : cs_key_gone;
    case FIDO_ERR_ACTION_TIMEOUT:
    case FIDO_ERR_USER_ACTION_TIMEOUT:
    case FIDO_ERR_KEEPALIVE_CANCEL:
    case FIDO_ERR_OPERATION_DENIED:
    case FIDO_ERR_UP_REQUIRED:
    case FIDO_ERR_USER_PRESENCE_REQUIRED: return cs_key_no_touch;
    case FIDO_ERR_PIN_INVALID:
    case FIDO_ERR_PIN_AUTH_INVALID: return cs_key_wrong_pin;
    case FIDO_ERR_PIN_BLOCKED: return cs_key_pin_blocked;
    case FIDO_ERR_PIN_AUTH_BLOCKED: return cs_key_pin_paused;
    case FIDO_ERR_PIN_NOT_SET:
    case FIDO_ERR_PIN_REQUIRED: return cs_key_no_pin;
    case FIDO_ERR_UV_BLOCKED:
    case FIDO_ERR_UV_INVALID: return cs_key_unknown_finger;
    case FIDO_ERR_CREDENTIAL_EXCLUDED: return cs_key_excluded;
    case FIDO_ERR_NO_CREDENTIALS:
    case FIDO_ERR_INVALID_CREDENTIAL: return cs_key_no_credential;
    case FIDO_ERR_UNSUPPORTED_ALGORITHM:
    case FIDO_ERR_UNSUPPORTED_OPTION:
    case FIDO_ERR_UNSUPPORTED_EXTENSION: return cs_key_unsupported;
    case FIDO_ERR_KEY_STORE_FULL: return cs_key_full;
    case FIDO_ERR_TX: return cs_key_gone;
    default: return cs_key_failed;
    }
}

int cs_key_keep(struct cs_key_bytes *kept, const unsigned char *bytes, size_t length) {
    kept->length = 0;
    if (bytes == NULL || length == 0 || length > kept->room) return 0;
    memcpy(kept->bytes, bytes, length);
    kept->length = length;
    return 1;
}
