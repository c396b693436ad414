#define _GNU_SOURCE
#include "keys.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CPosix.h"

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/* Ends the process when whoever started it is gone: a key that blinks for nobody is told to stop. */
static void *watch(void *unused) {
    struct pollfd socket = {.fd = 0, .events = 0};
    while (poll(&socket, 1, -1) < 0 && errno == EINTR) continue;
    for (int32_t key = 0; cs_key_of(key) != NULL; key++) fido_dev_cancel(cs_key_of(key));
    _exit(3);
    return unused;
}

static int begin_watching(void) {
    pthread_t thread;
    pthread_attr_t attributes;
    int error = pthread_attr_init(&attributes);
    if (error != 0) return error;
    error = pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (error == 0) error = pthread_create(&thread, &attributes, watch, NULL);
    pthread_attr_destroy(&attributes);
    return error;
}

static int set_limits(void) {
    static const struct {
        int what;
        rlim_t most;
    } limits[] = {{RLIMIT_CORE, 0}, {RLIMIT_CPU, 20}, {RLIMIT_DATA, 256U << 20}, {RLIMIT_FSIZE, 0}};
    for (size_t index = 0; index < sizeof limits / sizeof *limits; index++) {
        struct rlimit limit = {.rlim_cur = limits[index].most, .rlim_max = limits[index].most};
        if (setrlimit(limits[index].what, &limit) != 0) return errno;
    }
    return 0;
}

#ifdef OWN_ARCHITECTURE
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define FORBID(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), BPF_STMT(BPF_RET | BPF_K, refusal)
#define WRITING (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)

/* No program, process, connection or file to write, and no look into other processes; the rest goes on as it is. */
static int filter_calls(void) {
    enum { refusal = SECCOMP_RET_ERRNO | EPERM };
    struct sock_filter rules[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
#if defined(__x86_64__)
        /* The other numbering of the same calls. */
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, refusal),
        FORBID(SYS_fork),
        FORBID(SYS_vfork),
        FORBID(SYS_open),
        FORBID(SYS_creat),
#endif
        FORBID(SYS_execve),
        FORBID(SYS_execveat),
        FORBID(SYS_clone),
        FORBID(SYS_ptrace),
        FORBID(SYS_process_vm_readv),
        FORBID(SYS_process_vm_writev),
        FORBID(SYS_kill),
        FORBID(SYS_tkill),
        FORBID(SYS_connect),
        FORBID(SYS_bind),
        FORBID(SYS_listen),
        FORBID(SYS_accept4),
        FORBID(SYS_socket),
        FORBID(SYS_unshare),
        FORBID(SYS_setns),
        FORBID(SYS_mount),
        FORBID(SYS_bpf),
        FORBID(SYS_keyctl),
        FORBID(SYS_add_key),
        FORBID(SYS_request_key),
        FORBID(SYS_perf_event_open),
        FORBID(SYS_userfaultfd),
#ifdef SYS_clone3
        FORBID(SYS_clone3),
#endif
#ifdef SYS_io_uring_setup
        FORBID(SYS_io_uring_setup),
#endif
#ifdef SYS_openat2
        FORBID(SYS_openat2),
#endif
        /* Files are read, not written: the flags are the third argument. */
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3),
        LOAD(args[2]),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, WRITING, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, refusal),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof rules / sizeof *rules, .filter = rules};
    /* For the thread that watches, too. */
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0) return 0;
    /* A kernel without filters: everything else still holds. */
    return errno == ENOSYS || errno == EINVAL ? 0 : errno;
}
#else
static int filter_calls(void) { return 0; }
#endif

int32_t cs_keys_confine(void) {
    int32_t error = geteuid() == 0 ? cs_become_nobody() : 0;
    if (error == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) error = errno;
    /* Not to be looked into by others of that account, and gone with its parent. */
    if (error == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) error = errno;
    if (error == 0 && prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) error = errno;
    if (error == 0) error = set_limits();
    if (error == 0) error = begin_watching();
    return error != 0 ? error : filter_calls();
}
