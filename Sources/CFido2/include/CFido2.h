/*
 * libfido2, for the program that talks to security keys and for nothing else.
 *
 * The order of calls: cs_keys_prepare as root, cs_keys_confine, cs_keys_find, and then the rest. Nothing that a device
 * says is looked at before cs_keys_confine. Keys are numbered from 0 on.
 */
#ifndef COUNTERSIGN_CFIDO2_H
#define COUNTERSIGN_CFIDO2_H

#include <stddef.h>
#include <stdint.h>

enum { cs_most_keys = 16, cs_longest_pin = 63 };

/* What came of an operation; errors of libfido2 that call for the same answer are one here. */
enum cs_key_result {
    cs_key_done = 0,
    cs_key_no_touch,         /* nobody touched it in time, or somebody refused */
    cs_key_wrong_pin,
    cs_key_pin_blocked,      /* no tries are left: until it is reset */
    cs_key_pin_paused,       /* three wrong ones in a row: until it is plugged in again */
    cs_key_no_pin,           /* a PIN is asked for, and it has none */
    cs_key_unknown_finger,
    cs_key_excluded,         /* it has a credential of those that were excluded */
    cs_key_no_credential,
    cs_key_unsupported,
    cs_key_full,
    cs_key_gone,             /* it answers no longer */
    cs_key_failed,           /* anything else, malformed answers among it */
};

enum cs_key_demand { cs_demand_touch = 1, cs_demand_verification = 2, cs_demand_resident = 4 };

/* Opens what might be a security key. */
void cs_keys_prepare(void);

/*
 * Gives up what root may, where this is root: another account, no way back, no new programs, files or connections. The
 * process ends when the other end of standard input closes. 0, or an errno, and then nothing may go on.
 */
int32_t cs_keys_confine(void);

/* How many security keys there are. */
int32_t cs_keys_find(void);

/* Ends operations that wait for a touch, and lets go of all keys. */
void cs_keys_release(void);

/* Whether a key has a credential; nobody has to touch it. */
int32_t cs_key_holds(int32_t key, const uint8_t *party, size_t party_length, const uint8_t *identifier,
                     size_t identifier_length);

struct cs_key_abilities {
    int32_t is_fido2;
    int32_t has_pin;
    int32_t has_finger; /* knows people by itself: a fingerprint is enrolled */
    int32_t tries;      /* of a PIN that are left; negative when it does not say */
};

struct cs_key_abilities cs_key_look(int32_t key);

/* Which of the keys whose bits are set is touched first; negative for none in time. */
int32_t cs_key_touched(uint32_t keys, int32_t milliseconds);

/* Room for bytes of a size that is not known before; `length` is how much of it is used. */
struct cs_key_bytes {
    uint8_t *bytes;
    size_t room;
    size_t length;
};

/*
 * Asks a key for a signature over a digest of 32 bytes. `pin` may be NULL; only the demands for touch and verification
 * count.
 */
enum cs_key_result cs_key_sign(int32_t key, const uint8_t *party, size_t party_length, const uint8_t *identifier,
                               size_t identifier_length, const uint8_t *digest, size_t digest_length, uint32_t demands,
                               const uint8_t *pin, size_t pin_length, int32_t milliseconds, struct cs_key_bytes *data,
                               struct cs_key_bytes *signature);

/* What a key says of where it comes from. */
enum cs_attestation {
    cs_attestation_none = 0,
    cs_attestation_self,        /* the credential vouches for itself */
    cs_attestation_certificate, /* a certificate of its maker fits; who the maker is, nobody has looked up */
    cs_attestation_wrong,
};

/*
 * Makes a credential for a user of `party`. `algorithm` is that of COSE, -7, -8 or -257. `excluded` holds credentials
 * that the key must not have, each behind its length in two big-endian bytes.
 */
enum cs_key_result cs_key_make(int32_t key, const uint8_t *party, size_t party_length, const uint8_t *user,
                               size_t user_length, int32_t algorithm, const uint8_t *excluded, size_t excluded_length,
                               const uint8_t *digest, size_t digest_length, uint32_t demands, const uint8_t *pin,
                               size_t pin_length, int32_t milliseconds, struct cs_key_bytes *data,
                               enum cs_attestation *attestation);

#endif
