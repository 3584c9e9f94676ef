// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of a file with what their numbers are like, read from the mapped file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/io/tensor_statistics.h"

namespace bplf::inspect {

struct TensorFacts {
    std::string name;
    std::string type;  ///< as in the file: "F32"
    std::vector<std::int64_t> shape;
    TensorStatistics numbers;
    TensorHistogram histogram;
};

/// "64x1x3x3"; "scalar" for none.
std::string shape_text(const std::vector<std::int64_t>& shape);

/// Of any safetensors file, in the order of their bytes; `bins` of each histogram, at least 1. Error(kInput) for what
/// io/safetensors refuses and for a file that somebody writes to meanwhile; Error(kInterrupted) when stopped.
std::vector<TensorFacts> read_tensor_facts(const std::filesystem::path& path, int bins,
                                           const std::stop_token& stop = {});

}  // namespace bplf::inspect
