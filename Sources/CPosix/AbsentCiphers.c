#if defined(COUNTERSIGN_MODULE) && defined(__x86_64__)
/*
 * nettle chooses when it is loaded among implementations of AES, of its CBC mode and of GHASH. So whoever links its
 * SHA-256 statically links all of these too, 17 KB that no login calls, loaded into every program that asks for a code.
 * These stand in their places, and the linker takes nothing for them out of the archive.
 *
 * Nothing can reach them: the module has none of nettle's functions that use a cipher but ChaCha20 (PAMTests look that
 * up in the shipped file). If one came in, its first use would end the process instead of hiding nothing.
 */
static void cs_absent_cipher(void) { __builtin_trap(); }

#define ABSENT(name) \
    void name(void) __attribute__((alias("cs_absent_cipher"), visibility("hidden")))
#define ABSENT_AES(size, way) \
    ABSENT(_nettle_aes##size##_##way##_aesni); \
    ABSENT(_nettle_aes##size##_##way##_c)
#define ABSENT_CBC(size) \
    ABSENT(_nettle_cbc_aes##size##_encrypt_aesni); \
    ABSENT(_nettle_cbc_aes##size##_encrypt_c)

ABSENT_AES(128, decrypt);
ABSENT_AES(128, encrypt);
ABSENT_AES(192, decrypt);
ABSENT_AES(192, encrypt);
ABSENT_AES(256, decrypt);
ABSENT_AES(256, encrypt);
ABSENT_CBC(128);
ABSENT_CBC(192);
ABSENT_CBC(256);
ABSENT(_nettle_ghash_set_key_c);
ABSENT(_nettle_ghash_set_key_pclmul);
ABSENT(_nettle_ghash_update_pclmul);
ABSENT(_nettle_ghash_update_table);
#endif
