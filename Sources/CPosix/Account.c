#if !defined(COUNTERSIGN_MODULE)

/* Only here, as in CPosix.c. */
#define _GNU_SOURCE
#include "CPosix.h"
#include "Account.h"

int cs_find_account(struct cs_user *account) {
    static const char *const names[] = {"_countersign", "nobody"};
    char room[4096];
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        struct passwd entry, *found = NULL;
        int error = getpwnam_r(names[index], &entry, room, sizeof room, &found);
        if (error != 0 && error != ENOENT) return error;
        if (found == NULL) continue;
        if (entry.pw_uid == 0 || entry.pw_gid == 0) return EPERM;
        account->user = entry.pw_uid;
        account->group = entry.pw_gid;
        account->group_count = cs_most_groups;
        if (getgrouplist(names[index], entry.pw_gid, account->groups, &account->group_count) < 0)
            account->group_count = cs_most_groups;
        for (int group = 0; group < account->group_count; group++)
            if (account->groups[group] == 0) return EPERM;
        return 0;
    }
    return ENOENT;
}

int cs_become(const struct cs_user *account) {
    uid_t users[3];
    gid_t groups[3];
    if (setgroups((size_t)account->group_count, account->groups) != 0 ||
        setresgid(account->group, account->group, account->group) != 0 ||
        setresuid(account->user, account->user, account->user) != 0)
        return errno;
    if (getresuid(&users[0], &users[1], &users[2]) != 0 || getresgid(&groups[0], &groups[1], &groups[2]) != 0)
        return errno;
    for (int which = 0; which < 3; which++)
        if (users[which] != account->user || groups[which] != account->group) return EPERM;
    return setuid(0) == 0 || setgid(0) == 0 ? EPERM : 0;
}

int32_t cs_become_nobody(void) {
    struct cs_user account;
    int error = cs_find_account(&account);
    return error != 0 ? error : cs_become(&account);
}

#else
/* An empty translation unit is not C. */
typedef int cs_account_is_for_the_command;
#endif
