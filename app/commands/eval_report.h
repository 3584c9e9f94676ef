// SPDX-License-Identifier: GPL-3.0-or-later
// What bplf eval found, as JSON and as text.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/eval_samples.h"
#include "core/eval/bits_per_dim.h"
#include "core/eval/discrimination.h"
#include "core/eval/invertibility.h"
#include "core/eval/trivial_coder.h"

namespace bplf::cli {

struct EvalOptions;

struct EvalReport {
    /// Keeps a reference to the options.
    EvalReport(const EvalOptions& eval_options, Dataset dataset) : options(eval_options), data(std::move(dataset)) {}

    const EvalOptions& options;
    Dataset data;  ///< as evaluated: truncated with --svd
    std::string model_path, model_sha256;
    BitsPerDim bits;
    TrivialCoder coder;
    std::optional<TrivialCoder> raw_coder;  ///< on the images before --svd
    std::optional<double> psnr;             ///< of --svd, dB
    std::optional<Invertibility> invertibility;
    std::optional<Discrimination> discrimination;
    std::optional<SampleReport> samples;
    double seconds = 0;

    /// Schema bplf.eval.result.v1; what was not measured is left out, NaN is null.
    nlohmann::ordered_json json() const;
    std::string text() const;
};

}  // namespace bplf::cli
