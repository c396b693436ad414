#define _DEFAULT_SOURCE
#include "CAES.h"

#include <string.h>

/*
 * The inverse cipher of FIPS 197 for the one block of a Yubico OTP.
 *
 * nettle's would bring 11 KB into the module, of which 8.5 KB are tables; and where the processor has no instructions
 * for AES, it looks those tables up by secret bytes, which other processes can watch in the cache. Here is no table:
 * the S-box is computed as FIPS 197 defines it, for eight bytes at once, in the same steps whatever the bytes are.
 * A block takes a few microseconds. The tests compare it with nettle's.
 */
enum { block_size = 16, word_size = 8, rounds = 10 };

static const uint64_t each = 0x0101010101010101;

static uint64_t load(const uint8_t *bytes) {
    uint64_t word = 0;
    for (int i = 0; i < word_size; i++) word |= (uint64_t)bytes[i] << (8 * i);
    return word;
}

static void store(uint8_t *bytes, uint64_t word) {
    for (int i = 0; i < word_size; i++) bytes[i] = (uint8_t)(word >> (8 * i));
}

/* Each byte times x, modulo x^8 + x^4 + x^3 + x + 1 (4.2.1). */
static uint64_t doubled(uint64_t a) {
    return ((a & (each * 0x7F)) << 1) ^ (((a >> 7) & each) * 0x1B);
}

static uint64_t product(uint64_t a, uint64_t b) {
    uint64_t sum = 0;
    for (int i = 0; i < 8; i++) {
        sum ^= a & (((b >> i) & each) * 0xFF);
        a = doubled(a);
    }
    return sum;
}

/* Each byte to the power of 254, which is its inverse; 0 stays 0. */
static uint64_t inverse(uint64_t a) {
    uint64_t power = a;
    for (int i = 0; i < 6; i++) power = product(product(power, power), a);
    return product(power, power);
}

/* Each byte turned left by some bits, 1 to 7. */
static uint64_t turned(uint64_t a, int bits) {
    return ((a & (each * (0xFFu >> bits))) << bits) | ((a >> (8 - bits)) & (each * (0xFFu >> (8 - bits))));
}

/* 5.1.1 */
static uint64_t substituted(uint64_t a) {
    uint64_t i = inverse(a);
    return i ^ turned(i, 1) ^ turned(i, 2) ^ turned(i, 3) ^ turned(i, 4) ^ (each * 0x63);
}

/* 5.3.2 */
static uint64_t inversely_substituted(uint64_t a) {
    return inverse(turned(a, 1) ^ turned(a, 3) ^ turned(a, 6) ^ (each * 0x05));
}

/* The four bytes of each column turned: byte i becomes what byte i + count was. */
static uint64_t moved(uint64_t a, int count) {
    uint64_t low = (UINT64_C(0xFFFFFFFF) >> (8 * count)) * UINT64_C(0x100000001);
    return ((a >> (8 * count)) & low) | ((a << (32 - 8 * count)) & ~low);
}

/* 5.3.3: each column times 0E, 0B, 0D, 09. */
static uint64_t inversely_mixed(uint64_t a) {
    uint64_t two = doubled(a), four = doubled(two), eight = doubled(four);
    return eight ^ four ^ two ^ moved(eight ^ two ^ a, 1) ^ moved(eight ^ four ^ a, 2) ^ moved(eight ^ a, 3);
}

/* 5.3.1: row r moves r columns to the right. */
static void shift_rows_back(uint8_t state[block_size]) {
    uint8_t before[block_size];
    memcpy(before, state, sizeof before);
    for (int i = 0; i < block_size; i++) state[(i + 4 * (i % 4)) % block_size] = before[i];
    explicit_bzero(before, sizeof before);
}

/* 5.2: the keys of all rounds, one after the other. */
static void expand(const uint8_t *key, uint8_t keys[(rounds + 1) * block_size]) {
    uint8_t word[word_size] = {0};
    uint8_t constant = 1;
    memcpy(keys, key, block_size);
    for (int i = block_size; i < (rounds + 1) * block_size; i += 4) {
        memcpy(word, keys + i - 4, 4);
        if (i % block_size == 0) {
            uint8_t first = word[0];
            memmove(word, word + 1, 3);
            word[3] = first;
            store(word, substituted(load(word)));
            word[0] ^= constant;
            constant = (uint8_t)doubled(constant);
        }
        for (int j = 0; j < 4; j++) keys[i + j] = keys[i + j - block_size] ^ word[j];
    }
    explicit_bzero(word, sizeof word);
}

int cs_aes128_decrypt(const uint8_t *key, size_t key_length,
                      const uint8_t *cipher, size_t cipher_length,
                      uint8_t *plain, size_t plain_length) {
    uint8_t keys[(rounds + 1) * block_size];
    uint8_t state[block_size];
    if (key_length != block_size || cipher_length != block_size || plain_length != block_size) return 0;
    expand(key, keys);
    memcpy(state, cipher, block_size);
    for (int round = rounds; round >= 0; round--) {
        for (int half = 0; half < block_size; half += word_size) {
            uint64_t word = load(state + half);
            if (round < rounds) word = inversely_substituted(word);
            word ^= load(keys + round * block_size + half);
            if (round > 0 && round < rounds) word = inversely_mixed(word);
            store(state + half, word);
        }
        if (round > 0) shift_rows_back(state);
    }
    memcpy(plain, state, block_size);
    explicit_bzero(keys, sizeof keys);
    explicit_bzero(state, sizeof state);
    return 1;
}
