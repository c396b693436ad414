#if !defined(COUNTERSIGN_MODULE)

/* Only here, as in CPosix.c. */
#define _GNU_SOURCE
#include "CPosix.h"
#include "Account.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

static int account_of(uint32_t user, struct cs_user *account) {
    char room[16384];
    struct passwd entry, *found = NULL;
    int error = getpwuid_r((uid_t)user, &entry, room, sizeof room, &found);
    if (error != 0) return error;
    if (found == NULL) return ENOENT;
    account->user = entry.pw_uid;
    account->group = entry.pw_gid;
    account->group_count = cs_most_groups;
    if (getgrouplist(entry.pw_name, entry.pw_gid, account->groups, &account->group_count) < 0)
        account->group_count = cs_most_groups;
    return 0;
}

/* ---- In the child, which is the user from the first of these on. ---- */

static int connect_as(const struct cs_user *account, const struct sockaddr_un *address) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    /* Root has nothing to give up. */
    int error = account->user == 0 ? 0 : cs_become(account);
    if (error != 0) return -error;
    int agent = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (agent < 0 || connect(agent, (const struct sockaddr *)address, sizeof *address) != 0) return -errno;
    if (getsockopt(agent, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return -errno;
    return peer.uid == account->user || peer.uid == 0 ? agent : -EPERM;
}

/* An errno, and with 0 the descriptor. */
static void hand_over(int channel, int agent) {
    int32_t error = agent < 0 ? agent : 0;
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof agent)];
    } control;
    struct iovec text = {.iov_base = &error, .iov_len = sizeof error};
    struct msghdr message = {.msg_iov = &text, .msg_iovlen = 1};
    memset(&control, 0, sizeof control);
    if (agent >= 0) {
        message.msg_control = &control;
        message.msg_controllen = sizeof control;
        control.head.cmsg_level = SOL_SOCKET;
        control.head.cmsg_type = SCM_RIGHTS;
        control.head.cmsg_len = CMSG_LEN(sizeof agent);
        memcpy(CMSG_DATA(&control.head), &agent, sizeof agent);
    }
    if (sendmsg(channel, &message, MSG_NOSIGNAL) < 0) _exit(1);
}

/* ---- In the parent ---- */

static int64_t now_in_milliseconds(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Whether there is something in time; 0, or a negative errno. */
static int32_t wait_for(int descriptor, short events, int32_t milliseconds) {
    int64_t end = now_in_milliseconds() + milliseconds;
    struct pollfd watched = {.fd = descriptor, .events = events};
    int ready;
    do {
        int64_t left = end - now_in_milliseconds();
        ready = poll(&watched, 1, left > 0 ? (int)left : 0);
    } while (ready < 0 && errno == EINTR);
    return ready > 0 ? 0 : ready == 0 ? -ETIMEDOUT : -errno;
}

static int32_t take_over(int channel, int32_t milliseconds) {
    int32_t error = 0, agent = -1;
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof agent)];
    } control;
    struct iovec text = {.iov_base = &error, .iov_len = sizeof error};
    struct msghdr message = {
        .msg_iov = &text, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    int32_t waited = wait_for(channel, POLLIN, milliseconds);
    if (waited != 0) return waited;
    ssize_t count = recvmsg(channel, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (count != (ssize_t)sizeof error) return -EPIPE;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (head != NULL && head->cmsg_type == SCM_RIGHTS && head->cmsg_len == CMSG_LEN(sizeof agent))
        memcpy(&agent, CMSG_DATA(head), sizeof agent);
    if (error == 0) return agent >= 0 ? agent : -EPIPE;
    if (agent >= 0) close(agent);
    return error;
}

int32_t cs_connect_to_agent(const uint8_t *path, size_t length, uint32_t user, int32_t milliseconds) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct cs_user account;
    int ends[2];
    /* No abstract name, and nothing relative to a directory of ours. */
    if (length == 0 || length >= sizeof address.sun_path || path[0] != '/' || memchr(path, 0, length) != NULL)
        return -EINVAL;
    memcpy(address.sun_path, path, length);
    int error = account_of(user, &account);
    if (error != 0) return -error;
    if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends) != 0) return -errno;
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        hand_over(ends[1], connect_as(&account, &address));
        _exit(0);
    }
    int32_t result = child < 0 ? -errno : 0;
    close(ends[1]);
    if (child > 0) {
        result = take_over(ends[0], milliseconds);
        kill(child, SIGKILL);
        while (waitpid(child, NULL, WNOHANG) < 0 && errno == EINTR) continue;
    }
    close(ends[0]);
    if (result >= 0) fcntl(result, F_SETFL, O_NONBLOCK);
    return result;
}

int32_t cs_send_to_agent(int agent, const uint8_t *bytes, size_t length, int32_t milliseconds) {
    int64_t end = now_in_milliseconds() + milliseconds;
    size_t done = 0;
    while (done < length) {
        int64_t left = end - now_in_milliseconds();
        int32_t waited = wait_for(agent, POLLOUT, left > 0 ? (int32_t)left : 0);
        if (waited != 0) return waited;
        ssize_t count = send(agent, bytes + done, length - done, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && errno != EINTR && errno != EAGAIN) return -errno;
        if (count > 0) done += (size_t)count;
    }
    return 0;
}

int64_t cs_receive_from_agent(int agent, uint8_t *room, size_t length, int32_t milliseconds) {
    int32_t waited = wait_for(agent, POLLIN, milliseconds);
    if (waited != 0) return waited;
    ssize_t count = recv(agent, room, length, MSG_DONTWAIT);
    if (count < 0) return errno == EAGAIN || errno == EINTR ? -ETIMEDOUT : -errno;
    return count;
}

#else
/* An empty translation unit is not C. */
typedef int cs_agent_is_for_the_command;
#endif
