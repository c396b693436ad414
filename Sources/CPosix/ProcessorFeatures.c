#include <features.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GLIBC__)
#if __GLIBC_PREREQ(2, 33)
#define ASKS_LIBC 1
#include <sys/platform/x86.h>
/* Null with an older libc at run time. */
#pragma weak __x86_get_cpuid_feature_leaf
#endif
#endif

/*
 * nettle asks the processor three times what it can do, whenever the module is loaded. In a virtual machine each
 * question stops it and asks the hypervisor: 7 to 50 microseconds, a third of what loading takes. libc has asked
 * already, so the module is linked with --wrap for nettle's question. The answer only chooses among functions that
 * compute the same; where libc does not know, those that every processor of the architecture can run.
 */
void __wrap__nettle_cpuid(uint32_t leaf, uint32_t registers[4]);

void __wrap__nettle_cpuid(uint32_t leaf, uint32_t registers[4]) {
    memset(registers, 0, 4 * sizeof registers[0]);
#ifdef ASKS_LIBC
    if ((leaf != 1 && leaf != 7) || __x86_get_cpuid_feature_leaf == NULL) return;
    const struct cpuid_feature *feature = __x86_get_cpuid_feature_leaf(leaf == 1 ? CPUID_INDEX_1 : CPUID_INDEX_7);
    memcpy(registers, feature->active_array, 4 * sizeof registers[0]);
#else
    (void)leaf;
#endif
}

/* Whether the processor has instructions for SHA-1 and SHA-256; no, where libc does not know. */
__attribute__((visibility("hidden"))) int cs_processor_has_sha(void);

int cs_processor_has_sha(void) {
#ifdef ASKS_LIBC
    return __x86_get_cpuid_feature_leaf != NULL && CPU_FEATURE_ACTIVE(SHA);
#else
    return 0;
#endif
}
