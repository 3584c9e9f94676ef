// SPDX-License-Identifier: GPL-3.0-or-later
// How many images the collections have officially, and how many the BPLF paper prints in its Tables 1 and 2.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace bplf {

inline constexpr std::size_t kEmotions = 7;
/// In the order of emotion_names(); −1 where there is no such number.
using EmotionCounts = std::array<std::int64_t, kEmotions>;

/// One column of Table 1.
struct PaperColumn {
    std::string collection;  ///< as Source::collection()
    int split = -1;          ///< a Split, or −1: all together
    EmotionCounts official;  ///< what the public release has
    EmotionCounts printed;   ///< what the paper says
};

std::span<const PaperColumn> paper_table_1();
/// The column sums of Table 1 and the images kept by Table 2.
const EmotionCounts& paper_images_read();
const EmotionCounts& paper_images_kept();

}  // namespace bplf
