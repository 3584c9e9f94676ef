// SPDX-License-Identifier: GPL-3.0-or-later
// What a run measures on held-out images every N steps.
#pragma once

#include <map>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/dataset/dataset_file.h"
#include "core/flow/model.h"

namespace bplf {

class Ranks;

struct Validation {
    double bits_per_dim = 0;                              ///< of the images that could be scored
    std::size_t non_finite = 0;                           ///< those that could not
    std::vector<std::pair<std::string, double>> scalars;  ///< "validation/…" for the log
    std::map<std::string, std::string> facts;             ///< metadata for the checkpoint
};

/// Mean of the finite values, how many are not, and the facts a checkpoint keeps of them.
Validation summary_of_bits(std::vector<double> bits_per_dim);
/// Adds ‖eps‖²/d per code.
void add_code_scalars(const flow::Encoded& code, Validation& result);
/// The largest condition number of a 1×1 convolution inside.
double worst_condition_1x1(const torch::nn::Module& module);

/// Bits/dim (fixed noise), ‖eps‖²/d per level, largest condition number of a 1×1, and inversion error in 8-bit steps on
/// 32 images. The ranks share the scoring.
Validation validate_model(flow::Model& model, const Dataset& data, const std::vector<std::int64_t>& rows, Ranks& ranks,
                          const std::stop_token& stop);

}  // namespace bplf
