// SPDX-License-Identifier: GPL-3.0-or-later
// What every measure of drawn faces gets and says. A new one is its file, its line in CMakeLists.txt, and a row in
// sample_measures.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/eval/recognition.h"

namespace bplf {

/// Images with the labels they were asked for or carry, as indices into the classifier's labels.
struct LabelledImages {
    at::Tensor pixels;                 ///< uint8 [N, C, S, S]
    std::vector<std::int64_t> labels;  ///< N, or none when the images have no labels
};

/// Such images, and what the classifier sees in them.
struct JudgedImages {
    LabelledImages images;
    Recognition seen;
};

/// Drawn images beside real ones, two or more of each.
struct SampleComparison {
    JudgedImages drawn, real;
    std::vector<std::string> labels;  ///< of the classifier: what the indices mean
};

/// What a measure found, ready for both reports.
struct MeasureResult {
    nlohmann::ordered_json json;  ///< an object: its members join the report's; NaN where there is no number
    std::string headline;         ///< a part of the text's first line, or empty
    std::string lines;            ///< whole indented lines below it, or empty
};

using SampleMeasure = MeasureResult (*)(const SampleComparison& both);

/// All of them, in the order of the reports.
std::span<const SampleMeasure> sample_measures();

}  // namespace bplf
