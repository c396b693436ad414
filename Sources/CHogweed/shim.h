/*
 * The signatures of security keys, checked by hogweed, nettle's part with public keys. For the companion, the command
 * and the program beside them; nothing that is linked into the module may use these.
 *
 * Numbers are big-endian. A wrong length, a point that is not on the curve and a key that is none give 0.
 * Nothing here is secret.
 */
#ifndef COUNTERSIGN_CHOGWEED_SHIM_H
#define COUNTERSIGN_CHOGWEED_SHIM_H

#include <nettle/bignum.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <nettle/ecdsa.h>
#include <nettle/eddsa.h>
#include <nettle/rsa.h>
#include <nettle/sha2.h>
#include <stddef.h>
#include <stdint.h>

enum { cs_p256_number = 32, cs_rsa_modulus = 256, cs_rsa_exponent = 3 };

/* FIPS 186-4 ECDSA over P-256 with SHA-256: the key is X and Y, the signature r and s, each of 32 bytes. */
static inline int cs_verify_es256(const uint8_t *key, size_t key_length, const uint8_t *message, size_t message_length,
                                  const uint8_t *signature, size_t signature_length) {
    struct ecc_point point;
    struct dsa_signature pair;
    struct sha256_ctx hash;
    uint8_t digest[SHA256_DIGEST_SIZE];
    mpz_t x, y;
    if (key_length != 2 * cs_p256_number || signature_length != 2 * cs_p256_number) return 0;
    sha256_init(&hash);
    sha256_update(&hash, message_length, message);
    sha256_digest(&hash, sizeof digest, digest);
    ecc_point_init(&point, nettle_get_secp_256r1());
    dsa_signature_init(&pair);
    nettle_mpz_init_set_str_256_u(x, cs_p256_number, key);
    nettle_mpz_init_set_str_256_u(y, cs_p256_number, key + cs_p256_number);
    nettle_mpz_set_str_256_u(pair.r, cs_p256_number, signature);
    nettle_mpz_set_str_256_u(pair.s, cs_p256_number, signature + cs_p256_number);
    int fits = ecc_point_set(&point, x, y) == 1 && ecdsa_verify(&point, sizeof digest, digest, &pair) == 1;
    mpz_clear(x);
    mpz_clear(y);
    dsa_signature_clear(&pair);
    ecc_point_clear(&point);
    return fits;
}

/* RFC 8032 Ed25519: key 32 bytes, signature 64. */
static inline int cs_verify_eddsa(const uint8_t *key, size_t key_length, const uint8_t *message, size_t message_length,
                                  const uint8_t *signature, size_t signature_length) {
    if (key_length != ED25519_KEY_SIZE || signature_length != ED25519_SIGNATURE_SIZE) return 0;
    return ed25519_sha512_verify(key, message_length, message, signature) == 1;
}

/* RFC 8017 RSASSA-PKCS1-v1_5 with SHA-256: the key is a modulus of 2,048 bits and an exponent of 24. */
static inline int cs_verify_rs256(const uint8_t *key, size_t key_length, const uint8_t *message, size_t message_length,
                                  const uint8_t *signature, size_t signature_length) {
    struct rsa_public_key rsa;
    struct sha256_ctx hash;
    mpz_t number;
    if (key_length != cs_rsa_modulus + cs_rsa_exponent || signature_length != cs_rsa_modulus) return 0;
    rsa_public_key_init(&rsa);
    nettle_mpz_init_set_str_256_u(number, cs_rsa_modulus, signature);
    nettle_mpz_set_str_256_u(rsa.n, cs_rsa_modulus, key);
    nettle_mpz_set_str_256_u(rsa.e, cs_rsa_exponent, key + cs_rsa_modulus);
    int fits = 0;
    if (mpz_sizeinbase(rsa.n, 2) == 8 * cs_rsa_modulus && mpz_odd_p(rsa.n) && mpz_odd_p(rsa.e) &&
        mpz_cmp_ui(rsa.e, 1) > 0 && rsa_public_key_prepare(&rsa) == 1) {
        sha256_init(&hash);
        sha256_update(&hash, message_length, message);
        fits = rsa_sha256_verify(&rsa, &hash, number) == 1;
    }
    mpz_clear(number);
    rsa_public_key_clear(&rsa);
    return fits;
}

#endif
