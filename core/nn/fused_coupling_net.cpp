// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/fused_coupling_net.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include "core/nn/bias_relu_cpu.h"
#include "core/nn/coupling_net.h"
#include "core/nn/plane_rows.h"
#include "core/nn/shifted_planes.h"
#include "core/ops/operands.h"

namespace bplf::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr auto kRows = at::MemoryFormat::ChannelsLast;
constexpr std::size_t kLayers = 3, kTensors = 5;

std::array<const at::Tensor*, kTensors> tensors_of(const CouplingLayer& layer) {
    return {&layer.weight, &layer.bias, &layer.logs, &layer.label, &layer.position};
}
std::array<at::Tensor*, kTensors> tensors_of(CouplingLayer& layer) {
    return {&layer.weight, &layer.bias, &layer.logs, &layer.label, &layer.position};
}

/// What a layer's convolution and epilogue work with.
struct FoldedLayer {
    at::Tensor weight;    ///< times gain, without the border's channel, compute type, channels-last
    at::Tensor bias;      ///< [1 or N, out]: times gain, plus the label's
    at::Tensor gain;      ///< [out] or undefined
    at::Tensor position;  ///< [1, out, H, W] or undefined
};

at::Tensor indicator(std::int64_t ring, std::int64_t height, std::int64_t width, const at::TensorOptions& options) {
    at::Tensor plane = at::ones({1, 1, height + 2 * ring, width + 2 * ring}, options);
    plane.narrow(2, ring, height).narrow(3, ring, width).zero_();
    return plane;
}

FoldedLayer fold(const CouplingLayer& layer, const at::Tensor& x, const at::Tensor& h, at::ScalarType type) {
    FoldedLayer folded{layer.weight, layer.bias, {}, layer.position};
    if (layer.logs.defined()) {
        folded.gain = (layer.logs * kLogScaleFactor).exp();
        folded.weight = folded.weight * folded.gain.view({-1, 1, 1, 1});
        folded.bias = folded.bias * folded.gain;
    }
    folded.bias = folded.bias.unsqueeze(0);
    if (layer.label.defined()) folded.bias = folded.bias + at::matmul(h, layer.label);
    const std::int64_t in = x.size(1);
    if (folded.weight.size(1) > in) {
        folded.position = edge_response(folded.weight.narrow(1, in, 1), x.size(2), x.size(3));
        folded.weight = folded.weight.narrow(1, 0, in);
    }
    folded.weight = folded.weight.to(type).contiguous(kRows);
    folded.bias = folded.bias.contiguous();
    return folded;
}

at::Tensor convolve_rows(const at::Tensor& rows, const at::Tensor& weight) {
    return at::conv2d(rows, weight, {}, 1, weight.size(2) / 2).contiguous(kRows);
}

BiasReluGeometry geometry_of_rows(const at::Tensor& rows, bool per_image) {
    const BiasReluType type = rows.scalar_type() == at::kBFloat16 ? BiasReluType::kBfloat16
                              : rows.scalar_type() == at::kDouble ? BiasReluType::kFloat64
                                                                  : BiasReluType::kFloat32;
    return {type, rows.size(0), rows.size(1), rows.size(2) * rows.size(3), per_image};
}

at::Tensor run_hidden_layer(const FoldedLayer& layer, const at::Tensor& rows) {
    at::Tensor y = convolve_rows(rows, layer.weight);
    const at::Tensor position = layer.position.defined() ? layer.position.contiguous(kRows) : at::Tensor();
    bias_relu_forward(geometry_of_rows(y, layer.bias.size(0) > 1), y.const_data_ptr(), layer.bias.const_data_ptr(),
                      position.defined() ? position.const_data_ptr() : nullptr, y.mutable_data_ptr());
    return y;
}

/// Gradients of a convolution's input (undefined unless asked for) and of its folded weight.
struct ConvolutionGradients {
    at::Tensor input, weight;
};

ConvolutionGradients convolution_gradients(const at::Tensor& grad, const at::Tensor& rows, const at::Tensor& weight,
                                           bool of_rows) {
    const std::int64_t ring = weight.size(2) / 2;
    auto [of_input, of_weight, of_bias] = at::convolution_backward(grad, rows, weight, {}, {1, 1}, {ring, ring}, {1, 1},
                                                                   false, {0, 0}, 1, {of_rows, true, false});
    return {of_rows ? of_input.contiguous(kRows) : at::Tensor(), of_weight};
}

/// Few enough channels on one side that moving their planes costs less than a convolution that is built for many.
bool are_few(std::int64_t channels, std::int64_t others) {
    return 4 * channels <= others;
}

at::Tensor places_of(const at::Tensor& rows) {
    return rows.permute({0, 2, 3, 1}).reshape({-1, rows.size(1)});
}

