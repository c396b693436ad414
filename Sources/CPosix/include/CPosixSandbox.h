/*
 * Programs that send codes or tell people of changes: run by root, and trusted with nothing but what they are told.
 */
#ifndef COUNTERSIGN_CPOSIX_SANDBOX_H
#define COUNTERSIGN_CPOSIX_SANDBOX_H

#include <stddef.h>
#include <stdint.h>

/* What could not be done before the program ran. */
enum cs_sandbox_step {
    cs_sandbox_done = 0,
    cs_sandbox_no_account, /* neither _countersign nor nobody is there, or it is root */
    cs_sandbox_not_started,
    cs_sandbox_privileges_kept, /* what root may could not be given up */
    cs_sandbox_not_run,         /* the kernel does not take the program */
};

/* How a program ended: `kind` is 0 and `number` its status, 1 and the signal, or 2 when its time was over. */
struct cs_sandboxed {
    int32_t step;
    int32_t error; /* of that step: an errno, or 0 */
    int32_t kind;
    int32_t number;
    size_t complaint_length; /* how much of what it wrote on standard error is in `complaint` */
};

/*
 * Runs a program as an account that owns nothing, and waits for it. `words` and `environment` are sequences of words
 * that end in a NUL; the first word is its path.
 *
 * It reads `input` and then the end, at most 4,096 bytes, and has `settings` as descriptor 3 unless that is negative;
 * no other descriptor of this process, no terminal, a session of its own, / as its directory, and limits on time,
 * memory and what it writes. After `milliseconds` it is killed, and when it has ended, whatever it has started in its
 * process group is killed, too. It dies with this process.
 *
 * It may run programs that are set-user-ID: the sendmail of most mail systems is one or calls one.
 */
struct cs_sandboxed cs_sandbox_run(const uint8_t *words, size_t words_length, const uint8_t *environment,
                                   size_t environment_length, const uint8_t *input, size_t input_length,
                                   int32_t settings, int32_t milliseconds, uint8_t *complaint, size_t complaint_room);

/* Becomes the account that owns nothing, for good; 0, or an errno. */
int32_t cs_become_nobody(void);

/* What is wrong with a program that root is to run. */
enum cs_program_flaw {
    cs_program_sound = 0,
    cs_program_missing,
    cs_program_not_regular,
    cs_program_not_executable,
    cs_program_foreign, /* it, a link to it or a directory above it belongs to another than root; `detail` is the uid */
    cs_program_open,    /* others may write it or a directory above it; `detail` is the mode */
    cs_program_unreadable, /* it could not be looked at; `detail` is an errno */
};

struct cs_program {
    int32_t flaw;
    uint32_t detail;
};

/* Looks at a program and at all that decides which file its path leads to. */
struct cs_program cs_examine_program(const uint8_t *path, size_t path_length);

#endif
