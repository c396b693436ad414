/*
 * The parts of nettle that Countersign uses, each as one call over bytes with their length.
 * Contexts live on the stack of the wrapper and are wiped before it returns: they hold key material.
 * Callers pass digests and tags of exactly the sizes named here; a wrong size gives 0 and does nothing,
 * because nettle itself would abort the process.
 */
#ifndef COUNTERSIGN_CNETTLE_SHIM_H
#define COUNTERSIGN_CNETTLE_SHIM_H

#include <nettle/chacha-poly1305.h>
#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/pbkdf2.h>
#include <nettle/sha2.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Wipes the stack that the calls before have used. nettle pads keys there, and leaves them XORed with a constant: what
 * was typed as a recovery code could be read from it.
 */
__attribute__((noinline, unused)) static void cs_wipe_used_stack(void) {
    uint8_t used[2048];
    memset(used, 0, sizeof used);
    __asm__ __volatile__("" : : "r"(used) : "memory");
}

enum cs_hash { cs_hash_sha1 = 1, cs_hash_sha256 = 2, cs_hash_sha512 = 3 };

/* RFC 2104: HMAC with SHA-1 (20 bytes), SHA-256 (32 bytes) and SHA-512 (64 bytes). */
#define CS_DEFINE_HMAC(hash, size)                                                                      \
    static inline int cs_hmac_##hash(const uint8_t *key, size_t key_length, const uint8_t *message,     \
                                     size_t message_length, uint8_t *digest, size_t digest_length) {    \
        struct hmac_##hash##_ctx context;                                                               \
        if (digest_length != (size)) return 0;                                                          \
        hmac_##hash##_set_key(&context, key_length, key);                                               \
        hmac_##hash##_update(&context, message_length, message);                                        \
        hmac_##hash##_digest(&context, digest_length, digest);                                          \
        explicit_bzero(&context, sizeof context);                                                       \
        cs_wipe_used_stack();                                                                           \
        return 1;                                                                                       \
    }

CS_DEFINE_HMAC(sha1, SHA1_DIGEST_SIZE)
CS_DEFINE_HMAC(sha256, SHA256_DIGEST_SIZE)
CS_DEFINE_HMAC(sha512, SHA512_DIGEST_SIZE)

/* FIPS 180-4: SHA-1 (20 bytes), SHA-256 (32 bytes) and SHA-512 (64 bytes). */
#define CS_DEFINE_DIGEST(hash, size)                                                                    \
    static inline int cs_digest_##hash(const uint8_t *message, size_t message_length, uint8_t *digest,  \
                                       size_t digest_length) {                                          \
        struct hash##_ctx context;                                                                      \
        if (digest_length != (size)) return 0;                                                          \
        hash##_init(&context);                                                                          \
        hash##_update(&context, message_length, message);                                               \
        hash##_digest(&context, digest_length, digest);                                                 \
        explicit_bzero(&context, sizeof context);                                                       \
        return 1;                                                                                       \
    }

CS_DEFINE_DIGEST(sha1, SHA1_DIGEST_SIZE)
CS_DEFINE_DIGEST(sha256, SHA256_DIGEST_SIZE)
CS_DEFINE_DIGEST(sha512, SHA512_DIGEST_SIZE)

/* SHA-256 over two pieces in a row; the digest is 32 bytes. */
static inline int cs_sha256(const uint8_t *first, size_t first_length,
                            const uint8_t *second, size_t second_length,
                            uint8_t *digest, size_t digest_length) {
    struct sha256_ctx context;
    if (digest_length != SHA256_DIGEST_SIZE) return 0;
    sha256_init(&context);
    sha256_update(&context, first_length, first);
    sha256_update(&context, second_length, second);
    sha256_digest(&context, digest_length, digest);
    explicit_bzero(&context, sizeof context);
    return 1;
}

/* RFC 8018 PBKDF2 with HMAC-SHA-256. */
static inline int cs_pbkdf2_sha256(const uint8_t *key, size_t key_length,
                                   uint32_t iterations,
                                   const uint8_t *salt, size_t salt_length,
                                   uint8_t *digest, size_t digest_length) {
    if (iterations == 0 || digest_length == 0) return 0;
    pbkdf2_hmac_sha256(key_length, key, iterations, salt_length, salt, digest_length, digest);
    cs_wipe_used_stack();
    return 1;
}

/* RFC 8439 ChaCha20-Poly1305: key 32, nonce 12, tag 16 bytes; cipher text as long as the plain text. */
static inline int cs_seal(const uint8_t *key, size_t key_length,
                          const uint8_t *nonce, size_t nonce_length,
                          const uint8_t *data, size_t data_length,
                          const uint8_t *plain, size_t plain_length,
                          uint8_t *cipher, size_t cipher_length,
                          uint8_t *tag, size_t tag_length) {
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
static inline int cs_unseal(const uint8_t *key, size_t key_length,
                            const uint8_t *nonce, size_t nonce_length,
                            const uint8_t *data, size_t data_length,
                            const uint8_t *cipher, size_t cipher_length,
                            const uint8_t *tag, size_t tag_length,
                            uint8_t *plain, size_t plain_length) {
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
static inline int cs_equal(const uint8_t *left, size_t left_length,
                           const uint8_t *right, size_t right_length) {
    return left_length == right_length && memeql_sec(left, right, left_length);
}

#endif
