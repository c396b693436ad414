#if defined(COUNTERSIGN_MODULE) && defined(__x86_64__)
#include <nettle/version.h>

#if NETTLE_VERSION_MAJOR == 3 && NETTLE_VERSION_MINOR >= 6 && NETTLE_VERSION_MINOR <= 8
#include <stddef.h>
#include <stdint.h>

/*
 * nettle's own choice among implementations runs whenever the module is loaded, covers ciphers that no login uses,
 * prints what it chose where the environment asks for it, and takes 7 KB. This one covers the two hashes that have a
 * choice. It asks at each block, by a look into a table of libc's.
 *
 * The names are nettle's between itself, the same from 3.6 to 3.8. Another version chooses by itself, as do other
 * processors; then the linker takes nothing from here.
 */
#define HIDDEN __attribute__((visibility("hidden")))

/* ProcessorFeatures.c */
int cs_processor_has_sha(void) HIDDEN;

void _nettle_sha1_compress_x86_64(uint32_t *state, const uint8_t *block) HIDDEN;
void _nettle_sha1_compress_sha_ni(uint32_t *state, const uint8_t *block) HIDDEN;
void _nettle_sha256_compress_x86_64(uint32_t *state, const uint8_t *block, const uint32_t *constants) HIDDEN;
void _nettle_sha256_compress_sha_ni(uint32_t *state, const uint8_t *block, const uint32_t *constants) HIDDEN;
void *_nettle_memxor_x86_64(void *to, const void *from, size_t length) HIDDEN;

void nettle_sha1_compress(uint32_t *state, const uint8_t *block) HIDDEN;
void _nettle_sha256_compress(uint32_t *state, const uint8_t *block, const uint32_t *constants) HIDDEN;
void *nettle_memxor(void *to, const void *from, size_t length) HIDDEN;

void nettle_sha1_compress(uint32_t *state, const uint8_t *block) {
    if (cs_processor_has_sha())
        _nettle_sha1_compress_sha_ni(state, block);
    else
        _nettle_sha1_compress_x86_64(state, block);
}

void _nettle_sha256_compress(uint32_t *state, const uint8_t *block, const uint32_t *constants) {
    if (cs_processor_has_sha())
        _nettle_sha256_compress_sha_ni(state, block, constants);
    else
        _nettle_sha256_compress_x86_64(state, block, constants);
}

void *nettle_memxor(void *to, const void *from, size_t length) { return _nettle_memxor_x86_64(to, from, length); }
#endif
#endif
