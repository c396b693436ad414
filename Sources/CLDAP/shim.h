/*
 * libldap, for the program that speaks to the directory, and linked into nothing else.
 *
 * Texts come as counted bytes that end in their only NUL. Results are result codes of LDAP (RFC 4511, appendix A), or
 * negative numbers of libldap. Nothing here is bounded in time: the caller bounds its whole process, since libldap
 * waits for names and for TLS as long as it takes, whatever its options say.
 */
#ifndef COUNTERSIGN_CLDAP_SHIM_H
#define COUNTERSIGN_CLDAP_SHIM_H

#include <lber.h>
#include <ldap.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    /* In bytes; a longer message ends the connection. */
    cs_ldap_largest_message = 131072,
    cs_ldap_page = 100,
    /* Besides libldap's own: what was said is not an answer. */
    cs_ldap_not_an_answer = -1000,
    cs_ldap_stopped = -1001,
    cs_ldap_no_text = -1002,
};

static inline char *cs_ldap_text(const uint8_t *bytes, size_t length) {
    if (length == 0 || bytes[length - 1] != 0 || memchr(bytes, 0, length - 1) != NULL) return NULL;
    return (char *)(uintptr_t)bytes;
}

/* ---- Connections ---- */

struct cs_ldap_link {
    int32_t code;
    int32_t was_reached; /* whether a connection stood before TLS began */
};

static inline int cs_ldap_reached(LDAP *handle, Sockbuf *socket, LDAPURLDesc *url, struct sockaddr *address,
                                  struct ldap_conncb *callback) {
    (void)handle, (void)socket, (void)url, (void)address;
    *(int32_t *)callback->lc_arg = 1;
    return 0;
}

static inline void cs_ldap_left(LDAP *handle, Sockbuf *socket, struct ldap_conncb *callback) {
    (void)handle, (void)socket, (void)callback;
}

/*
 * Neither a file nor a variable shall tell libldap anything. It loads all mechanisms of SASL that are installed, which
 * takes longer than a login's whole talk; so it finds none unless one is needed: there are none in this
 * folder, and for one that cannot be read libsasl would write into the log. EXTERNAL is none of them.
 */
static inline int32_t cs_ldap_begin(void) {
    if (setenv("LDAPNOINIT", "1", 1) != 0) return -1;
    return setenv("SASL_PATH", "/", 1);
}

/* In place of the above: for a bind with a key of this file, and a ticket that is in no file. */
static inline int32_t cs_ldap_begin_kerberos(const uint8_t *keytab, size_t length) {
    const char *path = cs_ldap_text(keytab, length);
    if (path == NULL || setenv("LDAPNOINIT", "1", 1) != 0) return -1;
    if (setenv("KRB5_CLIENT_KTNAME", path, 1) != 0) return -1;
    return setenv("KRB5CCNAME", "MEMORY:countersign", 1);
}

