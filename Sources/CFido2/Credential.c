#include "keys.h"

#include <string.h>
#include <sys/random.h>

enum { digest_size = 32, handle_size = 32 };

static int exclude(fido_cred_t *credential, const uint8_t *excluded, size_t length) {
    while (length > 0) {
        if (length < 2) return 0;
        size_t count = (size_t)excluded[0] << 8 | excluded[1];
        if (count == 0 || count > length - 2) return 0;
        if (fido_cred_exclude(credential, excluded + 2, count) != FIDO_OK) return 0;
        excluded += 2 + count;
        length -= 2 + count;
    }
    return 1;
}

/* Who it is for; the handle is random, so that a key that is found tells nothing by it. */
static int set_user(fido_cred_t *credential, const char *name) {
    uint8_t handle[handle_size];
    if (getrandom(handle, sizeof handle, 0) != (ssize_t)sizeof handle) return 0;
    return fido_cred_set_user(credential, handle, sizeof handle, name, name, NULL) == FIDO_OK;
}

static int set_demands(fido_cred_t *credential, uint32_t demands) {
    if ((demands & cs_demand_resident) != 0 && fido_cred_set_rk(credential, FIDO_OPT_TRUE) != FIDO_OK) return 0;
    return (demands & cs_demand_verification) == 0 || fido_cred_set_uv(credential, FIDO_OPT_TRUE) == FIDO_OK;
}

/* Whether what the key says of itself fits. */
static enum cs_attestation attestation_of(const fido_cred_t *credential) {
    const char *format = fido_cred_fmt(credential);
    if (format == NULL || strcmp(format, "none") == 0) return cs_attestation_none;
    if (fido_cred_x5c_ptr(credential) == NULL)
        return fido_cred_verify_self(credential) == FIDO_OK ? cs_attestation_self : cs_attestation_wrong;
    return fido_cred_verify(credential) == FIDO_OK ? cs_attestation_certificate : cs_attestation_wrong;
}

enum cs_key_result cs_key_make(int32_t key, const uint8_t *party, size_t party_length, const uint8_t *user,
                               size_t user_length, int32_t algorithm, const uint8_t *excluded, size_t excluded_length,
                               const uint8_t *digest, size_t digest_length, uint32_t demands, const uint8_t *pin,
                               size_t pin_length, int32_t milliseconds, struct cs_key_bytes *data,
                               enum cs_attestation *attestation) {
    fido_dev_t *device = cs_key_of(key);
    if (device == NULL || digest_length != digest_size || pin_length > cs_longest_pin) return cs_key_failed;
    char *typed = pin == NULL ? NULL : cs_key_text(pin, pin_length);
    if (pin != NULL && typed == NULL) return cs_key_wrong_pin;
    char *id = cs_key_text(party, party_length), *name = cs_key_text(user, user_length);
    fido_cred_t *credential = fido_cred_new();
    int64_t start = cs_key_now();
    int error = FIDO_ERR_INTERNAL;
    if (id != NULL && name != NULL && credential != NULL && fido_cred_set_type(credential, algorithm) == FIDO_OK &&
        fido_cred_set_rp(credential, id, "Countersign") == FIDO_OK && set_user(credential, name) &&
        fido_cred_set_clientdata_hash(credential, digest, digest_length) == FIDO_OK &&
        set_demands(credential, demands) && exclude(credential, excluded, excluded_length)) {
        fido_dev_set_timeout(device, milliseconds);
        error = fido_dev_make_cred(device, credential, typed);
    }
    cs_key_forget(typed);
    enum cs_key_result result = cs_key_result_of(error, start, milliseconds);
    if (result == cs_key_done) {
        *attestation = attestation_of(credential);
        if (!cs_key_keep(data, fido_cred_authdata_raw_ptr(credential), fido_cred_authdata_raw_len(credential)))
            result = cs_key_failed;
    }
    fido_cred_free(&credential);
    free(id);
    free(name);
    return result;
}
