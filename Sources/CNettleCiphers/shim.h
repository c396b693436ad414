/*
 * nettle's AES and PBKDF2, for the key files of other systems; used by the CLI only. The module has no AES of nettle,
 * see AbsentCiphers.c, so nothing that is linked into it may use these.
 *
 * A wrong length gives 0 and does nothing. Contexts hold key material and are wiped.
 */
#ifndef COUNTERSIGN_CNETTLECIPHERS_SHIM_H
#define COUNTERSIGN_CNETTLECIPHERS_SHIM_H

#include <nettle/aes.h>
#include <nettle/cbc.h>
#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/pbkdf2.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* AES under a key of 16, 24 or 32 bytes, in one direction. */
struct cs_aes {
    union {
        struct aes128_ctx aes128;
        struct aes192_ctx aes192;
        struct aes256_ctx aes256;
    } context;
    nettle_cipher_func *run;
};

static inline int cs_aes_prepare(struct cs_aes *aes, const uint8_t *key, size_t key_length, int encrypts) {
    switch (key_length) {
    case AES128_KEY_SIZE:
        (encrypts ? aes128_set_encrypt_key : aes128_set_decrypt_key)(&aes->context.aes128, key);
        aes->run = (nettle_cipher_func *)(encrypts ? aes128_encrypt : aes128_decrypt);
        return 1;
    case AES192_KEY_SIZE:
        (encrypts ? aes192_set_encrypt_key : aes192_set_decrypt_key)(&aes->context.aes192, key);
        aes->run = (nettle_cipher_func *)(encrypts ? aes192_encrypt : aes192_decrypt);
        return 1;
    case AES256_KEY_SIZE:
        (encrypts ? aes256_set_encrypt_key : aes256_set_decrypt_key)(&aes->context.aes256, key);
        aes->run = (nettle_cipher_func *)(encrypts ? aes256_encrypt : aes256_decrypt);
        return 1;
    default: return 0;
    }
}

/* NIST SP 800-38A CBC: whole blocks, vector 16 bytes. */
static inline int cs_aes_cbc_decrypt(const uint8_t *key, size_t key_length, const uint8_t *vector, size_t vector_length,
                                     const uint8_t *cipher, size_t cipher_length, uint8_t *plain, size_t plain_length) {
    struct cs_aes aes;
    uint8_t chain[AES_BLOCK_SIZE];
    if (vector_length != AES_BLOCK_SIZE || cipher_length != plain_length || cipher_length % AES_BLOCK_SIZE != 0 ||
        !cs_aes_prepare(&aes, key, key_length, 0))
        return 0;
    memcpy(chain, vector, sizeof chain);
    cbc_decrypt(&aes.context, aes.run, AES_BLOCK_SIZE, chain, cipher_length, plain, cipher);
    explicit_bzero(&aes, sizeof aes);
    return 1;
}

/* The reverse, in place. */
static inline int cs_aes_cbc_encrypt(const uint8_t *key, size_t key_length, const uint8_t *vector, size_t vector_length,
                                     uint8_t *text, size_t text_length) {
    struct cs_aes aes;
    uint8_t chain[AES_BLOCK_SIZE];
    if (vector_length != AES_BLOCK_SIZE || text_length % AES_BLOCK_SIZE != 0 ||
        !cs_aes_prepare(&aes, key, key_length, 1))
        return 0;
    memcpy(chain, vector, sizeof chain);
    cbc_encrypt(&aes.context, aes.run, AES_BLOCK_SIZE, chain, text_length, text, text);
    explicit_bzero(&aes, sizeof aes);
    return 1;
}

enum { cs_wrap_unit = 8, cs_wrap_least = 24 };

/*
 * RFC 3394 section 2.2.2: takes the wrapped key apart, 8 bytes longer than the key. nettle has this from 3.8 on only.
 * The key is wiped again and 0 returned when it was wrapped under another one.
 */
static inline int cs_aes_unwrap(const uint8_t *key, size_t key_length, const uint8_t *wrapped, size_t wrapped_length,
                                uint8_t *plain, size_t plain_length) {
    static const uint8_t expected[cs_wrap_unit] = {0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6, 0xA6};
    struct cs_aes aes;
    uint8_t block[AES_BLOCK_SIZE];
    if (wrapped_length < cs_wrap_least || wrapped_length % cs_wrap_unit != 0 ||
        plain_length != wrapped_length - cs_wrap_unit || !cs_aes_prepare(&aes, key, key_length, 0))
        return 0;
    size_t units = plain_length / cs_wrap_unit;
    memcpy(block, wrapped, cs_wrap_unit);
    memcpy(plain, wrapped + cs_wrap_unit, plain_length);
    for (uint64_t step = (uint64_t)units * 6; step > 0; step--) {
        uint8_t *unit = plain + (step - 1) % units * cs_wrap_unit;
        for (unsigned byte = 0; byte < cs_wrap_unit; byte++) block[byte] ^= (uint8_t)(step >> (56 - 8 * byte));
        memcpy(block + cs_wrap_unit, unit, cs_wrap_unit);
        aes.run(&aes.context, AES_BLOCK_SIZE, block, block);
        memcpy(unit, block + cs_wrap_unit, cs_wrap_unit);
    }
    int fits = memeql_sec(block, expected, cs_wrap_unit);
    if (!fits) explicit_bzero(plain, plain_length);
    explicit_bzero(block, sizeof block);
    explicit_bzero(&aes, sizeof aes);
    return fits;
}

/* RFC 8018 section 5.2 with HMAC and each of the three hashes. */
#define CS_DEFINE_DERIVATION(hash, size)                                                                              \
    static inline int cs_derive_##hash(const uint8_t *key, size_t key_length, uint32_t iterations,                    \
                                       const uint8_t *salt, size_t salt_length, uint8_t *derived,                     \
                                       size_t derived_length) {                                                       \
        struct hmac_##hash##_ctx context;                                                                             \
        if (iterations == 0 || derived_length == 0) return 0;                                                         \
        hmac_##hash##_set_key(&context, key_length, key);                                                             \
        PBKDF2(&context, hmac_##hash##_update, hmac_##hash##_digest, size, iterations, salt_length, salt,             \
               derived_length, derived);                                                                              \
        explicit_bzero(&context, sizeof context);                                                                     \
        return 1;                                                                                                     \
    }

CS_DEFINE_DERIVATION(sha1, SHA1_DIGEST_SIZE)
CS_DEFINE_DERIVATION(sha256, SHA256_DIGEST_SIZE)
CS_DEFINE_DERIVATION(sha512, SHA512_DIGEST_SIZE)

#endif
