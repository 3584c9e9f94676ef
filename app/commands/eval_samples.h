// SPDX-License-Identifier: GPL-3.0-or-later
// The faces that bplf eval draws and has judged.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/eval/sample_metrics.h"
#include "core/flow/config.h"
#include "core/nn/classifier_file.h"
#include "core/sample/look.h"

namespace bplf::cli {

class Session;
struct EvalOptions;

struct SampleReport {
    SampleMetrics metrics;
    Look look;                        ///< of the faces, resolved; no mix
    std::uint64_t seed = 1;           ///< of the first face; the others count on from it
    std::vector<std::string> labels;  ///< of the classifier: what the indices in `metrics` mean
    std::string classifier;           ///< path
    std::string classifier_sha256;
    std::string classifier_accuracy;  ///< JSON, as its own file says; empty where it does not
};

/// Error(kInput) when the classifier cannot be loaded or does not fit the model's images and labels.
nn::StoredClassifier load_judge(const std::string& name, const flow::FlowConfig& model);

/// Draws options.samples faces, labels in the proportion of these rows, and compares them with the rows' images.
SampleReport draw_and_measure(const EvalOptions& options, nn::StoredClassifier& judge, const Dataset& data,
                              const std::vector<std::int64_t>& rows, Session& session);

}  // namespace bplf::cli
