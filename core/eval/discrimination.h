// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a conditional model uses its label (core/flow/README.md#labels): the usual failure of conditioning is that
// it does not.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "core/dataset/dataset_file.h"
#include "core/eval/label_agreement.h"
#include "core/flow/model.h"

namespace bplf {

struct Discrimination {
    LabelAgreement uniform;         ///< of argmax_h ln p(x | h) with the true label, over the model's labels
    LabelAgreement prior;           ///< of argmax_h ln p(x | h) + ln of the class frequencies of these rows
    double gap = 0;                 ///< mean of ln p(x | true h) - mean over the other h of ln p(x | h), nats per image
    double gap_standard_error = 0;  ///< over images; NaN with one
    double most_frequent = 0;       ///< share of the most frequent label: what guessing reaches
};

/// The model's bound under each of its labels in turn, with the same noise. Precondition: conditional() with two labels
/// or more, a row or more. Error(kInput) as evaluate_bits_per_dim(), kNumeric for a bound that is not finite.
Discrimination measure_discrimination(flow::Model& model, const Dataset& dataset, const std::vector<std::int64_t>& rows,
                                      std::int64_t batch_size, std::uint64_t seed = 0,
                                      const std::stop_token& stop = {});

}  // namespace bplf