/// Of the last layer, whose output is planes: gradients of its input rows and of its weight.
ConvolutionGradients last_gradients(const at::Tensor& grad, const at::Tensor& rows, const at::Tensor& weight) {
    const std::int64_t out = weight.size(0), in = weight.size(1), k = weight.size(2);
    if (!are_few(out, in)) {
        return convolution_gradients(rows_from_planes(grad, rows.scalar_type()), rows, weight, true);
    }
    const at::Tensor shifted = shifted_planes(grad, k, rows.scalar_type());
    const at::Tensor by_tap = weight.permute({2, 3, 0, 1}).reshape({-1, in});
    const at::Tensor of_places = at::mm(shifted.t(), by_tap);
    return {of_places.view({rows.size(0), rows.size(2), rows.size(3), in}).permute({0, 3, 1, 2}),
            at::mm(shifted, places_of(rows)).view({k, k, out, in}).permute({2, 3, 0, 1})};
}

/// Of the first layer: gradients of its input as planes of type `wide` and of its weight.
ConvolutionGradients first_gradients(const at::Tensor& grad, const at::Tensor& rows, const at::Tensor& weight,
                                     bool of_input, at::ScalarType wide) {
    const std::int64_t out = weight.size(0), in = weight.size(1), k = weight.size(2);
    if (!are_few(in, out)) {
        const auto [input, of_weight] = convolution_gradients(grad, rows, weight, of_input);
        return {of_input ? planes_from_rows(input, wide) : at::Tensor(), of_weight};
    }
    const at::Tensor of_places = places_of(grad);
    const at::Tensor shifted = shifted_planes(planes_from_rows(rows, wide), k, rows.scalar_type());
    // A weight meets the input moved by its tap the other way: the taps come out in reverse.
    const at::Tensor of_weight = at::mm(shifted, of_places).view({k * k, in, out}).flip(0).view({k, k, in, out});
    at::Tensor input;
    if (of_input) {
        const at::Tensor by_tap = weight.permute({2, 3, 1, 0}).reshape({-1, out});
        input = sum_shifted(at::mm(by_tap, of_places.t()), rows.sizes(), k);
    }
    return {input, of_weight.permute({3, 2, 0, 1})};
}

at::Tensor edge_weight_gradient(const at::Tensor& grad_position, const at::Tensor& weight) {
    const std::int64_t ring = weight.size(2) / 2;
    const at::Tensor plane = indicator(ring, grad_position.size(2), grad_position.size(3), weight.options());
    return std::get<1>(at::convolution_backward(grad_position.contiguous(), plane, weight.contiguous(), {}, {1, 1},
                                                {0, 0}, {1, 1}, false, {0, 0}, 1, {false, true, false}));
}

/// From the gradients of the folded weight, of the bias per image [N, out] and of the position map to those of the
/// layer's own tensors.
CouplingLayer unfold_gradients(const CouplingLayer& layer, const FoldedLayer& folded, const at::Tensor& h,
                               const at::Tensor& grad_weight, const at::Tensor& grad_bias,
                               const at::Tensor& grad_position) {
    CouplingLayer grads{grad_weight.to(layer.weight.scalar_type()), grad_bias.sum(0), {}, {}, {}};
    if (layer.label.defined()) grads.label = at::matmul(h.t(), grad_bias);
    if (layer.position.defined()) grads.position = grad_position;
    const std::int64_t in = grad_weight.size(1);
    if (layer.weight.size(1) > in) {
        const at::Tensor edge = edge_weight_gradient(grad_position, layer.weight.narrow(1, in, 1));
        grads.weight = at::cat({grads.weight, edge}, 1);
    }
    if (!layer.logs.defined()) return grads;
    const at::Tensor by_gain = (grads.weight * layer.weight).sum({1, 2, 3}) + grads.bias * layer.bias;
    grads.logs = by_gain * folded.gain * kLogScaleFactor;
    grads.weight = grads.weight * folded.gain.view({-1, 1, 1, 1});
    grads.bias = grads.bias * folded.gain;
    return grads;
}

/// Gradients through bias, position and ReLU of a hidden layer: of the convolution's rows (in place of those given), of
/// the bias per image and of the position map.
struct RectifierGradients {
    at::Tensor rows, bias, position;
};

RectifierGradients rectifier_gradients(const FoldedLayer& layer, const at::Tensor& y, const at::Tensor& grad) {
    const at::TensorOptions wide = y.options().dtype(y.scalar_type() == at::kDouble ? at::kDouble : at::kFloat);
    RectifierGradients result{grad, at::empty({y.size(0), y.size(1)}, wide), {}};
    if (layer.position.defined()) result.position = at::empty(layer.position.sizes(), wide, kRows);
    bias_relu_backward(geometry_of_rows(y, true), y.const_data_ptr(), grad.const_data_ptr(),
                       result.rows.mutable_data_ptr(), result.bias.mutable_data_ptr(),
                       result.position.defined() ? result.position.mutable_data_ptr() : nullptr);
    return result;
}

