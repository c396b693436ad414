/*
 * libqrencode and libpng; used by the CLI only, never linked into the module.
 *
 * Swift cannot build a symbol of several segments and read errno in one step, nor use libpng's macros, so both are
 * wrapped here. libqrencode copies the text into buffers of its own that it frees without wiping; nothing outside
 * the library can reach those, which is one reason why only a short-lived command draws symbols.
 */
#ifndef COUNTERSIGN_CQRENCODE_SHIM_H
#define COUNTERSIGN_CQRENCODE_SHIM_H

#include <errno.h>
#include <png.h>
#include <qrencode.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A symbol, or null and a positive errno: ERANGE when the text does not fit into version 40. */
struct cs_qr_result {
    QRcode *symbol;
    int32_t error;
};

static inline int cs_qr_append(QRinput *input, QRencodeMode mode, const uint8_t *text, size_t length) {
    return length == 0 ? 0 : QRinput_append(input, mode, (int)length, text);
}

/*
 * The smallest symbol at level L for `text`, of which the bytes from `start` up to `end` are of the alphanumeric set
 * and are packed as such.
 */
static inline struct cs_qr_result cs_qr_encode(const uint8_t *text, size_t length, size_t start, size_t end) {
    struct cs_qr_result result = {NULL, EINVAL};
    if (length == 0 || start > end || end > length) return result;
    QRinput *input = QRinput_new2(0, QR_ECLEVEL_L);
    if (input == NULL) {
        result.error = errno;
        return result;
    }
    if (cs_qr_append(input, QR_MODE_8, text, start) == 0 &&
        cs_qr_append(input, QR_MODE_AN, text + start, end - start) == 0 &&
        cs_qr_append(input, QR_MODE_8, text + end, length - end) == 0)
        result.symbol = QRcode_encodeInput(input);
    result.error = result.symbol == NULL ? errno : 0;
    QRinput_free(input);
    return result;
}

static inline size_t cs_qr_module_count(const QRcode *symbol) { return (size_t)symbol->width * (size_t)symbol->width; }

/* The lowest bit says dark; the others say which part of the symbol the module belongs to. */
static inline uint8_t cs_qr_is_dark(const QRcode *symbol, size_t module) { return symbol->data[module] & 1; }

static inline void cs_qr_wipe_and_free(QRcode *symbol) {
    explicit_bzero(symbol->data, cs_qr_module_count(symbol));
    QRcode_free(symbol);
}

/*
 * Compresses a square grey picture, one byte a pixel, 0 black. Gives the size of the PNG file, or 0 for a failure;
 * writes nothing but the size when `file` is null.
 */
static inline size_t cs_png_encode(const uint8_t *pixels, uint32_t side, uint8_t *file, size_t capacity) {
    png_image image;
    png_alloc_size_t size = capacity;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = side;
    image.height = side;
    image.format = PNG_FORMAT_GRAY;
    int done = png_image_write_to_memory(&image, file, &size, 0, pixels, (png_int_32)side, NULL);
    png_image_free(&image);
    return done ? size : 0;
}

#endif
