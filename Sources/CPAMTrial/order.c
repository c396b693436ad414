#define _GNU_SOURCE
#include "trial.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int cs_trial_send(int socket, const void *bytes, size_t length) {
    size_t done = 0;
    while (done < length) {
        ssize_t count = send(socket, (const uint8_t *)bytes + done, length - done, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return -1;
        done += (size_t)count;
    }
    return 0;
}

static int receive_all(int socket, void *bytes, size_t length) {
    size_t done = 0;
    while (done < length) {
        ssize_t count = recv(socket, (uint8_t *)bytes + done, length - done, 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return -1;
        done += (size_t)count;
    }
    return 0;
}

static int is_sent(size_t which) { return which != cs_trial_program; }

int cs_trial_send_order(const struct cs_trial *trial, int socket) {
    struct cs_trial_order order = {
        .answer_count = (uint32_t)trial->answer_count,
        .breaks_off = (uint32_t)trial->breaks_off,
        .has_real_user = (uint32_t)trial->has_real_user,
        .real_user = trial->real_user,
    };
    for (size_t i = 0; i < cs_trial_texts; i++) {
        const char *text = is_sent(i) ? trial->texts[i] : NULL;
        order.texts[i] = text == NULL ? UINT32_MAX : (uint32_t)strlen(text);
    }
    for (size_t i = 0; i < trial->answer_count; i++) order.answers[i] = (uint32_t)strlen(trial->answers[i]);
    if (cs_trial_send(socket, &order, sizeof order) != 0) return -1;
    for (size_t i = 0; i < cs_trial_texts; i++) {
        if (order.texts[i] != UINT32_MAX && cs_trial_send(socket, trial->texts[i], order.texts[i]) != 0) return -1;
    }
    for (size_t i = 0; i < trial->answer_count; i++) {
        if (cs_trial_send(socket, trial->answers[i], order.answers[i]) != 0) return -1;
    }
    return 0;
}

/* NULL when it does not come. */
static char *receive_text(int socket, uint32_t length) {
    if (length > cs_longest_text) return NULL;
    char *text = calloc(1, (size_t)length + 1);
    if (text == NULL || receive_all(socket, text, length) == 0) return text;
    free(text);
    return NULL;
}

static int receive(struct cs_trial *trial, int socket) {
    struct cs_trial_order order;
    if (receive_all(socket, &order, sizeof order) != 0 || order.answer_count > cs_most_answers) return -1;
    for (size_t i = 0; i < cs_trial_texts; i++) {
        if (order.texts[i] == UINT32_MAX) continue;
        trial->texts[i] = receive_text(socket, order.texts[i]);
        if (trial->texts[i] == NULL) return -1;
    }
    for (size_t i = 0; i < order.answer_count; i++) {
        trial->answers[i] = receive_text(socket, order.answers[i]);
        if (trial->answers[i] == NULL) return -1;
        trial->answer_count = i + 1;
    }
    trial->breaks_off = order.breaks_off != 0;
    trial->has_real_user = order.has_real_user != 0;
    trial->real_user = order.real_user;
    return trial->texts[cs_trial_service] == NULL || trial->texts[cs_trial_configuration] == NULL ? -1 : 0;
}

struct cs_trial *cs_trial_receive_order(int socket) {
    struct cs_trial *trial = cs_trial_new();
    if (trial == NULL || receive(trial, socket) == 0) return trial;
    cs_trial_free(trial);
    return NULL;
}
