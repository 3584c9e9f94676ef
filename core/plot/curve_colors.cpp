// SPDX-License-Identifier: GPL-3.0-or-later
// The list of colours and who gets which.
#include "core/plot/curve_colors.h"

#include <cstdint>
#include <string_view>

namespace bplf {

const std::array<Rgb, 12> kCurveColors{{{0x44, 0x66, 0x99},
                                        {0xff, 0x55, 0x22},
                                        {0x44, 0xaa, 0x77},
                                        {0xbb, 0x00, 0xff},
                                        {0xaa, 0x77, 0x44},
                                        {0xee, 0x77, 0xbb},
                                        {0xcc, 0x11, 0x22},
                                        {0x77, 0x66, 0xcc},
                                        {0x77, 0xaa, 0x33},
                                        {0x88, 0x77, 0x77},
                                        {0xaa, 0x44, 0x44},
                                        {0xbb, 0x66, 0xff}}};

namespace {

/// FNV-1a: small, and the same in every build.
std::uint32_t name_hash(std::string_view name) {
    std::uint32_t hash = 2166136261u;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return hash ^ hash >> 16;
}

}  // namespace

std::vector<CurveStyle> assign_curve_styles(const std::vector<std::string>& names) {
    std::vector<CurveStyle> styles;
    std::array<bool, kCurveColors.size()> taken{};
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i % taken.size() == 0) taken.fill(false);
        std::size_t slot = name_hash(names[i]) % taken.size();
        while (taken[slot]) slot = (slot + 1) % taken.size();
        taken[slot] = true;
        styles.push_back({kCurveColors[slot], static_cast<int>(i / taken.size())});
    }
    return styles;
}

std::vector<double> dash_pattern(int dash) {
    switch (dash % 4) {
        case 1:
            return {6, 3};
        case 2:
            return {2, 2};
        case 3:
            return {7, 2, 2, 2};
        default:
            return {};
    }
}

}  // namespace bplf
