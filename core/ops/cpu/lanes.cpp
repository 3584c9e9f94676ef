// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses the instruction set of the vector loops.
#include "core/ops/cpu/lanes.h"

#include <cstring>
#include <type_traits>
#include <vector>

namespace bplf::ops {

#define BPLF_DECLARE_LANES(name)         \
    namespace name {                     \
    const Lanes<float>& float_lanes();   \
    const Lanes<double>& double_lanes(); \
    }

BPLF_DECLARE_LANES(baseline)
#ifdef BPLF_LANES_X86
BPLF_DECLARE_LANES(avx2)
BPLF_DECLARE_LANES(avx512)
#endif

namespace {

struct Variant {
    const char* name;
    const Lanes<float>* single;
    const Lanes<double>* twice;
};

/// Those this processor can run, best first.
std::vector<Variant> find_variants() {
    std::vector<Variant> variants;
#ifdef BPLF_LANES_X86
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("fma")) {
        variants.push_back({"avx512", &avx512::float_lanes(), &avx512::double_lanes()});
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        variants.push_back({"avx2", &avx2::float_lanes(), &avx2::double_lanes()});
    }
#endif
    variants.push_back({"baseline", &baseline::float_lanes(), &baseline::double_lanes()});
    return variants;
}

const std::vector<Variant>& variants() {
    static const std::vector<Variant> found = find_variants();
    return found;
}

template <typename T>
const Lanes<T>* lanes_of(const Variant& variant) {
    if constexpr (std::is_same_v<T, float>) {
        return variant.single;
    } else {
        return variant.twice;
    }
}

}  // namespace

template <typename T>
const Lanes<T>& lanes() {
    static const Lanes<T>* best = lanes_of<T>(variants().front());
    return *best;
}

template <typename T>
const Lanes<T>* lanes_named(const char* name) {
    for (const Variant& variant : variants()) {
        if (std::strcmp(name, variant.name) == 0) {
            return lanes_of<T>(variant);
        }
    }
    return nullptr;
}

template const Lanes<float>& lanes<float>();
template const Lanes<double>& lanes<double>();
template const Lanes<float>* lanes_named<float>(const char* name);
template const Lanes<double>* lanes_named<double>(const char* name);

const char* lanes_name() {
    return variants().front().name;
}

}  // namespace bplf::ops
