/*
 * How a process of a command begins. The module calls nothing of this.
 */
#ifndef COUNTERSIGN_CPOSIX_START_H
#define COUNTERSIGN_CPOSIX_START_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

/*
 * Writing to a pipe that nobody reads fails instead of ending the process; no core file shows its memory; SIGQUIT ends
 * it as other signals do, where Swift's own handler would stay at the terminal. Times are shown by this machine's zone,
 * by which they are read: TZ belongs to whoever has started the command.
 */
static inline void cs_prepare_command(void) {
    struct sigaction action;
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_DUMPABLE, 0);
    unsetenv("TZ");
    if (sigaction(SIGQUIT, NULL, &action) == 0 && action.sa_handler != SIG_IGN) signal(SIGQUIT, SIG_DFL);
}

/*
 * Puts /dev/null in the place of each of the three standard streams that is closed, so that no file of ours gets its
 * number and is read as the keyboard or written to as the screen. It can only be read: input is at its end, and writing
 * fails as it does where nothing is open. 0, or a negative errno.
 */
static inline int32_t cs_open_streams(void) {
    for (int stream = 0; stream < 3; stream++) {
        if (fcntl(stream, F_GETFD) >= 0) continue;
        if (errno != EBADF) return -errno;
        /* The lowest free number is this one, for those below are open. */
        int opened = open("/dev/null", O_RDONLY | O_NOCTTY);
        if (opened < 0) return -errno;
        if (opened != stream) return -EBADF;
    }
    return 0;
}

#endif
