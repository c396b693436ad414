#if !defined(COUNTERSIGN_MODULE)

/* Only here, as in CPosix.c. */
#define _GNU_SOURCE
#include "CPosix.h"

enum { most_links = 40 };

/* A path that is walked: `done` was looked at, and leads without links; `rest` was not. */
struct walk {
    char done[PATH_MAX];
    char rest[PATH_MAX];
    int links;
};

static struct cs_program verdict(int32_t flaw, uint32_t detail) {
    return (struct cs_program){.flaw = flaw, .detail = detail};
}

/* What may change what stands under a name. Links have no mode; a group of root's own is root. */
static struct cs_program look(const struct stat *status) {
    if (status->st_uid != 0) return verdict(cs_program_foreign, (uint32_t)status->st_uid);
    mode_t forbidden = status->st_gid == 0 ? S_IWOTH : S_IWOTH | S_IWGRP;
    if (!S_ISLNK(status->st_mode) && (status->st_mode & forbidden) != 0)
        return verdict(cs_program_open, (uint32_t)status->st_mode & 07777);
    return verdict(cs_program_sound, 0);
}

/* Takes the next name off the rest; 0 when there is none, -1 when it is too long. */
static int next_name(struct walk *walk, char name[NAME_MAX + 1]) {
    char *start = walk->rest + strspn(walk->rest, "/");
    size_t length = strcspn(start, "/");
    if (length == 0) return 0;
    if (length > NAME_MAX) return -1;
    memcpy(name, start, length);
    name[length] = 0;
    memmove(walk->rest, start + length, strlen(start + length) + 1);
    return 1;
}

/* Puts a link's target before the rest; 0, or an errno. */
static int follow(struct walk *walk, const char *path) {
    char target[PATH_MAX], joined[2 * PATH_MAX];
    if (++walk->links > most_links) return ELOOP;
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length < 0) return errno;
    target[length] = 0;
    int size = snprintf(joined, sizeof joined, "%s/%s", target, walk->rest);
    if (size < 0 || (size_t)size >= sizeof walk->rest) return ENAMETOOLONG;
    memcpy(walk->rest, joined, (size_t)size + 1);
    if (target[0] == '/') walk->done[0] = 0;
    return 0;
}

static struct cs_program failure(int error) {
    return verdict(error == ENOENT || error == ENOTDIR ? cs_program_missing : cs_program_unreadable, (uint32_t)error);
}

/* One step; `status` is that of the last thing that is no link. */
static struct cs_program step(struct walk *walk, const char *name, struct stat *status) {
    char path[PATH_MAX];
    if (strcmp(name, ".") == 0) return verdict(cs_program_sound, 0);
    if (strcmp(name, "..") == 0) {
        char *slash = strrchr(walk->done, '/');
        if (slash != NULL) *slash = 0;
        return lstat(walk->done[0] ? walk->done : "/", status) == 0 ? verdict(cs_program_sound, 0) : failure(errno);
    }
    int size = snprintf(path, sizeof path, "%s/%s", walk->done, name);
    if (size < 0 || (size_t)size >= sizeof path) return failure(ENAMETOOLONG);
    struct stat found;
    if (lstat(path, &found) != 0) return failure(errno);
    struct cs_program seen = look(&found);
    if (seen.flaw != cs_program_sound) return seen;
    if (S_ISLNK(found.st_mode)) {
        int error = follow(walk, path);
        return error == 0 ? seen : failure(error);
    }
    memcpy(walk->done, path, (size_t)size + 1);
    *status = found;
    return seen;
}

struct cs_program cs_examine_program(const uint8_t *path, size_t path_length) {
    struct walk walk = {.links = 0};
    struct stat status;
    char name[NAME_MAX + 1];
    if (!cs_is_path(path, path_length) || path[0] != '/') return failure(EINVAL);
    if (path_length > sizeof walk.rest) return failure(ENAMETOOLONG);
    memcpy(walk.rest, path, path_length);
    if (lstat("/", &status) != 0) return failure(errno);
    struct cs_program seen = look(&status);
    while (seen.flaw == cs_program_sound) {
        int got = next_name(&walk, name);
        if (got < 0) return failure(ENAMETOOLONG);
        if (got == 0) break;
        seen = step(&walk, name, &status);
    }
    if (seen.flaw != cs_program_sound) return seen;
    if (!S_ISREG(status.st_mode)) return verdict(cs_program_not_regular, 0);
    return verdict((status.st_mode & 0111) != 0 ? cs_program_sound : cs_program_not_executable, 0);
}

#else
/* An empty translation unit is not C. */
typedef int cs_program_path_is_for_the_command;
#endif
