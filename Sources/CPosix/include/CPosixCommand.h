/*
 * What the command alone needs of libc, part by part. The module calls nothing of it.
 */
#ifndef COUNTERSIGN_CPOSIX_COMMAND_H
#define COUNTERSIGN_CPOSIX_COMMAND_H

#include "CPosixStart.h"
#include "CPosixListing.h"
/* Uses what stands in the one before. */
#include "CPosixHome.h"
#include "CPosixHost.h"
#include "CPosixProcess.h"
#include "CPosixAgent.h"
#include "CPosixPacketProgram.h"
#include "CPosixSandbox.h"
#include "CPosixSystemFiles.h"
#include "CPosixTurn.h"

#endif
