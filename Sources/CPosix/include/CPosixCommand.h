/* What only the command calls. */
#ifndef COUNTERSIGN_CPOSIX_COMMAND_H
#define COUNTERSIGN_CPOSIX_COMMAND_H

#include "CPosixListing.h"
#include "CPosixHome.h"
#include "CPosixHost.h"
#include "CPosixProcess.h"

#endif