class FusedCouplingNet : public torch::autograd::Function<FusedCouplingNet> {
  public:
    /// `parameters`: the defined tensors of the layers in order; `present` says which those are.
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const std::optional<at::Tensor>& label,
                              at::TensorList parameters, std::int64_t present, at::ScalarType type) {
        const at::Tensor h = label.value_or(at::Tensor());
        const auto layers = unpack(parameters, present);
        variable_list saved{h, rows_from_planes(x, type)};
        std::array<FoldedLayer, kLayers> folded;
        for (std::size_t i = 0; i < kLayers; ++i) {
            folded[i] = fold(layers[i], saved.back(), h, type);
            if (i + 1 < kLayers) saved.push_back(run_hidden_layer(folded[i], saved.back()));
        }
        const FoldedLayer& last = folded.back();
        const at::Tensor out =
            planes_from_rows(convolve_rows(saved.back(), last.weight), x.scalar_type(), last.bias, last.position);
        for (const FoldedLayer& layer : folded) {
            saved.insert(saved.end(), {layer.weight, layer.gain, layer.position});
        }
        saved.insert(saved.end(), parameters.begin(), parameters.end());
        context->save_for_backward(std::move(saved));
        context->saved_data["present"] = present;
        return out;
    }

    static variable_list backward(AutogradContext* context, const variable_list& grads) {
        ops::check_first_derivative("fused_coupling_net");
        const variable_list saved = context->get_saved_variables();
        const std::int64_t present = context->saved_data["present"].toInt();
        const at::Tensor& h = saved[0];
        const at::Tensor* rows = &saved[1];  // the input of each layer
        const at::Tensor* fold_tensors = rows + kLayers;
        const auto layers = unpack(at::TensorList(saved).slice(1 + kLayers + 3 * kLayers), present);
        const at::Tensor grad = grads[0].contiguous();
        const auto folded = [&](std::size_t i) {
            return FoldedLayer{fold_tensors[3 * i], {}, fold_tensors[3 * i + 1], fold_tensors[3 * i + 2]};
        };
        std::array<CouplingLayer, kLayers> results;
        const FoldedLayer last = folded(2), middle = folded(1), first = folded(0);
        ConvolutionGradients by = last_gradients(grad, rows[2], last.weight);
        results[2] = unfold_gradients(layers[2], last, h, by.weight, grad.sum({2, 3}),
                                      last.position.defined() ? grad.sum(0, true) : at::Tensor());
        RectifierGradients through = rectifier_gradients(middle, rows[2], by.input);
        by = convolution_gradients(through.rows, rows[1], middle.weight, true);
        results[1] = unfold_gradients(layers[1], middle, h, by.weight, through.bias, through.position);
        through = rectifier_gradients(first, rows[1], by.input);
        by = first_gradients(through.rows, rows[0], first.weight, context->needs_input_grad(0), grad.scalar_type());
        results[0] = unfold_gradients(layers[0], first, h, by.weight, through.bias, through.position);
        variable_list result{by.input, at::Tensor()};
        pack(results, present, result);
        result.resize(result.size() + 2);
        return result;
    }

  private:
    static std::array<CouplingLayer, kLayers> unpack(at::TensorList parameters, std::int64_t present) {
        std::array<CouplingLayer, kLayers> layers;
        std::size_t next = 0, bit = 0;
        for (CouplingLayer& layer : layers) {
            for (at::Tensor* tensor : tensors_of(layer)) {
                if ((present >> bit++ & 1) != 0) *tensor = parameters[next++];
            }
        }
        return layers;
    }

    static void pack(const std::array<CouplingLayer, kLayers>& layers, std::int64_t present, variable_list& into) {
        std::size_t bit = 0;
        for (const CouplingLayer& layer : layers) {
            for (const at::Tensor* tensor : tensors_of(layer)) {
                if ((present >> bit++ & 1) != 0) into.push_back(*tensor);
            }
        }
    }
};

}  // namespace

at::Tensor edge_response(const at::Tensor& weight, std::int64_t height, std::int64_t width) {
    return at::conv2d(indicator(weight.size(2) / 2, height, width, weight.options()), weight);
}

at::Tensor fused_coupling_net(const at::Tensor& x, const at::Tensor& h, const std::array<CouplingLayer, 3>& layers,
                              at::ScalarType compute_type) {
    variable_list parameters;
    std::int64_t present = 0, bit = 1;
    for (const CouplingLayer& layer : layers) {
        for (const at::Tensor* tensor : tensors_of(layer)) {
            if (tensor->defined()) {
                parameters.push_back(*tensor);
                present |= bit;
            }
            bit <<= 1;
        }
    }
    return FusedCouplingNet::apply(x, h.defined() ? std::optional(h) : std::nullopt, at::TensorList(parameters),
                                   present, compute_type);
}

}  // namespace bplf::nn
