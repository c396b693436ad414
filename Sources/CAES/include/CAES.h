#ifndef COUNTERSIGN_CAES_H
#define COUNTERSIGN_CAES_H

#include <stddef.h>
#include <stdint.h>

/*
 * FIPS 197, AES-128: decrypts one block of 16 bytes with a key of 16 bytes. Any other length gives 0 and writes
 * nothing.
 */
int cs_aes128_decrypt(const uint8_t *key, size_t key_length,
                      const uint8_t *cipher, size_t cipher_length,
                      uint8_t *plain, size_t plain_length);

#endif
