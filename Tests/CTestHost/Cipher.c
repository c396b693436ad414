#include "CTestHost.h"

#include <nettle/aes.h>

void cs_host_aes128_encrypt(const uint8_t *key, const uint8_t *plain, uint8_t *cipher) {
    struct aes128_ctx context;
    aes128_set_encrypt_key(&context, key);
    aes128_encrypt(&context, AES_BLOCK_SIZE, cipher, plain);
}
