#define _GNU_SOURCE
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A login in a process that has no memory left must be refused, not end the process: but Swift has no answer to an
 * allocation that fails except a trap. So the module is linked with --wrap for the two calls by which Swift takes and
 * gives back memory, and what malloc refuses comes out of a reserve that is enough for a login. It takes no memory
 * until then. Secrets do not come here: they are allocated by cs_allocate, whose failure is an outcome.
 *
 * The reserve is handed out from front to back and is whole again when the last piece has come back.
 */
enum { reserve_size = 512 * 1024, most_alignment = 64 };

static _Alignas(most_alignment) unsigned char reserve[reserve_size];
static size_t taken;
static size_t pieces;
static atomic_flag busy = ATOMIC_FLAG_INIT;

/* What the linker makes of the real calls; null where nothing is wrapped, and then nobody calls what follows. */
__attribute__((weak)) int __real_posix_memalign(void **memory, size_t alignment, size_t size);
__attribute__((weak)) void __real_free(void *memory);

int __wrap_posix_memalign(void **memory, size_t alignment, size_t size);
void __wrap_free(void *memory);

static void enter(void) {
    while (atomic_flag_test_and_set_explicit(&busy, memory_order_acquire)) {
    }
}

static void leave(void) { atomic_flag_clear_explicit(&busy, memory_order_release); }

static void *take_from_reserve(size_t alignment, size_t size) {
    void *piece = NULL;
    if (alignment > most_alignment || size > reserve_size) return NULL;
    enter();
    size_t start = (taken + alignment - 1) & ~(alignment - 1);
    if (start <= reserve_size && size <= reserve_size - start) {
        piece = reserve + start;
        taken = start + size;
        pieces++;
    }
    leave();
    return piece;
}

int __wrap_posix_memalign(void **memory, size_t alignment, size_t size) {
    int error = __real_posix_memalign(memory, alignment, size);
    if (error != ENOMEM) return error;
    /* Of no length at all would be the address of the next one, too. */
    void *piece = take_from_reserve(alignment, size == 0 ? 1 : size);
    if (piece == NULL) return ENOMEM;
    *memory = piece;
    return 0;
}

void __wrap_free(void *memory) {
    uintptr_t distance = (uintptr_t)memory - (uintptr_t)reserve;
    if (distance >= reserve_size) {
        __real_free(memory);
        return;
    }
    enter();
    pieces--;
    if (pieces == 0) taken = 0;
    leave();
}
