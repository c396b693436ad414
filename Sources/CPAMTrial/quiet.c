#define _GNU_SOURCE
#include "trial.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <syslog.h>

/* With something over /dev/log that is no socket, syslog(3) finds nobody and goes on. */
static void cover_log_socket(void) {
    struct stat status;
    if (stat("/dev/log", &status) != 0 || unshare(CLONE_NEWNS) != 0) return;
    /* Without this the mount would appear outside as well. */
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return;
    mount("/dev/null", "/dev/log", NULL, MS_BIND, NULL);
}

#if defined(__x86_64__)
#define CS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define CS_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/*
 * libpam reports each result to the kernel's audit system, and does without where the kernel has none: which is what
 * socket(2) is made to say here.
 */
static void hide_audit_system(void) {
#ifdef CS_ARCHITECTURE
    const uint32_t family = offsetof(struct seccomp_data, args[0]), protocol = offsetof(struct seccomp_data, args[2]);
    struct sock_filter steps[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CS_ARCHITECTURE, 0, 7),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_socket, 0, 5),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, family),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_NETLINK, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, protocol),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NETLINK_AUDIT, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPROTONOSUPPORT),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof steps / sizeof *steps, .filter = steps};
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
#endif
}

void cs_trial_keep_quiet(void) {
    closelog();
    cover_log_socket();
    hide_audit_system();
}
