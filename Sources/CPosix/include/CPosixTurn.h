/*
 * One try of a program that has several: in a child, which the kernel ends when its time is over. For what cannot be
 * bounded from inside, such as a library that waits for a server.
 */
#ifndef COUNTERSIGN_CPOSIX_TURN_H
#define COUNTERSIGN_CPOSIX_TURN_H

#include <stddef.h>
#include <stdint.h>

enum {
    /* What a child says when it has got where it wanted; from then on it is the program. */
    cs_turn_ready = 255,
    /* What is taken for its last word when it has ended without one. */
    cs_turn_silent = 0,
};

struct cs_turn {
    int32_t is_child;
    int32_t word; /* in the parent: what the child has said last, or a negative errno and there was none */
    int32_t report; /* in the child: where it says something */
};

/*
 * Makes a child with so many seconds, and waits until it has ended. It ends with its parent. SIGALRM is as it is by
 * default there, and is what ends it.
 */
struct cs_turn cs_take_turn(uint32_t seconds);

/* In the child. */
void cs_say_turn(int32_t report, uint8_t word);

/* From now on so many seconds, 0 for as long as it takes. */
void cs_bound_turn(uint32_t seconds);

/* The account for work that needs no privileges: _countersign, or nobody. */
struct cs_nobody {
    uint32_t user;
    uint32_t group;
    int32_t error; /* 0, or a negative errno */
};

struct cs_nobody cs_find_nobody(void);

/*
 * Becomes that account for good, where this process is root: without its groups, without ways back, with little memory
 * and without new files. 0, or a negative errno.
 */
int32_t cs_become_account(struct cs_nobody account);

/* 0 for a file that belongs to root alone: regular, one name, no rights for others. Otherwise a negative errno. */
int32_t cs_check_private(const uint8_t *path, size_t length);

/*
 * Reads a file that belongs to root alone: regular, one name, no rights for others. Its length without the line end
 * at its end, or a negative errno: EPERM for a file that breaks a rule, EMSGSIZE for one that does not fit.
 */
int64_t cs_read_private(const uint8_t *path, size_t length, uint8_t *buffer, size_t capacity);

#endif
