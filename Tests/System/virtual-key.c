/*
 * Loaded into programs that use libfido2, so that they find the keys of virtual_key.py: sockets in /run/virtual-keys,
 * each of which takes and gives reports of 64 bytes. Everything above that is the program's own libfido2.
 *
 * The connections are made when libfido2 is initialised, because a program may confine itself after that.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fido.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { most = 8, report = 64 };

static const char folder[] = "/run/virtual-keys";

static struct virtual_key {
    char path[108];
    int socket;
} keys[most];
static int count;

/* Of the library itself: where a PAM module has loaded it, it is in nobody else's reach. */
static void *real(const char *name) {
    static void *library;
    if (library == NULL) library = dlopen("libfido2.so.1", RTLD_LAZY);
    return library == NULL ? NULL : dlsym(library, name);
}

static void connect_to(const char *name) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct virtual_key *key = &keys[count];
    snprintf(address.sun_path, sizeof address.sun_path, "%s/%s", folder, name);
    key->socket = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (key->socket < 0) return;
    if (connect(key->socket, (struct sockaddr *)&address, sizeof address) != 0) {
        close(key->socket);
        return;
    }
    snprintf(key->path, sizeof key->path, "virtual:%.90s", name);
    count++;
}

static void find_keys(void) {
    struct dirent *entry;
    DIR *open = count == 0 ? opendir(folder) : NULL;
    if (open == NULL) return;
    while ((entry = readdir(open)) != NULL && count < most)
        if (entry->d_name[0] != '.') connect_to(entry->d_name);
    closedir(open);
}

static void *open_key(const char *path) {
    for (int index = 0; index < count; index++)
        if (strcmp(keys[index].path, path) == 0) return &keys[index];
    return NULL;
}

static void close_key(void *handle) { (void)handle; }

static int read_key(void *handle, unsigned char *bytes, size_t length, int milliseconds) {
    struct virtual_key *key = handle;
    struct pollfd watched = {.fd = key->socket, .events = POLLIN};
    if (poll(&watched, 1, milliseconds) != 1) return -1;
    ssize_t got = recv(key->socket, bytes, length, 0);
    return got == report ? (int)got : -1;
}

/* Without the number of the report. */
static int write_key(void *handle, const unsigned char *bytes, size_t length) {
    struct virtual_key *key = handle;
    ssize_t sent = length > 1 ? send(key->socket, bytes + 1, length - 1, MSG_NOSIGNAL) : -1;
    return sent < 0 ? -1 : (int)length;
}

static const fido_dev_io_t functions = {open_key, close_key, read_key, write_key};

void fido_init(int flags) {
    void (*next)(int) = (void (*)(int))real("fido_init");
    find_keys();
    next(flags);
}

int fido_dev_info_manifest(fido_dev_info_t *list, size_t room, size_t *found) {
    int (*set)(fido_dev_info_t *, size_t, const char *, const char *, const char *, const fido_dev_io_t *,
               const fido_dev_transport_t *) = (int (*)(fido_dev_info_t *, size_t, const char *, const char *,
                                                        const char *, const fido_dev_io_t *,
                                                        const fido_dev_transport_t *))real("fido_dev_info_set");
    find_keys();
    *found = 0;
    for (int index = 0; index < count && *found < room; index++) {
        int error = set(list, *found, keys[index].path, "Countersign", "virtual key", &functions, NULL);
        if (error != FIDO_OK) return error;
        ++*found;
    }
    return FIDO_OK;
}

int fido_dev_open(fido_dev_t *device, const char *path) {
    int (*next)(fido_dev_t *, const char *) = (int (*)(fido_dev_t *, const char *))real("fido_dev_open");
    if (strncmp(path, "virtual:", 8) == 0) {
        int (*set)(fido_dev_t *, const fido_dev_io_t *) =
            (int (*)(fido_dev_t *, const fido_dev_io_t *))real("fido_dev_set_io_functions");
        int error = set(device, &functions);
        if (error != FIDO_OK) return error;
    }
    return next(device, path);
}
