// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/coupling_plan.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr float kLogScaleFactor = 3.0f;  // nn::kLogScaleFactor

std::vector<float> gains(const std::vector<float>& logs, int count) {
    std::vector<float> values(static_cast<std::size_t>(count), 1.0f);
    for (std::size_t i = 0; i < logs.size(); ++i) values[i] = std::exp(kLogScaleFactor * logs[i]);
    return values;
}

void scale_rows(std::vector<float>& weight, const std::vector<float>& gain) {
    const std::size_t row = weight.size() / gain.size();
    for (std::size_t i = 0; i < weight.size(); ++i) weight[i] *= gain[i / row];
}

/// Keeps input channels [from, from + count) of [out, in, taps].
std::vector<float> slice_inputs(std::span<const float> weight, int out, int in, int from, int count) {
    const std::size_t taps = weight.size() / static_cast<std::size_t>(out * in);
    std::vector<float> part;
    for (int o = 0; o < out; ++o) {
        const auto* begin = weight.data() + static_cast<std::size_t>(o * in + from) * taps;
        part.insert(part.end(), begin, begin + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(count) * taps));
    }
    return part;
}

int kernel_of(std::size_t values, int out, int in) {
    return static_cast<int>(std::lround(std::sqrt(static_cast<double>(values) / (out * in))));
}

/// 1×1 or 3×3, with or without the border indicator as one more input.
int input_channels(std::size_t values, int out, int in) {
    for (const int kernel : {1, 3}) {
        for (const int extra : {0, 1}) {
            if (values == static_cast<std::size_t>(out * (in + extra) * kernel * kernel)) return in + extra;
        }
    }
    throw_check_failed("kernel 1 or 3", "a coupling network has an unknown kernel size", __FILE__, __LINE__);
}

void add_mix(std::vector<float>& target, const std::vector<float>& table, std::span<const float> mix) {
    if (table.empty()) return;
    const std::size_t columns = table.size() / mix.size();
    for (std::size_t label = 0; label < mix.size(); ++label) {
        for (std::size_t c = 0; c < columns; ++c) target[c] += mix[label] * table[label * columns + c];
    }
}

void pad_to(std::vector<float>& values, int count) {
    values.resize(static_cast<std::size_t>(count), 0.0f);
}

}  // namespace

std::vector<float> CouplingPlan::edge_map(std::span<const float> weight, const nn::PackedConv& like, int in) const {
    const auto edge = slice_inputs(weight, like.out, in + 1, in, 1);
    const nn::PackedConv conv = nn::pack_conv(edge, like.out, 1, like.kernel);
    const int ring = like.kernel / 2;
    const int row = width_px_ + 2 * ring;
    std::vector<float> plane(static_cast<std::size_t>(row * (height_ + 2 * ring)), 1.0f);
    for (int y = 0; y < height_; ++y) {
        std::fill_n(plane.begin() + (y + ring) * row + ring, width_px_, 0.0f);
    }
    std::vector<float> map(static_cast<std::size_t>(height_ * width_px_ * conv.out_padded));
    const std::vector<float> zero(static_cast<std::size_t>(conv.out_padded));
    nn::direct_conv(conv, {plane.data(), row, 1}, height_, width_px_,
                    {map.data(), width_px_ * conv.out_padded, conv.out_padded}, {zero.data()});
    return map;
}

CouplingPlan::Hidden CouplingPlan::make_hidden(const WeightSource& weights, const std::string& prefix, int in,
                                               int width, HiddenSums sums) const {
    Hidden layer;
    std::vector<float> weight = weights(prefix + "_weight");
    const auto gain = gains(weights(prefix + "_logs"), width);
    scale_rows(weight, gain);
    layer.bias = weights(prefix + "_bias");
    for (std::size_t i = 0; i < layer.bias.size(); ++i) layer.bias[i] *= gain[i];
    layer.label = weights(prefix + "_label");
    layer.label_gain = weights(prefix + "_label_gain");
    const int stored_in = input_channels(weight.size(), width, in);
    const int kernel = kernel_of(weight.size(), width, stored_in);
    const std::vector<float> kept = slice_inputs(weight, width, stored_in, 0, in);
    layer.conv = nn::pack_conv(kept, width, in, kernel);
    if (sums == HiddenSums::kFewProducts && kernel == 3 && height_ % 2 == 0 && width_px_ % 2 == 0) {
        layer.few_products = nn::pack_winograd(kept, width, in);
        layer.conv.weight = {};
    }
    pad_to(layer.bias, layer.conv.out_padded);
    if (stored_in > in) layer.position = edge_map(weight, layer.conv, in);
    const std::vector<float> learned = weights(prefix + "_position");
    if (!learned.empty()) {
        const auto pixels = static_cast<std::size_t>(height_ * width_px_);
        const auto stride = static_cast<std::size_t>(layer.conv.out_padded);
        layer.position.assign(pixels * stride, 0.0f);
        for (std::size_t i = 0; i < learned.size(); ++i) {
            layer.position[(i % pixels) * stride + i / pixels] = learned[i];
        }
    }
    return layer;
}

