/*
 * expat; used by the CLI only, never linked into the module.
 *
 * One call reads a whole document of UTF-8 and tells of it element by element. What expat copies of the document goes
 * through an allocator that wipes: a document may hold keys. A document type declaration ends the reading, so there
 * are no entities but the five of XML itself.
 */
#ifndef COUNTERSIGN_CEXPAT_SHIM_H
#define COUNTERSIGN_CEXPAT_SHIM_H

#include <expat.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A name is its namespace, this byte, and the local name; without a namespace, the local name alone. */
enum { cs_xml_separator = '\n' };

/* Why a reading ended. */
enum cs_xml_end { cs_xml_done, cs_xml_malformed, cs_xml_doctype, cs_xml_stopped, cs_xml_no_memory };

struct cs_xml_result {
    enum cs_xml_end end;
    /* Where it ended, from 1. */
    uint64_t line;
    /* What expat says of a malformed document: a constant text, or null. */
    const char *reason;
};

/* Each is told what stands there, with its length, and gives 0 to stop the reading. */
struct cs_xml_handlers {
    void *context;
    int (*start)(void *context, const uint8_t *name, size_t length, uint64_t line);
    int (*attribute)(void *context, const uint8_t *name, size_t name_length, const uint8_t *value, size_t value_length);
    int (*text)(void *context, const uint8_t *text, size_t length);
    int (*finish)(void *context);
};

struct cs_xml_reading {
    XML_Parser parser;
    const struct cs_xml_handlers *handlers;
    int has_doctype, is_stopped;
};

/* A block begins with its size, so that it can be wiped; the head keeps the alignment of malloc. */
union cs_xml_head {
    size_t size;
    max_align_t alignment;
};

static inline void *cs_xml_allocate(size_t size) {
    union cs_xml_head *head;
    if (size > SIZE_MAX - sizeof *head || (head = malloc(sizeof *head + size)) == NULL) return NULL;
    head->size = size;
    return head + 1;
}

static inline void cs_xml_free(void *block) {
    if (block == NULL) return;
    union cs_xml_head *head = (union cs_xml_head *)block - 1;
    explicit_bzero(block, head->size);
    free(head);
}

static inline void *cs_xml_reallocate(void *block, size_t size) {
    void *other = cs_xml_allocate(size);
    if (block == NULL || other == NULL) return other;
    size_t old = ((union cs_xml_head *)block - 1)->size;
    memcpy(other, block, old < size ? old : size);
    cs_xml_free(block);
    return other;
}

static inline void cs_xml_stop_unless(struct cs_xml_reading *reading, int goes_on) {
    if (goes_on) return;
    reading->is_stopped = 1;
    XML_StopParser(reading->parser, XML_FALSE);
}

static inline void cs_xml_on_start(void *data, const XML_Char *name, const XML_Char **attributes) {
    struct cs_xml_reading *reading = data;
    const struct cs_xml_handlers *to = reading->handlers;
    if (reading->is_stopped) return;
    cs_xml_stop_unless(reading, to->start(to->context, (const uint8_t *)name, strlen(name),
                                          XML_GetCurrentLineNumber(reading->parser)));
    for (; attributes[0] != NULL && !reading->is_stopped; attributes += 2)
        cs_xml_stop_unless(reading, to->attribute(to->context, (const uint8_t *)attributes[0], strlen(attributes[0]),
                                                  (const uint8_t *)attributes[1], strlen(attributes[1])));
}

static inline void cs_xml_on_end(void *data, const XML_Char *name) {
    struct cs_xml_reading *reading = data;
    (void)name;
    if (!reading->is_stopped) cs_xml_stop_unless(reading, reading->handlers->finish(reading->handlers->context));
}

static inline void cs_xml_on_text(void *data, const XML_Char *text, int length) {
    struct cs_xml_reading *reading = data;
    if (reading->is_stopped || length <= 0) return;
    cs_xml_stop_unless(
        reading, reading->handlers->text(reading->handlers->context, (const uint8_t *)text, (size_t)length));
}

static inline void cs_xml_on_doctype(void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public,
                                     int has_internal_subset) {
    struct cs_xml_reading *reading = data;
    (void)name, (void)system, (void)public, (void)has_internal_subset;
    reading->has_doctype = 1;
    cs_xml_stop_unless(reading, 0);
}

/* The encoding is given here, so that another one in the document's declaration does not count. */
static inline struct cs_xml_result cs_xml_read(const uint8_t *bytes, size_t length,
                                               const struct cs_xml_handlers *handlers) {
    static const XML_Memory_Handling_Suite memory = {cs_xml_allocate, cs_xml_reallocate, cs_xml_free};
    static const XML_Char separator[] = {cs_xml_separator, 0};
    struct cs_xml_result result = {cs_xml_no_memory, 1, NULL};
    struct cs_xml_reading reading = {NULL, handlers, 0, 0};
    if (length > INT_MAX || (reading.parser = XML_ParserCreate_MM("UTF-8", &memory, separator)) == NULL) return result;
    XML_SetUserData(reading.parser, &reading);
    XML_SetElementHandler(reading.parser, cs_xml_on_start, cs_xml_on_end);
    XML_SetCharacterDataHandler(reading.parser, cs_xml_on_text);
    XML_SetStartDoctypeDeclHandler(reading.parser, cs_xml_on_doctype);
    enum XML_Status status = XML_Parse(reading.parser, (const char *)bytes, (int)length, XML_TRUE);
    enum XML_Error error = status == XML_STATUS_OK ? XML_ERROR_NONE : XML_GetErrorCode(reading.parser);
    result.line = XML_GetCurrentLineNumber(reading.parser);
    if (reading.has_doctype) result.end = cs_xml_doctype;
    else if (reading.is_stopped) result.end = cs_xml_stopped;
    else if (status == XML_STATUS_OK) result.end = cs_xml_done;
    else if (error != XML_ERROR_NO_MEMORY) result.end = cs_xml_malformed;
    if (result.end == cs_xml_malformed) result.reason = XML_ErrorString(error);
    XML_ParserFree(reading.parser);
    return result;
}

#endif