/* TLS 1.2 at least. Over GnuTLS libldap takes the option for that, and does nothing about it. */
static inline int cs_ldap_forbid_old_tls(LDAP *handle) {
    const int oldest = LDAP_OPT_X_TLS_PROTOCOL_TLS1_2;
    char *package = NULL;
    int code = ldap_get_option(handle, LDAP_OPT_X_TLS_PACKAGE, &package);
    if (code == 0 && package != NULL && strcmp(package, "GnuTLS") == 0)
        code = ldap_set_option(handle, LDAP_OPT_X_TLS_CIPHER_SUITE, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2");
    ldap_memfree(package);
    return code == 0 ? ldap_set_option(handle, LDAP_OPT_X_TLS_PROTOCOL_MIN, &oldest) : code;
}

/* Without an authority there is no TLS: for a socket of this machine. */
static inline int32_t cs_ldap_configure(LDAP *handle, const char *authority) {
    const int version = LDAP_VERSION3, demand = LDAP_OPT_X_TLS_HARD, client = 0;
    int code = ldap_set_option(handle, LDAP_OPT_PROTOCOL_VERSION, &version);
    if (code == 0) code = ldap_set_option(handle, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
    if (code == 0) code = ldap_set_option(handle, LDAP_OPT_RESTART, LDAP_OPT_ON);
    if (authority == NULL) return code;
    if (code == 0) code = ldap_set_option(handle, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
    if (code == 0) code = cs_ldap_forbid_old_tls(handle);
    if (code == 0) code = ldap_set_option(handle, LDAP_OPT_X_TLS_CACERTFILE, authority);
    return code == 0 ? ldap_set_option(handle, LDAP_OPT_X_TLS_NEWCTX, &client) : code;
}

/*
 * Everything up to connecting, with what has to be read from files for it; NULL where that cannot be had. An empty
 * authority means the certificates that the system trusts.
 */
static inline LDAP *cs_ldap_prepare(const uint8_t *url, size_t url_length, const uint8_t *authority,
                                    size_t authority_length) {
    ber_len_t largest = cs_ldap_largest_message;
    Sockbuf *socket = NULL;
    LDAP *handle = NULL;
    const char *file = cs_ldap_text(authority, authority_length), *place = cs_ldap_text(url, url_length);
    if (file == NULL || place == NULL) return NULL;
    /* Debian's libldap trusts what the system trusts only where it is told of it. */
    if (*file == 0) file = "/etc/ssl/certs/ca-certificates.crt";
    if (strncmp(place, "ldapi:", 6) == 0) file = NULL;
    int code = ldap_initialize(&handle, place);
    if (code == 0) code = cs_ldap_configure(handle, file);
    if (code == 0) code = ldap_get_option(handle, LDAP_OPT_SOCKBUF, &socket);
    if (code == 0 && ber_sockbuf_ctrl(socket, LBER_SB_OPT_SET_MAX_INCOMING, &largest) == 1) return handle;
    if (handle != NULL) ldap_unbind_ext(handle, NULL, NULL);
    return NULL;
}

/* Connects, and has TLS prove who answers. */
static inline struct cs_ldap_link cs_ldap_connect(LDAP *handle) {
    static int32_t was_reached;
    static struct ldap_conncb callback = {cs_ldap_reached, cs_ldap_left, &was_reached};
    struct cs_ldap_link link = {0, 0};
    was_reached = 0;
    link.code = ldap_set_option(handle, LDAP_OPT_CONNECT_CB, &callback);
    if (link.code == 0) link.code = ldap_connect(handle);
    link.was_reached = was_reached;
    return link;
}

static inline void cs_ldap_disconnect(LDAP *handle) { ldap_unbind_ext(handle, NULL, NULL); }

static inline int32_t cs_ldap_bind_password(LDAP *handle, const uint8_t *name, size_t name_length,
                                            const uint8_t *password, size_t password_length) {
    struct berval credentials = {password_length, (char *)(uintptr_t)password};
    const char *who = cs_ldap_text(name, name_length);
    /* Without a password the server would let it in as nobody (RFC 4513 5.1.2). */
    if (who == NULL || *who == 0 || password_length == 0) return cs_ldap_no_text;
    return ldap_sasl_bind_s(handle, who, LDAP_SASL_SIMPLE, &credentials, NULL, NULL, NULL);
}

static inline int32_t cs_ldap_bind_external(LDAP *handle) {
    struct berval credentials = {0, (char *)(uintptr_t) ""};
    return ldap_sasl_bind_s(handle, NULL, "EXTERNAL", &credentials, NULL, NULL, NULL);
}

static inline int cs_ldap_no_interaction(LDAP *handle, unsigned flags, void *defaults, void *interact) {
    (void)handle, (void)flags, (void)defaults, (void)interact;
    return LDAP_SUCCESS;
}

/* With the key that was named at the beginning. TLS protects what follows, so no layer of GSSAPI does. */
static inline int32_t cs_ldap_bind_kerberos(LDAP *handle) {
    int code = ldap_set_option(handle, LDAP_OPT_X_SASL_NOCANON, LDAP_OPT_ON);
    if (code == 0) code = ldap_set_option(handle, LDAP_OPT_X_SASL_SECPROPS, "maxssf=0");
    if (code != 0) return code;
    return ldap_sasl_interactive_bind_s(handle, NULL, "GSSAPI", NULL, NULL, LDAP_SASL_QUIET, cs_ldap_no_interaction,
                                        NULL);
}

/* ---- Reading ---- */

/* Is told each value with its attribute, and when the entry is over; 0 stops the reading. */
struct cs_ldap_reader {
    void *context;
    int (*value)(void *context, const char *attribute, const uint8_t *bytes, size_t length);
    int (*finish)(void *context);
};

enum { cs_ldap_most_attributes = 8 };

/* Names of attributes, each with its NUL behind it. */
static inline int cs_ldap_split(const uint8_t *names, size_t length, char *list[cs_ldap_most_attributes + 1]) {
    size_t count = 0;
    if (length == 0 || names[length - 1] != 0) return 0;
    for (size_t start = 0; start < length; start += strlen((const char *)names + start) + 1) {
        if (count == cs_ldap_most_attributes) return 0;
        list[count++] = (char *)(uintptr_t)names + start;
    }
    list[count] = NULL;
    return 1;
}

/* Asks for one entry, if a filter holds for it; an empty one always does. */
static inline int32_t cs_ldap_ask(LDAP *handle, const uint8_t *name, size_t name_length, const uint8_t *filter,
                                  size_t filter_length, const uint8_t *attributes, size_t attributes_length,
                                  int32_t *message) {
    char *list[cs_ldap_most_attributes + 1], *base = cs_ldap_text(name, name_length);
    const char *condition = cs_ldap_text(filter, filter_length);
    if (base == NULL || condition == NULL || !cs_ldap_split(attributes, attributes_length, list))
        return cs_ldap_no_text;
    if (*condition == 0) condition = NULL;
    return ldap_search_ext(handle, base, LDAP_SCOPE_BASE, condition, list, 0, NULL, NULL, NULL, 0, message);
}

static inline int cs_ldap_tell_values(LDAP *handle, LDAPMessage *entry, const char *attribute,
                                      const struct cs_ldap_reader *reader) {
    struct berval **values = ldap_get_values_len(handle, entry, attribute);
    int goes_on = 1;
    for (size_t index = 0; goes_on && values != NULL && values[index] != NULL; index++)
        goes_on = reader->value(reader->context, attribute, (const uint8_t *)values[index]->bv_val,
                                values[index]->bv_len);
    ldap_value_free_len(values);
    return goes_on;
}

static inline int cs_ldap_tell(LDAP *handle, LDAPMessage *entry, const struct cs_ldap_reader *reader) {
    BerElement *place = NULL;
    int goes_on = 1;
    char *attribute = ldap_first_attribute(handle, entry, &place);
    while (attribute != NULL) {
        if (goes_on) goes_on = cs_ldap_tell_values(handle, entry, attribute, reader);
        ldap_memfree(attribute);
        attribute = goes_on ? ldap_next_attribute(handle, entry, place) : NULL;
    }
    ber_free(place, 0);
    return goes_on && reader->finish(reader->context);
}

/* Why there is no result; never success. */
static inline int32_t cs_ldap_trouble(LDAP *handle) {
    int code = LDAP_OTHER;
    ldap_get_option(handle, LDAP_OPT_RESULT_CODE, &code);
    return code == 0 ? LDAP_SERVER_DOWN : code;
}

/* Takes what answers a search, up to its result, which the caller frees unless the code is negative. */
static inline int32_t cs_ldap_take(LDAP *handle, int32_t message, size_t most, const struct cs_ldap_reader *reader,
                                   LDAPMessage **result) {
    for (size_t count = 0;;) {
        LDAPMessage *part = NULL;
        int kind = ldap_result(handle, message, LDAP_MSG_ONE, NULL, &part), code = 0;
        if (kind <= 0) return cs_ldap_trouble(handle);
        if (kind == LDAP_RES_SEARCH_RESULT) {
            *result = part;
            return 0;
        }
        if (kind != LDAP_RES_SEARCH_ENTRY || ++count > most) code = cs_ldap_not_an_answer;
        if (code == 0 && !cs_ldap_tell(handle, part, reader)) code = cs_ldap_stopped;
        ldap_msgfree(part);
        if (code != 0) return code;
    }
}

/* Waits for the entry that was asked for. */
static inline int32_t cs_ldap_await(LDAP *handle, int32_t message, const struct cs_ldap_reader *reader) {
    LDAPMessage *result = NULL;
    int code = LDAP_OTHER;
    int32_t trouble = cs_ldap_take(handle, message, 1, reader, &result);
    if (trouble != 0) return trouble;
    int parsed = ldap_parse_result(handle, result, &code, NULL, NULL, NULL, NULL, 1);
    return parsed == 0 ? code : parsed;
}

static inline int32_t cs_ldap_next_page(LDAP *handle, const char *base, char **attributes, struct berval *cookie,
                                        const struct cs_ldap_reader *reader) {
    LDAPControl *page = NULL, **answers = NULL;
    LDAPMessage *result = NULL;
    ber_int_t estimate = 0;
    int message = 0, ended = LDAP_OTHER;
    int code = ldap_create_page_control(handle, cs_ldap_page, cookie, 1, &page);
    LDAPControl *controls[] = {page, NULL};
    if (code == 0)
        code = ldap_search_ext(handle, base, LDAP_SCOPE_SUBTREE, "(objectClass=countersignUser)", attributes, 0,
                               controls, NULL, NULL, 0, &message);
    if (code == 0) code = cs_ldap_take(handle, message, cs_ldap_page, reader, &result);
    if (code == 0) code = ldap_parse_result(handle, result, &ended, NULL, NULL, NULL, &answers, 1);
    if (code == 0) code = ended;
    free(cookie->bv_val);
    cookie->bv_val = NULL;
    cookie->bv_len = 0;
    LDAPControl *answer = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, answers, NULL);
    if (code == 0 && answer == NULL) code = cs_ldap_not_an_answer;
    if (code == 0) code = ldap_parse_pageresponse_control(handle, answer, &estimate, cookie);
    ldap_controls_free(answers);
    ldap_control_free(page);
    return code;
}

/* All users below an entry, page by page (RFC 2696); `turn` is called before each page. */
static inline int32_t cs_ldap_list(LDAP *handle, const uint8_t *base, size_t base_length, const uint8_t *attributes,
                                   size_t attributes_length, void (*turn)(void), const struct cs_ldap_reader *reader) {
    struct berval cookie = {0, NULL};
    char *list[cs_ldap_most_attributes + 1], *name = cs_ldap_text(base, base_length);
    if (name == NULL || !cs_ldap_split(attributes, attributes_length, list)) return cs_ldap_no_text;
    int32_t code;
    do {
        turn();
        code = cs_ldap_next_page(handle, name, list, &cookie, reader);
    } while (code == 0 && cookie.bv_len > 0);
    free(cookie.bv_val);
    return code;
}

/* ---- Changing ---- */

/* A value; none where `bytes` is null. */
struct cs_ldap_bytes {
    const uint8_t *bytes;
    size_t length;
};

struct cs_ldap_change {
    LDAPMod part;
    struct berval value;
    struct berval *values[2];
};

static inline void cs_ldap_set(struct cs_ldap_change *change, int kind, const char *attribute,
                               struct cs_ldap_bytes value) {
    change->value.bv_val = (char *)(uintptr_t)value.bytes;
    change->value.bv_len = value.length;
    change->values[0] = &change->value;
    change->values[1] = NULL;
    change->part.mod_op = kind | LDAP_MOD_BVALUES;
    change->part.mod_type = (char *)(uintptr_t)attribute;
    change->part.mod_bvalues = change->values;
}

/* What there is to write of a user: record or state may be left out. */
struct cs_ldap_user {
    struct cs_ldap_bytes generation;
    struct cs_ldap_bytes record;
    struct cs_ldap_bytes state;
};

/*
 * Changes a user whose generation is still `old`, in one operation. Otherwise nothing changes, and the result is
 * noSuchAttribute.
 */
static inline int32_t cs_ldap_modify(LDAP *handle, const uint8_t *name, size_t name_length, struct cs_ldap_bytes old,
                                     struct cs_ldap_user user) {
    struct cs_ldap_change changes[4];
    LDAPMod *list[5] = {NULL};
    size_t count = 0;
    const char *entry = cs_ldap_text(name, name_length);
    if (entry == NULL) return cs_ldap_no_text;
    cs_ldap_set(&changes[count++], LDAP_MOD_DELETE, "countersignGeneration", old);
    cs_ldap_set(&changes[count++], LDAP_MOD_ADD, "countersignGeneration", user.generation);
    if (user.state.bytes != NULL) cs_ldap_set(&changes[count++], LDAP_MOD_REPLACE, "countersignState", user.state);
    if (user.record.bytes != NULL) cs_ldap_set(&changes[count++], LDAP_MOD_REPLACE, "countersignRecord", user.record);
    for (size_t index = 0; index < count; index++) list[index] = &changes[index].part;
    return ldap_modify_ext_s(handle, entry, list, NULL, NULL);
}

static inline int32_t cs_ldap_add(LDAP *handle, const uint8_t *name, size_t name_length, struct cs_ldap_bytes key,
                                  struct cs_ldap_user user) {
    static const char kind[] = "countersignUser";
    struct cs_ldap_change changes[5];
    LDAPMod *list[6] = {NULL};
    const char *entry = cs_ldap_text(name, name_length);
    if (entry == NULL) return cs_ldap_no_text;
    cs_ldap_set(&changes[0], LDAP_MOD_ADD, "objectClass",
                (struct cs_ldap_bytes){(const uint8_t *)kind, sizeof kind - 1});
    cs_ldap_set(&changes[1], LDAP_MOD_ADD, "countersignName", key);
    cs_ldap_set(&changes[2], LDAP_MOD_ADD, "countersignGeneration", user.generation);
    cs_ldap_set(&changes[3], LDAP_MOD_ADD, "countersignRecord", user.record);
    cs_ldap_set(&changes[4], LDAP_MOD_ADD, "countersignState", user.state);
    for (size_t index = 0; index < 5; index++) list[index] = &changes[index].part;
    return ldap_add_ext_s(handle, entry, list, NULL, NULL);
}

/* Removes a user for whom a filter still holds (RFC 4528). */
static inline int32_t cs_ldap_remove(LDAP *handle, const uint8_t *name, size_t name_length, const uint8_t *filter,
                                     size_t filter_length) {
    LDAPControl *assertion = NULL;
    char *entry = cs_ldap_text(name, name_length), *condition = cs_ldap_text(filter, filter_length);
    if (entry == NULL || condition == NULL) return cs_ldap_no_text;
    int code = ldap_create_assertion_control(handle, condition, 1, &assertion);
    LDAPControl *controls[] = {assertion, NULL};
    if (code == 0) code = ldap_delete_ext_s(handle, entry, controls, NULL);
    ldap_control_free(assertion);
    return code;
}

/* ---- Changing anything, for administrators ---- */

enum { cs_ldap_most_changes = 32 };

/* Parts of a change, or attributes of a new entry; each is copied. */
struct cs_ldap_changes {
    LDAPMod *list[cs_ldap_most_changes + 1];
    size_t count;
};

/* Begins the next part; `kind` is 0 to add, 1 to delete, 2 to replace. */
static inline int32_t cs_ldap_begin_change(struct cs_ldap_changes *changes, int32_t kind, const uint8_t *attribute,
                                           size_t length) {
    const char *name = cs_ldap_text(attribute, length);
    if (name == NULL || changes->count == cs_ldap_most_changes) return cs_ldap_no_text;
    LDAPMod *part = ber_memcalloc(1, sizeof *part);
    if (part == NULL) return LDAP_NO_MEMORY;
    part->mod_op = kind | LDAP_MOD_BVALUES;
    part->mod_type = ber_strdup(name);
    changes->list[changes->count++] = part;
    return part->mod_type == NULL ? LDAP_NO_MEMORY : 0;
}

/* Adds a value to the part that was begun last. */
static inline int32_t cs_ldap_add_value(struct cs_ldap_changes *changes, const uint8_t *bytes, size_t length) {
    if (changes->count == 0) return cs_ldap_no_text;
    struct berval *value = ber_mem2bv((const char *)bytes, length, 1, NULL);
    if (value == NULL) return LDAP_NO_MEMORY;
    return ber_bvecadd(&changes->list[changes->count - 1]->mod_bvalues, value) < 0 ? LDAP_NO_MEMORY : 0;
}

/*
 * A server that has a copy says so with a referral, and does not pass the change on (draft-sermersheim-ldap-chaining,
 * which slapd knows; others leave it out of account, and refer or refuse by themselves).
 */
static inline int32_t cs_ldap_apply(LDAP *handle, const uint8_t *name, size_t length, struct cs_ldap_changes *changes,
                                    int32_t is_new) {
    static char referrals_required[5] = {0x30, 3, 0x0A, 1, LDAP_REFERRALS_REQUIRED};
    LDAPControl here = {LDAP_CONTROL_X_CHAINING_BEHAVIOR, {sizeof referrals_required, referrals_required}, 0};
    LDAPControl *controls[] = {&here, NULL};
    const char *entry = cs_ldap_text(name, length);
    if (entry == NULL) return cs_ldap_no_text;
    if (is_new) return ldap_add_ext_s(handle, entry, changes->list, controls, NULL);
    return ldap_modify_ext_s(handle, entry, changes->list, controls, NULL);
}

static inline void cs_ldap_free_changes(struct cs_ldap_changes *changes) {
    for (size_t index = 0; index < changes->count; index++) {
        ber_memfree(changes->list[index]->mod_type);
        ber_bvecfree(changes->list[index]->mod_bvalues);
        ber_memfree(changes->list[index]);
    }
    changes->count = 0;
}

/* What the server has said to the last result. Returns how many bytes there were room for. */
static inline size_t cs_ldap_remark(LDAP *handle, uint8_t *room, size_t capacity) {
    char *text = NULL;
    if (ldap_get_option(handle, LDAP_OPT_DIAGNOSTIC_MESSAGE, &text) != 0 || text == NULL) return 0;
    size_t length = strnlen(text, capacity);
    memcpy(room, text, length);
    ldap_memfree(text);
    return length;
}

#endif
