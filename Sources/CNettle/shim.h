/*
 * The parts of nettle that Countersign uses, each as one call over counted bytes.
 * Contexts live on the stack of the wrapper and are wiped before it returns: they hold key material.
 * Callers pass digests and tags of exactly the sizes named here; a wrong size gives 0 and does nothing,
 * because nettle itself would abort the process.
 */
#ifndef COUNTERSIGN_CNETTLE_SHIM_H
#define COUNTERSIGN_CNETTLE_SHIM_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <lifetimebound.h>
#include <nettle/chacha-poly1305.h>
#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/pbkdf2.h>
#include <nettle/sha2.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <ptrcheck.h>

enum cs_hash { cs_hash_sha1 = 1, cs_hash_sha256 = 2, cs_hash_sha512 = 3 };

/* RFC 2104. Written out three times: Swift makes no safe form of a function that a macro defines. */
static inline int cs_hmac_sha1(const uint8_t *__counted_by(key_length) key __noescape, size_t key_length,
                               const uint8_t *__counted_by(message_length) message __noescape, size_t message_length,
                               uint8_t *__counted_by(digest_length) digest __noescape, size_t digest_length) {
    struct hmac_sha1_ctx context;
    if (digest_length != SHA1_DIGEST_SIZE) return 0;
    hmac_sha1_set_key(&context, key_length, key);
    hmac_sha1_update(&context, message_length, message);
    hmac_sha1_digest(&context, digest_length, digest);
    explicit_bzero(&context, sizeof context);
    return 1;
}

static inline int cs_hmac_sha256(const uint8_t *__counted_by(key_length) key __noescape, size_t key_length,
                               const uint8_t *__counted_by(message_length) message __noescape, size_t message_length,
                               uint8_t *__counted_by(digest_length) digest __noescape, size_t digest_length) {
    struct hmac_sha256_ctx context;
    if (digest_length != SHA256_DIGEST_SIZE) return 0;
    hmac_sha256_set_key(&context, key_length, key);
    hmac_sha256_update(&context, message_length, message);
    hmac_sha256_digest(&context, digest_length, digest);
    explicit_bzero(&context, sizeof context);
    return 1;
}

static inline int cs_hmac_sha512(const uint8_t *__counted_by(key_length) key __noescape, size_t key_length,
                               const uint8_t *__counted_by(message_length) message __noescape, size_t message_length,
                               uint8_t *__counted_by(digest_length) digest __noescape, size_t digest_length) {
    struct hmac_sha512_ctx context;
    if (digest_length != SHA512_DIGEST_SIZE) return 0;
    hmac_sha512_set_key(&context, key_length, key);
    hmac_sha512_update(&context, message_length, message);
    hmac_sha512_digest(&context, digest_length, digest);
    explicit_bzero(&context, sizeof context);
    return 1;
}

/* SHA-256 over two pieces in a row; the digest is 32 bytes. */
static inline int cs_sha256(const uint8_t *__counted_by(first_length) first __noescape, size_t first_length,
                            const uint8_t *__counted_by(second_length) second __noescape, size_t second_length,
                            uint8_t *__counted_by(digest_length) digest __noescape, size_t digest_length) {
    struct sha256_ctx context;
    if (digest_length != SHA256_DIGEST_SIZE) return 0;
    sha256_init(&context);
    sha256_update(&context, first_length, first);
    sha256_update(&context, second_length, second);
    sha256_digest(&context, digest_length, digest);
    return 1;
}

/* RFC 8018 PBKDF2 with HMAC-SHA-256. */
static inline int cs_pbkdf2_sha256(const uint8_t *__counted_by(key_length) key __noescape, size_t key_length,
                                   uint32_t iterations,
                                   const uint8_t *__counted_by(salt_length) salt __noescape, size_t salt_length,
                                   uint8_t *__counted_by(digest_length) digest __noescape, size_t digest_length) {
    if (iterations == 0 || digest_length == 0) return 0;
    pbkdf2_hmac_sha256(key_length, key, iterations, salt_length, salt, digest_length, digest);
    return 1;
}

/* RFC 8439 ChaCha20-Poly1305: key 32, nonce 12, tag 16 bytes; cipher text as long as the plain text. */
static inline int cs_seal(const uint8_t *__counted_by(key_length) key __noescape, size_t key_length,
                          const uint8_t *__counted_by(nonce_length) nonce __noescape, size_t nonce_length,
                          const uint8_t *__counted_by(data_length) data __noescape, size_t data_length,
                          const uint8_t *__counted_by(plain_length) plain __noescape, size_t plain_length,
                          uint8_t *__counted_by(cipher_length) cipher __noescape, size_t cipher_length,
                          uint8_t *__counted_by(tag_length) tag __noescape, size_t tag_length) {
    struct chacha_poly1305_ctx context;
    if (key_length != CHACHA_POLY1305_KEY_SIZE || nonce_length != CHACHA_POLY1305_NONCE_SIZE ||
        tag_length != CHACHA_POLY1305_DIGEST_SIZE || cipher_length != plain_length)
        return 0;
    chacha_poly1305_set_key(&context, key);
    chacha_poly1305_set_nonce(&context, nonce);
    chacha_poly1305_update(&context, data_length, data);
    chacha_poly1305_encrypt(&context, plain_length, cipher, plain);
    chacha_poly1305_digest(&context, tag_length, tag);
    explicit_bzero(&context, sizeof context);
    return 1;
}

/* The reverse. The plain text is wiped again and 0 returned when the tag does not fit. */
static inline int cs_unseal(const uint8_t *__counted_by(key_length) key __noescape, size_t key_length,
                            const uint8_t *__counted_by(nonce_length) nonce __noescape, size_t nonce_length,
                            const uint8_t *__counted_by(data_length) data __noescape, size_t data_length,
                            const uint8_t *__counted_by(cipher_length) cipher __noescape, size_t cipher_length,
                            const uint8_t *__counted_by(tag_length) tag __noescape, size_t tag_length,
                            uint8_t *__counted_by(plain_length) plain __noescape, size_t plain_length) {
    struct chacha_poly1305_ctx context;
    uint8_t expected[CHACHA_POLY1305_DIGEST_SIZE];
    if (key_length != CHACHA_POLY1305_KEY_SIZE || nonce_length != CHACHA_POLY1305_NONCE_SIZE ||
        tag_length != CHACHA_POLY1305_DIGEST_SIZE || cipher_length != plain_length)
        return 0;
    chacha_poly1305_set_key(&context, key);
    chacha_poly1305_set_nonce(&context, nonce);
    chacha_poly1305_update(&context, data_length, data);
    chacha_poly1305_decrypt(&context, cipher_length, plain, cipher);
    chacha_poly1305_digest(&context, sizeof expected, expected);
    explicit_bzero(&context, sizeof context);
    int fits = memeql_sec(expected, tag, tag_length);
    if (!fits) explicit_bzero(plain, plain_length);
    return fits;
}

/* 1 when equal, in a time that depends on the length alone. */
static inline int cs_equal(const uint8_t *__counted_by(left_length) left __noescape, size_t left_length,
                           const uint8_t *__counted_by(right_length) right __noescape, size_t right_length) {
    return left_length == right_length && memeql_sec(left, right, left_length);
}

#endif
