// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses the instruction set of the vector loops.
#include "core/ops/cpu/lanes.h"

namespace bplf::ops {

#define BPLF_DECLARE_LANES(name)   \
    namespace name {               \
    Lanes<float> float_lanes();    \
    Lanes<double> double_lanes();  \
    }

BPLF_DECLARE_LANES(baseline)
#ifdef BPLF_LANES_X86
BPLF_DECLARE_LANES(avx2)
BPLF_DECLARE_LANES(avx512)
#endif

namespace {

struct Choice {
    const char* name;
    Lanes<float> single;
    Lanes<double> twice;
};

Choice choose() {
#ifdef BPLF_LANES_X86
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512cd")) {
        return {"avx512", avx512::float_lanes(), avx512::double_lanes()};
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return {"avx2", avx2::float_lanes(), avx2::double_lanes()};
    }
#endif
    return {"baseline", baseline::float_lanes(), baseline::double_lanes()};
}

const Choice& choice() {
    static const Choice chosen = choose();
    return chosen;
}

}  // namespace

template <>
const Lanes<float>& lanes<float>() {
    return choice().single;
}

template <>
const Lanes<double>& lanes<double>() {
    return choice().twice;
}

const char* lanes_name() {
    return choice().name;
}

}  // namespace bplf::ops
