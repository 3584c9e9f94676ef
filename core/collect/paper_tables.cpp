// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/paper_tables.h"

namespace bplf {
namespace {

// anger, disgust, fear, happy, neutral, sad, surprise. CK+: the last three frames of the 327 labelled sequences.
const std::array<PaperColumn, 6> kTable{{
    {"JAFFE", -1, {30, 29, 32, 31, 30, 31, 30}, {30, 29, 32, 31, 30, 31, 30}},
    {"CK+", -1, {135, 177, 75, 207, -1, 84, 249}, {136, 178, 76, 208, 174, 85, 250}},
    {"FER2013", 0, {3995, 436, 4097, 7215, 4965, 4830, 3171}, {3927, 436, 4022, 7002, 4895, 4729, 3129}},
    {"FER2013", 1, {467, 56, 496, 895, 607, 653, 415}, {354, 55, 355, 895, 398, 454, 321}},
    {"FER2013", 2, {491, 55, 528, 879, 626, 594, 416}, {654, 55, 527, 879, 626, 594, 416}},
    {"MMI", -1, {-1, -1, -1, -1, -1, -1, -1}, {96, 144, 96, 224, 0, 144, 144}},
}};

}  // namespace

std::span<const PaperColumn> paper_table_1() {
    return kTable;
}

const EmotionCounts& paper_images_read() {
    static const EmotionCounts counts{5197, 897, 5108, 9239, 6123, 6037, 4290};
    return counts;
}

const EmotionCounts& paper_images_kept() {
    static const EmotionCounts counts{2334, 510, 2315, 4751, 3660, 2556, 2609};
    return counts;
}

}  // namespace bplf