CouplingPlan::CouplingPlan(const WeightSource& weights, const std::string& prefix, int in, int width, int out,
                           int height, int width_px, HiddenSums sums)
    : in_(in), height_(height), width_px_(width_px) {
    a_ = make_hidden(weights, prefix + "a", in, width, sums);
    b_ = make_hidden(weights, prefix + "b", width, width, sums);
    std::vector<float> weight = weights(prefix + "last_weight");
    const auto gain = gains(weights(prefix + "last_logs"), out);
    scale_rows(weight, gain);
    last_bias_ = weights(prefix + "last_bias");
    for (std::size_t i = 0; i < last_bias_.size(); ++i) last_bias_[i] *= gain[i];
    last_label_ = weights(prefix + "last_label");
    const int stored_in = input_channels(weight.size(), out, width);
    const int kernel = kernel_of(weight.size(), out, stored_in);
    last_ = nn::pack_conv(slice_inputs(weight, out, stored_in, 0, width), out, width, kernel);
    pad_to(last_bias_, last_.out_padded);
    if (stored_in > width) last_position_ = edge_map(weight, last_, width);
}

void CouplingPlan::hidden_context(const Hidden& layer, std::span<const float> mix, std::vector<float>& bias,
                                  std::vector<float>& gain) const {
    bias = layer.bias;
    if (!layer.label_gain.empty()) {
        gain.assign(bias.size(), 1.0f);
        add_mix(gain, layer.label_gain, mix);
        for (std::size_t i = 0; i < bias.size(); ++i) bias[i] *= gain[i];
    }
    add_mix(bias, layer.label, mix);
}

CouplingContext CouplingPlan::context(std::span<const float> label_weights) const {
    CouplingContext context;
    hidden_context(a_, label_weights, context.bias_a, context.gain_a);
    hidden_context(b_, label_weights, context.bias_b, context.gain_b);
    context.bias_last = last_bias_;
    add_mix(context.bias_last, last_label_, label_weights);
    return context;
}

CouplingPlan::Scratch CouplingPlan::make_scratch() const {
    const auto ringed = [&](int kernel, int channels) {
        const int ring = kernel / 2;
        return std::vector<float>(static_cast<std::size_t>((height_ + 2 * ring) * (width_px_ + 2 * ring) * channels));
    };
    return {ringed(a_.conv.kernel, in_),
            ringed(b_.conv.kernel, a_.conv.out_padded),
            ringed(last_.kernel, b_.conv.out_padded),
            std::vector<float>(static_cast<std::size_t>(height_ * width_px_ * last_.out_padded)),
            {}};
}

void CouplingPlan::gather(std::initializer_list<ChannelSource> input, Scratch& scratch) const {
    const int ring = a_.conv.kernel / 2, row = (width_px_ + 2 * ring) * in_;
    int begin = 0;
    for (const ChannelSource& source : input) {
        for (int y = 0; y < height_; ++y) {
            float* target = scratch.input.data() + (y + ring) * row + ring * in_ + begin;
            for (int x = 0; x < width_px_; ++x) {
                const float* pixel = source.values + static_cast<std::ptrdiff_t>(y * width_px_ + x) * source.stride;
                std::copy_n(pixel, source.channels, target + x * in_);
            }
        }
        begin += source.channels;
    }
    BPLF_CHECK(begin == in_, "the sources must be the network's input");
}

void CouplingPlan::convolve(const Hidden& layer, const nn::ConvInput& input, const nn::ConvOutput& output,
                            const nn::ConvEpilogue& epilogue, Scratch& scratch) const {
    if (layer.few_products.weight.empty())
        nn::direct_conv(layer.conv, input, height_, width_px_, output, epilogue);
    else
        nn::winograd_conv(layer.few_products, input, height_, width_px_, output, epilogue, scratch.products);
}

void CouplingPlan::run(const CouplingContext& context, std::initializer_list<ChannelSource> input,
                       Scratch& scratch) const {
    const auto none = [](const std::vector<float>& v) { return v.empty() ? nullptr : v.data(); };
    gather(input, scratch);
    const int row_a = (width_px_ + 2 * (a_.conv.kernel / 2)) * in_;
    const int hidden_a = a_.conv.out_padded, hidden_b = b_.conv.out_padded;
    const int ring_b = b_.conv.kernel / 2, row_b = (width_px_ + 2 * ring_b) * hidden_a;
    const int ring_c = last_.kernel / 2, row_c = (width_px_ + 2 * ring_c) * hidden_b;
    convolve(a_, {scratch.input.data(), row_a, in_},
             {scratch.hidden_a.data() + ring_b * (row_b + hidden_a), row_b, hidden_a},
             {context.bias_a.data(), none(context.gain_a), none(a_.position), true}, scratch);
    convolve(b_, {scratch.hidden_a.data(), row_b, hidden_a},
             {scratch.hidden_b.data() + ring_c * (row_c + hidden_b), row_c, hidden_b},
             {context.bias_b.data(), none(context.gain_b), none(b_.position), true}, scratch);
    nn::direct_conv(last_, {scratch.hidden_b.data(), row_c, hidden_b}, height_, width_px_,
                    {scratch.out.data(), width_px_ * last_.out_padded, last_.out_padded},
                    {context.bias_last.data(), nullptr, none(last_position_), false});
}

}  // namespace bplf
