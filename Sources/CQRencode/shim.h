/* libqrencode and libpng; used by the CLI only, never linked into the module. */
#include <png.h>
#include <qrencode.h>
