/*
 * Accounts and groups as a whole, for reports. The module calls nothing of this: walking through a directory can take
 * minutes.
 */
#ifndef COUNTERSIGN_CPOSIX_LISTING_H
#define COUNTERSIGN_CPOSIX_LISTING_H

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Bytes that grow; after a failure data is null and stays so. */
struct cs_bytes {
    uint8_t *data;
    size_t length;
    size_t capacity;
    int32_t error;
};

static inline void cs_bytes_add(struct cs_bytes *bytes, const void *data, size_t length) {
    if (bytes->error != 0) return;
    if (bytes->length + length > bytes->capacity) {
        size_t capacity = (bytes->capacity + length) * 2;
        uint8_t *larger = realloc(bytes->data, capacity);
        if (larger == NULL) {
            free(bytes->data);
            bytes->data = NULL;
            bytes->length = 0;
            bytes->error = -ENOMEM;
            return;
        }
        bytes->data = larger;
        bytes->capacity = capacity;
    }
    memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
}

/* Four bytes, the lowest first. */
static inline void cs_bytes_add_number(struct cs_bytes *bytes, uint32_t number) {
    uint8_t parts[4] = {(uint8_t)number, (uint8_t)(number >> 8), (uint8_t)(number >> 16), (uint8_t)(number >> 24)};
    cs_bytes_add(bytes, parts, sizeof parts);
}

static inline void cs_bytes_free(struct cs_bytes *bytes) {
    free(bytes->data);
    bytes->data = NULL;
    bytes->length = 0;
}

/* Whether the shell lets somebody in: none means /bin/sh, and these two are there to refuse. */
static inline uint8_t cs_is_login_shell(const char *shell) {
    if (shell == NULL || *shell == '\0') return 1;
    const char *name = strrchr(shell, '/');
    name = name == NULL ? shell : name + 1;
    return strcmp(name, "nologin") != 0 && strcmp(name, "false") != 0;
}

/* Uid and gid (4 bytes each), one byte that is 1 for a shell that lets somebody in, and the name with its NUL. */
static inline void cs_bytes_add_account(struct cs_bytes *bytes, const struct passwd *entry) {
    uint8_t has_shell = cs_is_login_shell(entry->pw_shell);
    cs_bytes_add_number(bytes, (uint32_t)entry->pw_uid);
    cs_bytes_add_number(bytes, (uint32_t)entry->pw_gid);
    cs_bytes_add(bytes, &has_shell, 1);
    cs_bytes_add(bytes, entry->pw_name, strlen(entry->pw_name) + 1);
}

/* All accounts that the name service enumerates, one behind another. */
static inline struct cs_bytes cs_accounts(void) {
    struct cs_bytes bytes = {0};
    setpwent();
    for (;;) {
        errno = 0;
        struct passwd *entry = getpwent();
        if (entry == NULL) break;
        cs_bytes_add_account(&bytes, entry);
    }
    /* ENOENT is how some services say that this was the last one. */
    int error = errno == ENOENT ? 0 : errno;
    endpwent();
    if (error != 0 && bytes.error == 0) {
        cs_bytes_free(&bytes);
        bytes.error = -error;
    }
    return bytes;
}

/* Turns what getpwnam(3) and getgrnam(3) may leave in errno for an unknown name into ENOENT. */
static inline int32_t cs_missing(int error) {
    return error == 0 || error == ESRCH || error == EBADF || error == EPERM ? -ENOENT : -error;
}

/* Whether the bytes end in their only NUL. */
static inline int cs_is_name(const uint8_t *name, size_t length) {
    return length > 0 && memchr(name, 0, length) == name + length - 1;
}

/* One account; error is -ENOENT for an unknown name. */
static inline struct cs_bytes cs_listed_account(const uint8_t *name, size_t length) {
    struct cs_bytes bytes = {0};
    errno = 0;
    struct passwd *entry = cs_is_name(name, length) ? getpwnam((const char *)name) : NULL;
    if (entry != NULL) {
        cs_bytes_add_account(&bytes, entry);
    } else {
        bytes.error = cs_missing(errno);
    }
    return bytes;
}

/* The gid of a group (4 bytes) and then its members, each with its NUL; error is -ENOENT for an unknown name. */
static inline struct cs_bytes cs_group_members(const uint8_t *name, size_t length) {
    struct cs_bytes bytes = {0};
    errno = 0;
    struct group *entry = cs_is_name(name, length) ? getgrnam((const char *)name) : NULL;
    if (entry == NULL) {
        bytes.error = cs_missing(errno);
        return bytes;
    }
    cs_bytes_add_number(&bytes, (uint32_t)entry->gr_gid);
    for (char **member = entry->gr_mem; member != NULL && *member != NULL; member++)
        cs_bytes_add(&bytes, *member, strlen(*member) + 1);
    return bytes;
}

#endif
