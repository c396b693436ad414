/* What the two sides of a trial share. */
#ifndef COUNTERSIGN_TRIAL_H
#define COUNTERSIGN_TRIAL_H

#include "CPAMTrial.h"

enum { cs_most_answers = 8, cs_room_for_questions = 2048 };

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

/* What the child sends when it is done; the questions come behind it. */
struct cs_trial_message {
    int32_t code, credentials;
    uint32_t questions;
    uint32_t length;
};

/* The child: never returns. */
void cs_trial_child(struct cs_trial *trial, int pipe) __attribute__((noreturn));
/* Keeps what this process logs from now on away from the machine's log, as far as that is allowed. */
void cs_trial_keep_quiet(void);

#endif
