/* What the two sides of a trial share. */
#ifndef COUNTERSIGN_TRIAL_H
#define COUNTERSIGN_TRIAL_H

#include "CPAMTrial.h"

enum { cs_most_answers = 8, cs_room_for_questions = 2048, cs_longest_text = 1 << 20 };

/* The descriptor of the child's end of the socket. */
enum { cs_trial_socket = 3 };

struct cs_trial {
    char *texts[cs_trial_texts];
    char *answers[cs_most_answers];
    size_t answer_count;
    int breaks_off;
    int has_real_user;
    uint32_t real_user;
    char questions[cs_room_for_questions];
    size_t questions_length;
};

/* What the child is sent; the texts and the answers come behind it, in their order. */
struct cs_trial_order {
    /* UINT32_MAX for one that is absent. */
    uint32_t texts[cs_trial_texts];
    uint32_t answers[cs_most_answers];
    uint32_t answer_count;
    uint32_t breaks_off;
    uint32_t has_real_user;
    uint32_t real_user;
};

/* What the child sends when it is done; the questions come behind it. */
struct cs_trial_message {
    int32_t code, credentials;
    uint32_t questions;
    uint32_t length;
};

/* All of it; 0, or -1 where nobody is at the other end any more. */
int cs_trial_send(int socket, const void *bytes, size_t length);
/* Sends it to the child; 0, or -1 where that has gone. */
int cs_trial_send_order(const struct cs_trial *trial, int socket);
/* NULL for what is no order. */
struct cs_trial *cs_trial_receive_order(int socket);
/* Keeps what this process logs from now on away from the machine's log, as far as that is allowed. */
void cs_trial_keep_quiet(void);

#endif
