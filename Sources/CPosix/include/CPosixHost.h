/*
 * What the command asks a machine about itself. The module calls nothing of this.
 */
#ifndef COUNTERSIGN_CPOSIX_HOST_H
#define COUNTERSIGN_CPOSIX_HOST_H

#include <errno.h>
#include <stdint.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <sys/xattr.h>
#include <unistd.h>

/* Room on the file system of a path, for root. total_files is 0 where files are not counted. */
struct cs_room {
    uint64_t free_bytes;
    uint64_t free_files;
    uint64_t total_files;
    int32_t is_read_only;
    int32_t error; /* 0, or a negative errno and nothing else is set */
};

static inline struct cs_room cs_room_at(const uint8_t *path, size_t length) {
    struct cs_room room = {0};
    struct statvfs status;
    if (!cs_is_path(path, length)) {
        room.error = -EINVAL;
        return room;
    }
    if (statvfs((const char *)path, &status) != 0) {
        room.error = -errno;
        return room;
    }
    room.free_bytes = (uint64_t)status.f_bfree * status.f_frsize;
    room.free_files = (uint64_t)status.f_ffree;
    room.total_files = (uint64_t)status.f_files;
    room.is_read_only = (status.f_flag & ST_RDONLY) != 0;
    return room;
}

/* SELinux's label of a file into a buffer; its length, or a negative errno. */
static inline int64_t cs_label_of(const uint8_t *path, size_t length, uint8_t *buffer, size_t capacity) {
    if (!cs_is_path(path, length)) return -EINVAL;
    ssize_t size = getxattr((const char *)path, "security.selinux", buffer, capacity);
    return size < 0 ? -errno : size;
}

/* What the kernel says of its clock: 1 when somebody keeps it right, 0 when nobody does, or a negative errno. */
static inline int32_t cs_clock_is_kept(void) {
    struct timex state = {0};
    int result = adjtimex(&state);
    if (result < 0) return -errno;
    return result != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

/* The path of the running program into a buffer; its length, or a negative errno. */
static inline int64_t cs_program(uint8_t *buffer, size_t capacity) {
    ssize_t length = readlink("/proc/self/exe", (char *)buffer, capacity);
    if (length < 0) return -errno;
    return (size_t)length < capacity ? length : -ENAMETOOLONG;
}

static inline int32_t cs_fchown(int descriptor, uint32_t owner) {
    return cs_result(fchown(descriptor, (uid_t)owner, (gid_t)-1));
}

#endif
