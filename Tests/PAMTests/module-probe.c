/*
 * Loads the module as an application does and says what it left behind: one `name=value` line each.
 *
 *   module-probe MODULE CONFDIR SERVICE USER ANSWER SECRET...
 *
 * Each SECRET is hexadecimal with every bit turned over, so that the secret itself is in this process only if the module
 * left it there.
 *
 * A process of its own, because a test program has threads and descriptors of its own.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
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

static int answer(int count, const struct pam_message **messages, struct pam_response **responses, void *text) {
    struct pam_response *all = calloc((size_t)count, sizeof *all);
    if (all == NULL) return PAM_BUF_ERR;
    for (int i = 0; i < count; i++)
        if (messages[i]->msg_style == PAM_PROMPT_ECHO_OFF) all[i].resp = strdup(text);
    *responses = all;
    return PAM_SUCCESS;
}

static int authenticate(char **arguments) {
    struct pam_conv conversation = {.conv = answer, .appdata_ptr = arguments[5]};
    pam_handle_t *handle = NULL;
    int code = pam_start_confdir(arguments[3], arguments[4], &conversation, arguments[2], &handle);
    if (code == PAM_SUCCESS) code = pam_authenticate(handle, 0);
    pam_end(handle, code);
    return code;
}

/* How often the bytes whose complement is given stand in this process's writable memory, xored with a mask. */
static int occurrences(const unsigned char *complement, size_t size, unsigned char mask) {
    int count = 0;
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    if (maps == NULL) return -1;
    while (fgets(line, sizeof line, maps) != NULL) {
        unsigned long start, end;
        char access[8];
        if (sscanf(line, "%lx-%lx %7s", &start, &end, access) != 3 || strncmp(access, "rw", 2) != 0) continue;
        for (const unsigned char *at = (unsigned char *)start; at + size <= (unsigned char *)end; at++) {
            size_t same = 0;
            while (same < size && (unsigned char)(at[same] ^ mask) == (unsigned char)~complement[same]) same++;
            if (same == size) count++;
        }
    }
    fclose(maps);
    return count;
}

static void search(int number, const char *hexadecimal) {
    unsigned char complement[64];
    size_t size = 0;
    unsigned int byte;
    while (size < sizeof complement && sscanf(hexadecimal + 2 * size, "%2x", &byte) == 1)
        complement[size++] = (unsigned char)byte;
    /* 0x36 and 0x5c are the pads that HMAC mixes into its key. */
    printf("secret-%d-left=%d\n", number,
           occurrences(complement, size, 0) + occurrences(complement, size, 0x36) + occurrences(complement, size, 0x5c));
}

static void entry(void *module, const char *name) { printf("%s=%d\n", name, dlsym(module, name) != NULL); }

int main(int count, char **arguments) {
    if (count < 6) return 2;
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
    printf("signal-handlers=%d\n", handlers());
    for (int i = 6; i < count; i++) search(i - 5, arguments[i]);
    printf("closes=%d\n", dlclose(module) == 0);
    return 0;
}
