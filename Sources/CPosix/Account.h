/* Who runs what root does not trust; for the sandbox and for programs that confine themselves. */
#ifndef COUNTERSIGN_CPOSIX_ACCOUNT_H
#define COUNTERSIGN_CPOSIX_ACCOUNT_H

#include <sys/types.h>

enum { cs_most_groups = 64 };

struct cs_user {
    uid_t user;
    gid_t group;
    gid_t groups[cs_most_groups];
    int group_count;
};

/* _countersign, or nobody; 0, or an errno. Never an account or a group of root's. */
int cs_find_account(struct cs_user *account);

/* Becomes it for good; 0, or an errno. Only calls that are safe between fork and exec. */
int cs_become(const struct cs_user *account);

#endif
