// SPDX-License-Identifier: GPL-3.0-or-later
// Safetensors whose tensors are too large for memory: written piece by piece.
#pragma once

#include <functional>

#include "core/io/safetensors.h"

namespace bplf {

/// Takes the next bytes of a tensor.
using TensorSink = std::function<void(std::span<const std::byte>)>;
/// By the names of tensors whose bytes are empty: gives all bytes of such a tensor in order.
using TensorPieces = std::map<std::string, std::function<void(const TensorSink&)>, std::less<>>;

/// As write_safetensors, with the same bytes. Error(kInternal) when the pieces do not fit a tensor's shape.
void write_safetensors(const std::filesystem::path& path, std::span<const TensorView> tensors, const Metadata& metadata,
                       const TensorPieces& pieces);

}  // namespace bplf
