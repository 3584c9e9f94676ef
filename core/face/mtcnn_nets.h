// SPDX-License-Identifier: GPL-3.0-or-later
// The three networks of MT-CNN (P-, R- and O-Net): layers and weights, nothing of the search.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "core/image/image.h"

namespace bplf {

/// Weights by name, contiguous float32.
using NetWeights = std::map<std::string, at::Tensor>;

/// What one of the networks says of N windows; P-Net of N maps [N, ·, h, w].
struct NetOutput {
    at::Tensor face;       ///< probability of a face, [N] or [N, h, w]
    at::Tensor offsets;    ///< of the box's left, top, right, bottom in box sides, [N, 4] or [N, 4, h, w]
    at::Tensor landmarks;  ///< O-Net only: x1 … x5, y1 … y5 in box sides, [N, 10]
};

/// An image as float32 [1, 3, H, W] with values 0 … 255.
at::Tensor image_planes(const Image& image);
/// (planes − 127.5) / 128: what the networks take.
at::Tensor network_input(const at::Tensor& planes);

/// The networks with their weights. Inputs: float32 RGB, (pixel − 127.5) / 128. Immutable, thread-safe.
class MtcnnNets {
  public:
    /// Reads pnet.safetensors, rnet.safetensors and onet.safetensors. Error(kInput) naming the file when one is
    /// missing, is no such file, or holds other tensors than the networks need.
    explicit MtcnnNets(const std::filesystem::path& folder);

    NetOutput p_net(const at::Tensor& image) const;    ///< [N, 3, H, W], H and W at least 12
    NetOutput r_net(const at::Tensor& windows) const;  ///< [N, 3, 24, 24]
    NetOutput o_net(const at::Tensor& windows) const;  ///< [N, 3, 48, 48]

    const NetWeights& p_weights() const { return p_; }
    const NetWeights& r_weights() const { return r_; }
    const NetWeights& o_weights() const { return o_; }

  private:
    NetWeights p_;
    NetWeights r_;
    NetWeights o_;
};

/// Number of parameters in all of a net's tensors.
std::int64_t parameter_count(const NetWeights& weights);

}  // namespace bplf
