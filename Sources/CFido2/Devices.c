#define _GNU_SOURCE
#include "keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/hidraw.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { most_nodes = 64, longest_path = 32, silent_milliseconds = 3000 };

/* A device node that was opened as root. */
static struct node {
    char path[longest_path];
    int descriptor;
} nodes[most_nodes];
static int node_count;

static fido_dev_t *keys[cs_most_keys];
static int key_count;

/* Only hidrawN, a character device: what else has such a name is not opened. */
static void open_node(int directory, const char *name) {
    struct node *node = &nodes[node_count];
    if (strncmp(name, "hidraw", 6) != 0 || name[6] == 0 || strspn(name + 6, "0123456789") != strlen(name + 6)) return;
    int length = snprintf(node->path, sizeof node->path, "/dev/%s", name);
    struct stat status;
    if (length < 0 || (size_t)length >= sizeof node->path ||
        fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISCHR(status.st_mode))
        return;
    node->descriptor = openat(directory, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (node->descriptor >= 0) node_count++;
}

void cs_keys_prepare(void) {
    fido_init(0);
    DIR *folder = opendir("/dev");
    if (folder == NULL) return;
    struct dirent *entry;
    while (node_count < most_nodes && (entry = readdir(folder)) != NULL) open_node(dirfd(folder), entry->d_name);
    closedir(folder);
}

/* Whether the first usage page of a report descriptor is that of FIDO (HID 6.2.2, CTAP 11.2.8.1). */
static int is_security_key(int descriptor) {
    enum { usage_page = 0x04, fido = 0xF1D0 };
    struct hidraw_report_descriptor report;
    int size = 0;
    if (ioctl(descriptor, HIDIOCGRDESCSIZE, &size) < 0 || size < 1 || size > HID_MAX_DESCRIPTOR_SIZE) return 0;
    memset(&report, 0, sizeof report);
    report.size = (uint32_t)size;
    if (ioctl(descriptor, HIDIOCGRDESC, &report) < 0) return 0;
    for (uint32_t at = 0; at < (uint32_t)size;) {
        uint32_t head = report.value[at], count = (head & 3) == 3 ? 4 : head & 3, value = 0;
        if (count >= (uint32_t)size - at) return 0;
        for (uint32_t byte = 0; byte < count; byte++) value |= (uint32_t)report.value[at + 1 + byte] << 8 * byte;
        if ((head & 0xFC) == usage_page) return value == fido;
        at += 1 + count;
    }
    return 0;
}

static struct node *node_of(const char *path) {
    for (int index = 0; index < node_count; index++)
        if (strcmp(nodes[index].path, path) == 0) return &nodes[index];
    return NULL;
}

/* The functions by which libfido2 reaches a device: by what was opened before, and by nothing else. */
static void *open_device(const char *path) {
    struct node *node = node_of(path);
    return node == NULL || node->descriptor < 0 ? NULL : node;
}

/* It stays open: it could not be opened again. */
static void close_device(void *handle) { (void)handle; }

static int read_device(void *handle, unsigned char *buffer, size_t length, int milliseconds) {
    struct node *node = handle;
    struct pollfd watched = {.fd = node->descriptor, .events = POLLIN};
    int64_t end = cs_key_now() + milliseconds;
    int ready;
    do {
        int64_t left = end - cs_key_now();
        ready = poll(&watched, 1, milliseconds < 0 ? -1 : left > 0 ? (int)left : 0);
    } while (ready < 0 && errno == EINTR);
    if (ready != 1) return -1;
    ssize_t count = read(node->descriptor, buffer, length);
    return count == (ssize_t)length ? (int)count : -1;
}

/* A report behind the number of the report, which is 0. */
static int write_device(void *handle, const unsigned char *buffer, size_t length) {
    struct node *node = handle;
    ssize_t count = write(node->descriptor, buffer, length);
    return count < 0 ? -1 : (int)count;
}

static void open_key(const char *path) {
    const fido_dev_io_t functions = {
        .open = open_device, .close = close_device, .read = read_device, .write = write_device};
    fido_dev_t *key = fido_dev_new();
    if (key == NULL) return;
    if (fido_dev_set_io_functions(key, &functions) == FIDO_OK &&
        fido_dev_set_timeout(key, silent_milliseconds) == FIDO_OK && fido_dev_open(key, path) == FIDO_OK) {
        keys[key_count++] = key;
    } else {
        fido_dev_free(&key);
    }
}

/*
 * What libfido2 finds besides. It could not open a device of the system here, so there is none of them; this is how
 * tests bring in a key that is no hardware.
 */
static void find_others(void) {
    size_t found = 0;
    fido_dev_info_t *list = fido_dev_info_new(cs_most_keys);
    if (list == NULL) return;
    if (fido_dev_info_manifest(list, cs_most_keys, &found) == FIDO_OK) {
        for (size_t index = 0; index < found && key_count < cs_most_keys; index++) {
            const char *path = fido_dev_info_path(fido_dev_info_ptr(list, index));
            if (path != NULL && node_of(path) == NULL) open_key(path);
        }
    }
    fido_dev_info_free(&list, cs_most_keys);
}

int32_t cs_keys_find(void) {
    for (int index = 0; index < node_count; index++) {
        if (is_security_key(nodes[index].descriptor)) {
            if (key_count < cs_most_keys) open_key(nodes[index].path);
            continue;
        }
        /* A keyboard, say: nothing that this process should be able to read. */
        close(nodes[index].descriptor);
        nodes[index].descriptor = -1;
    }
    find_others();
    return key_count;
}

void cs_keys_release(void) {
    for (int index = 0; index < key_count; index++) {
        fido_dev_cancel(keys[index]);
        fido_dev_close(keys[index]);
        fido_dev_free(&keys[index]);
    }
    key_count = 0;
}

fido_dev_t *cs_key_of(int32_t key) { return key < 0 || key >= key_count ? NULL : keys[key]; }

struct cs_key_abilities cs_key_look(int32_t key) {
    struct cs_key_abilities abilities = {.tries = -1};
    fido_dev_t *device = cs_key_of(key);
    if (device == NULL) return abilities;
    abilities.is_fido2 = fido_dev_is_fido2(device);
    abilities.has_pin = fido_dev_has_pin(device);
    abilities.has_finger = fido_dev_has_uv(device);
    int tries = 0;
    fido_dev_set_timeout(device, silent_milliseconds);
    if (abilities.has_pin && fido_dev_get_retry_count(device, &tries) == FIDO_OK && tries >= 0) abilities.tries = tries;
    return abilities;
}

int32_t cs_key_touched(uint32_t wanted, int32_t milliseconds) {
    enum { pause = 50 };
    int64_t end = cs_key_now() + milliseconds;
    int32_t touched = -1;
    uint32_t waiting = 0;
    for (int key = 0; key < key_count; key++)
        if ((wanted >> key & 1) != 0 && fido_dev_get_touch_begin(keys[key]) == FIDO_OK) waiting |= 1U << key;
    while (touched < 0 && waiting != 0 && cs_key_now() < end) {
        for (int key = 0; key < key_count && touched < 0; key++) {
            int is_touched = 0;
            if ((waiting >> key & 1) == 0) continue;
            if (fido_dev_get_touch_status(keys[key], &is_touched, pause) != FIDO_OK) waiting &= ~(1U << key);
            else if (is_touched) touched = key;
        }
    }
    for (int key = 0; key < key_count; key++)
        if ((waiting >> key & 1) != 0 && key != touched) fido_dev_cancel(keys[key]);
    return touched;
}
