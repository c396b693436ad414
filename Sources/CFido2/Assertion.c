#include "keys.h"

#include <string.h>

enum { digest_size = 32, silent_milliseconds = 3000 };

/* A question about one credential, or, without an identifier, about one that the key keeps; NULL when it cannot be. */
static fido_assert_t *question(const uint8_t *party, size_t party_length, const uint8_t *identifier,
                               size_t identifier_length, const uint8_t *digest) {
    char *name = cs_key_text(party, party_length);
    fido_assert_t *assertion = name == NULL ? NULL : fido_assert_new();
    if (assertion != NULL && (fido_assert_set_rp(assertion, name) != FIDO_OK ||
                              (identifier_length > 0 &&
                               fido_assert_allow_cred(assertion, identifier, identifier_length) != FIDO_OK) ||
                              fido_assert_set_clientdata_hash(assertion, digest, digest_size) != FIDO_OK))
        fido_assert_free(&assertion);
    free(name);
    return assertion;
}

int32_t cs_key_holds(int32_t key, const uint8_t *party, size_t party_length, const uint8_t *identifier,
                     size_t identifier_length) {
    static const uint8_t nothing[digest_size];
    fido_dev_t *device = cs_key_of(key);
    fido_assert_t *assertion = question(party, party_length, identifier, identifier_length, nothing);
    int error = FIDO_ERR_INTERNAL;
    if (device != NULL && assertion != NULL && fido_assert_set_up(assertion, FIDO_OPT_FALSE) == FIDO_OK) {
        fido_dev_set_timeout(device, silent_milliseconds);
        error = fido_dev_get_assert(device, assertion, NULL);
    }
    fido_assert_free(&assertion);
    /* Keys of before CTAP2 refuse to sign untouched, and say by that that they could. */
    if (device != NULL && !fido_dev_is_fido2(device)) return error == FIDO_ERR_USER_PRESENCE_REQUIRED;
    return error == FIDO_OK;
}

/* Takes the CBOR byte string apart that libfido2 leaves the data in; 0 for anything else. */
static int keep_data(struct cs_key_bytes *data, const unsigned char *bytes, size_t length) {
    if (bytes == NULL || length < 2) return 0;
    size_t head = bytes[0] == 0x58 ? 2 : bytes[0] == 0x59 ? 3 : 0;
    if (head == 0 || length < head) return 0;
    size_t count = head == 2 ? bytes[1] : (size_t)bytes[1] << 8 | bytes[2];
    return count == length - head && cs_key_keep(data, bytes + head, count);
}

enum cs_key_result cs_key_sign(int32_t key, const uint8_t *party, size_t party_length, const uint8_t *identifier,
                               size_t identifier_length, const uint8_t *digest, size_t digest_length, uint32_t demands,
                               const uint8_t *pin, size_t pin_length, int32_t milliseconds, struct cs_key_bytes *data,
                               struct cs_key_bytes *signature) {
    fido_dev_t *device = cs_key_of(key);
    if (device == NULL || digest_length != digest_size || pin_length > cs_longest_pin) return cs_key_failed;
    char *typed = pin == NULL ? NULL : cs_key_text(pin, pin_length);
    if (pin != NULL && typed == NULL) return cs_key_wrong_pin;
    fido_assert_t *assertion = question(party, party_length, identifier, identifier_length, digest);
    int touches = (demands & cs_demand_touch) != 0 || !fido_dev_is_fido2(device);
    int64_t start = cs_key_now();
    int error = FIDO_ERR_INTERNAL;
    if (assertion != NULL && fido_assert_set_up(assertion, touches ? FIDO_OPT_TRUE : FIDO_OPT_FALSE) == FIDO_OK &&
        ((demands & cs_demand_verification) == 0 || fido_assert_set_uv(assertion, FIDO_OPT_TRUE) == FIDO_OK)) {
        fido_dev_set_timeout(device, milliseconds);
        error = fido_dev_get_assert(device, assertion, typed);
    }
    cs_key_forget(typed);
    enum cs_key_result result = cs_key_result_of(error, start, milliseconds);
    if (result == cs_key_done &&
        (fido_assert_count(assertion) < 1 ||
         !keep_data(data, fido_assert_authdata_ptr(assertion, 0), fido_assert_authdata_len(assertion, 0)) ||
         !cs_key_keep(signature, fido_assert_sig_ptr(assertion, 0), fido_assert_sig_len(assertion, 0))))
        result = cs_key_failed;
    fido_assert_free(&assertion);
    return result;
}
