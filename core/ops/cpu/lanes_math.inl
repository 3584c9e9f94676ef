// SPDX-License-Identifier: GPL-3.0-or-later
// exp, tanh and log1p without branches, so that loops over them become vector code. Only built-ins:
// an inline function of a system header compiled here for AVX could end up in the whole program.

namespace {

using std::int64_t;

inline std::uint32_t bits_of(float x) {
    std::uint32_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return bits;
}

inline float float_of(std::uint32_t bits) {
    float x;
    __builtin_memcpy(&x, &bits, sizeof x);
    return x;
}

// Adding 1.5·2²³ rounds to an integer and leaves that integer in the low bits. NaN stays NaN.
constexpr float kRounder = 12582912.0F;
constexpr float kLog2E = 1.44269504F;
constexpr float kLn2High = 0.693359375F;
constexpr float kLn2Low = -2.12194440e-4F;

/// 2^n for the integer that `rounded` = n + kRounder holds, −126 <= n <= 127.
inline float power_of_two(float rounded) {
    return float_of((bits_of(rounded) - bits_of(kRounder) + 127U) << 23U);
}

/// e^r − 1 for |r| <= ln(2)/2: Taylor, remainder below 6e-9.
inline float expm1_reduced(float r) {
    float p = 1.0F / 5040.0F;
    p = p * r + 1.0F / 720.0F;
    p = p * r + 1.0F / 120.0F;
    p = p * r + 1.0F / 24.0F;
    p = p * r + 1.0F / 6.0F;
    p = p * r + 0.5F;
    return p * r * r + r;
}

inline float lane_exp(float x) {
    x = x > 104.0F ? 104.0F : x;
    x = x < -104.0F ? -104.0F : x;
    const float n = (x * kLog2E + kRounder) - kRounder;
    const float r = (x - n * kLn2High) - n * kLn2Low;
    // Two factors, because 2^n itself leaves float's range before e^x does.
    const float half = n * 0.5F + kRounder;
    const float rest = (n - (half - kRounder)) + kRounder;
    return (expm1_reduced(r) + 1.0F) * power_of_two(half) * power_of_two(rest);
}

/// tanh x = E/(E + 2) with E = e^{2x} − 1, which keeps small x exact to the last bits.
inline float lane_tanh(float x) {
    float d = x + x;
    d = d > 20.0F ? 20.0F : d;
    d = d < -20.0F ? -20.0F : d;
    const float rounded = d * kLog2E + kRounder;
    const float n = rounded - kRounder;
    const float r = (d - n * kLn2High) - n * kLn2Low;
    const float power = power_of_two(rounded);
    const float e = expm1_reduced(r) * power + (power - 1.0F);
    return e / (e + 2.0F);
}

/// ln(1 + q) for 0 <= q <= 1, as 2·atanh(q/(2 + q)).
inline float lane_log1p_unit(float q) {
    const float s = q / (2.0F + q);
    const float z = s * s;
    float p = 1.0F / 13.0F;
    p = p * z + 1.0F / 11.0F;
    p = p * z + 1.0F / 9.0F;
    p = p * z + 1.0F / 7.0F;
    p = p * z + 1.0F / 5.0F;
    p = p * z + 1.0F / 3.0F;
    return 2.0F * (p * z * s + s);
}

inline double lane_exp(double x) {
    return __builtin_exp(x);
}

inline double lane_tanh(double x) {
    return __builtin_tanh(x);
}

inline double lane_log1p_unit(double q) {
    return __builtin_log1p(q);
}

}  // namespace
