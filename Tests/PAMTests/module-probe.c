/*
 * Loads the module as an application does and says what it left behind: one `name=value` line each.
 *
 *   module-probe MODULE CONFDIR SERVICE USER ANSWER SECRET...
 *
 * ANSWER and each SECRET are hexadecimal with every bit turned over, so that they are in this process as they are only
 * if the module left them there.
 *
 * A process of its own, because a test program has threads and descriptors of its own.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <malloc.h>
#include <security/pam_appl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int entries(const char *path) {
    int count = 0;
    DIR *directory = opendir(path);
    if (directory == NULL) return -1;
    while (readdir(directory) != NULL) count++;
    closedir(directory);
    return count;
}

static int handlers(void) {
    int count = 0;
    for (int number = 1; number < NSIG; number++) {
        struct sigaction action;
        if (sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_DFL) count++;
    }
    return count;
}

enum { most_secrets = 8 };

/* The first one is the answer. */
static struct {
    unsigned char complement[64];
    size_t size;
    int freed;
} secrets[most_secrets];
static int secret_count;

/* The answer, in memory that belongs to whoever asked. */
static char *typed(void) {
    char *text = calloc(1, secrets[0].size + 1);
    for (size_t i = 0; text != NULL && i < secrets[0].size; i++) text[i] = (char)~secrets[0].complement[i];
    return text;
}

static int answer(int count, const struct pam_message **messages, struct pam_response **responses, void *data) {
    (void)data;
    struct pam_response *all = calloc((size_t)count, sizeof *all);
    if (all == NULL) return PAM_BUF_ERR;
    for (int i = 0; i < count; i++)
        if (messages[i]->msg_style == PAM_PROMPT_ECHO_OFF) all[i].resp = typed();
    *responses = all;
    return PAM_SUCCESS;
}

static int authenticate(char **arguments) {
    struct pam_conv conversation = {.conv = answer};
    pam_handle_t *handle = NULL;
    int code = pam_start_confdir(arguments[3], arguments[4], &conversation, arguments[2], &handle);
    if (code == PAM_SUCCESS) code = pam_authenticate(handle, 0);
    pam_end(handle, code);
    return code;
}

/* Whether a secret begins here, as it is or mixed with one of the pads of HMAC. */
static int begins(int secret, const unsigned char *at) {
    static const unsigned char masks[] = {0, 0x36, 0x5c};
    for (size_t mask = 0; mask < sizeof masks; mask++) {
        size_t same = 0;
        while (same < secrets[secret].size &&
               (unsigned char)(at[same] ^ masks[mask]) == (unsigned char)~secrets[secret].complement[same])
            same++;
        if (same == secrets[secret].size) return 1;
    }
    return 0;
}

static int occurrences(int secret, const unsigned char *start, const unsigned char *end) {
    int count = 0;
    for (const unsigned char *at = start; at + secrets[secret].size <= end; at++) count += begins(secret, at);
    return count;
}

/* Takes the place of libc's: memory is looked at before it goes, since it may be overwritten soon after. */
void __libc_free(void *memory);
void free(void *memory) {
    if (memory != NULL)
        for (int secret = 0; secret < secret_count; secret++)
            secrets[secret].freed += occurrences(
                secret, memory, (unsigned char *)memory + malloc_usable_size(memory));
    __libc_free(memory);
}

static void learn(const char *hexadecimal) {
    unsigned int byte;
    if (secret_count == most_secrets) return;
    size_t size = 0;
    while (size < sizeof secrets[0].complement && sscanf(hexadecimal + 2 * size, "%2x", &byte) == 1)
        secrets[secret_count].complement[size++] = (unsigned char)byte;
    secrets[secret_count++].size = size;
}

/* Says how often a secret stood in memory that was freed, and how often it stands in writable memory now. */
static void report(int secret) {
    int left = 0;
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
        unsigned long start, end;
        char access[8];
        if (sscanf(line, "%lx-%lx %7s", &start, &end, access) == 3 && strncmp(access, "rw", 2) == 0)
            left += occurrences(secret, (unsigned char *)start, (unsigned char *)end);
    }
    if (maps != NULL) fclose(maps);
    printf("secret-%d-left=%d\n", secret, maps == NULL ? -1 : left + secrets[secret].freed);
}

static void entry(void *module, const char *name) { printf("%s=%d\n", name, dlsym(module, name) != NULL); }

int main(int count, char **arguments) {
    if (count < 6) return 2;
    for (int i = 5; i < count; i++) learn(arguments[i]);
    int inherited = handlers();
    void *module = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    printf("loads=%d\n", module != NULL);
    if (module == NULL) {
        printf("error=%s\n", dlerror());
        return 1;
    }
    entry(module, "pam_sm_authenticate");
    entry(module, "pam_sm_setcred");
    entry(module, "pam_sm_acct_mgmt");
    entry(module, "pam_sm_open_session");
    /* The first login lets libpam, the name service and syslog open what they keep; the second must add nothing. */
    int first = authenticate(arguments);
    int descriptors = entries("/proc/self/fd");
    int second = authenticate(arguments);
    printf("first-code=%d\nsecond-code=%d\n", first, second);
    printf("descriptors-left=%d\n", entries("/proc/self/fd") - descriptors);
    printf("threads=%d\n", entries("/proc/self/task") - 2);
    printf("signal-handlers=%d\n", handlers() - inherited);
    for (int secret = 0; secret < secret_count; secret++) report(secret);
    printf("closes=%d\n", dlclose(module) == 0);
    return 0;
}
