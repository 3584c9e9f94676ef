// SPDX-License-Identifier: GPL-3.0-or-later
// The list of colours and who gets which.
#include "core/plot/curve_colors.h"

#include <algorithm>

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

CurveStyle first_free_style(const std::vector<CurveStyle>& taken) {
    for (int dash = 0;; ++dash) {
        for (const Rgb& color : kCurveColors) {
            const CurveStyle style{color, dash};
            if (std::find(taken.begin(), taken.end(), style) == taken.end()) return style;
        }
    }
}

std::vector<CurveStyle> assign_curve_styles(const std::vector<std::string>& names) {
    std::vector<CurveStyle> styles;
    for (std::size_t i = 0; i < names.size(); ++i) {
        styles.push_back({kCurveColors[i % kCurveColors.size()], static_cast<int>(i / kCurveColors.size())});
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
