// SPDX-License-Identifier: GPL-3.0-or-later
// The network g of one coupling, prepared for inference: norms folded, weights packed, label terms per mix. Torch-free.
#pragma once

#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "core/nn/direct_conv.h"
#include "core/nn/winograd_conv.h"

namespace bplf {

/// Float values of a named tensor of the model; empty when there is none.
using WeightSource = std::function<std::vector<float>(const std::string& name)>;

/// What a label mix adds: biases (and FiLM gains) of the three convolutions.
struct CouplingContext {
    std::vector<float> bias_a, bias_b, bias_last;
    std::vector<float> gain_a, gain_b;  ///< empty without FiLM
};

/// Some channels of a grid of pixels: `values` points to the first of them in pixel (0, 0).
struct ChannelSource {
    const float* values;
    int stride;  ///< floats per pixel
    int channels;
};

/// How the sums of hidden 3×3 convolutions are made. The ways differ in the last bits of what they give.
enum class HiddenSums {
    kDirect,       ///< nn::direct_conv: what faces of the first models keep their bits by
    kFewProducts,  ///< nn::winograd_conv, on grids with even sides
};

/// Immutable after build; run() may be called from several threads with their own scratch.
class CouplingPlan {
  public:
    /// Reads the tensors `prefix`a_weight … as nn::CouplingNet names them. Sizes in pixels and channels.
    CouplingPlan(const WeightSource& weights, const std::string& prefix, int in, int width, int out, int height,
                 int width_px, HiddenSums sums = HiddenSums::kDirect);

    CouplingContext context(std::span<const float> label_weights) const;

    /// Room for one image: rings of zeros stay zero between runs.
    struct Scratch {
        std::vector<float> input, hidden_a, hidden_b, out, products;
    };
    Scratch make_scratch() const;

    /// The net's input channels are those of the sources, in this order. Result: scratch.out, [pixels, out_padded].
    void run(const CouplingContext& context, std::initializer_list<ChannelSource> input, Scratch& scratch) const;
    int out_stride() const { return last_.out_padded; }

  private:
    struct Hidden {
        nn::PackedConv conv;  ///< without weights where `few_products` has them
        nn::WinogradConv few_products;
        std::vector<float> bias, position, label, label_gain;
    };
    void gather(std::initializer_list<ChannelSource> input, Scratch& scratch) const;
    Hidden make_hidden(const WeightSource& weights, const std::string& prefix, int in, int width,
                       HiddenSums sums) const;
    void convolve(const Hidden& layer, const nn::ConvInput& input, const nn::ConvOutput& output,
                  const nn::ConvEpilogue& epilogue, Scratch& scratch) const;
    void hidden_context(const Hidden& layer, std::span<const float> mix, std::vector<float>& bias,
                        std::vector<float>& gain) const;
    /// Response to the border indicator, [pixels, out_padded].
    std::vector<float> edge_map(std::span<const float> weight, const nn::PackedConv& like, int in) const;

    int in_, height_, width_px_;
    Hidden a_, b_;
    nn::PackedConv last_;
    std::vector<float> last_bias_, last_position_, last_label_;
};

}  // namespace bplf
