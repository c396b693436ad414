/* What the parts of CFido2 share. */
#ifndef COUNTERSIGN_CFIDO2_KEYS_H
#define COUNTERSIGN_CFIDO2_KEYS_H

#include "CFido2.h"

#include <fido.h>

/* The opened key of a number; NULL for none. */
fido_dev_t *cs_key_of(int32_t key);

/* The text of `length` bytes, for free; NULL for one that has a NUL. */
char *cs_key_text(const uint8_t *bytes, size_t length);

/* Wipes and frees; NULL is right, too. */
void cs_key_forget(char *text);

/* Milliseconds, of no particular beginning. */
int64_t cs_key_now(void);

/* What an error of libfido2 means for an operation that began at `start` and had so many milliseconds. */
enum cs_key_result cs_key_result_of(int error, int64_t start, int32_t milliseconds);

/* Keeps bytes that libfido2 owns; 0 where there is no room. */
int cs_key_keep(struct cs_key_bytes *kept, const unsigned char *bytes, size_t length);

#endif
