// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/mtcnn_nets.h"

#include <ATen/ATen.h>

#include <vector>

#include "core/base/error.h"
#include "core/image/resize.h"
#include "core/io/safetensors.h"

namespace bplf {
namespace {

using Shape = std::vector<std::int64_t>;
using Shapes = std::map<std::string, Shape>;

void add_layer(Shapes& shapes, const std::string& name, const Shape& weight) {
    shapes[name + ".weight"] = weight;
    shapes[name + ".bias"] = {weight.front()};
}

Shapes p_shapes() {
    Shapes shapes{{"prelu1.weight", {10}}, {"prelu2.weight", {16}}, {"prelu3.weight", {32}}};
    add_layer(shapes, "conv1", {10, 3, 3, 3});
    add_layer(shapes, "conv2", {16, 10, 3, 3});
    add_layer(shapes, "conv3", {32, 16, 3, 3});
    add_layer(shapes, "conv4_1", {2, 32, 1, 1});
    add_layer(shapes, "conv4_2", {4, 32, 1, 1});
    return shapes;
}

Shapes r_shapes() {
    Shapes shapes{{"prelu1.weight", {28}}, {"prelu2.weight", {48}}, {"prelu3.weight", {64}}, {"prelu4.weight", {128}}};
    add_layer(shapes, "conv1", {28, 3, 3, 3});
    add_layer(shapes, "conv2", {48, 28, 3, 3});
    add_layer(shapes, "conv3", {64, 48, 2, 2});
    add_layer(shapes, "dense4", {128, 576});
    add_layer(shapes, "dense5_1", {2, 128});
    add_layer(shapes, "dense5_2", {4, 128});
    return shapes;
}

Shapes o_shapes() {
    Shapes shapes{{"prelu1.weight", {32}},
                  {"prelu2.weight", {64}},
                  {"prelu3.weight", {64}},
                  {"prelu4.weight", {128}},
                  {"prelu5.weight", {256}}};
    add_layer(shapes, "conv1", {32, 3, 3, 3});
    add_layer(shapes, "conv2", {64, 32, 3, 3});
    add_layer(shapes, "conv3", {64, 64, 3, 3});
    add_layer(shapes, "conv4", {128, 64, 2, 2});
    add_layer(shapes, "dense5", {256, 1152});
    add_layer(shapes, "dense6_1", {2, 256});
    add_layer(shapes, "dense6_2", {4, 256});
    add_layer(shapes, "dense6_3", {10, 256});
    return shapes;
}

NetWeights load(const std::filesystem::path& path, const Shapes& shapes) {
    const SafetensorsFile file(path);
    NetWeights weights;
    for (const auto& [name, shape] : shapes) {
        const TensorView* found = file.find(name);
        if (found == nullptr || found->shape != shape || found->dtype != DType::kF32) {
            throw_input_error("has no tensor \"" + name + "\" of the expected shape.", path.string(),
                              "Install the program again.");
        }
        auto* values = const_cast<std::byte*>(found->bytes.data());
        weights[name] = at::from_blob(values, shape, at::kFloat).clone();
    }
    return weights;
}

at::Tensor convolve(const NetWeights& net, const at::Tensor& x, const std::string& layer) {
    return at::conv2d(x, net.at(layer + ".weight"), net.at(layer + ".bias"));
}

at::Tensor dense(const NetWeights& net, const at::Tensor& x, const std::string& layer) {
    return at::linear(x, net.at(layer + ".weight"), net.at(layer + ".bias"));
}

at::Tensor prelu(const NetWeights& net, const at::Tensor& x, const std::string& layer) {
    return at::prelu(x, net.at(layer + ".weight"));
}

at::Tensor pool(const at::Tensor& x, std::int64_t side) {
    return at::max_pool2d(x, {side, side}, {2, 2}, {0, 0}, {1, 1}, /*ceil_mode=*/true);
}

/// The dense layers descend from a column-major original: width before height, channels last.
at::Tensor flatten_whc(const at::Tensor& x) {
    return at::flatten(x.permute({0, 3, 2, 1}), 1);
}

at::Tensor face_probability(const at::Tensor& logits) {
    return at::softmax(logits, 1).select(1, 1);
}

}  // namespace

at::Tensor image_planes(const Image& image) {
    const Image rgb = to_rgb(image);
    auto* data = const_cast<std::uint8_t*>(rgb.pixels.data());
    const at::Tensor bytes = at::from_blob(data, {rgb.height, rgb.width, 3}, at::kByte);
    return bytes.permute({2, 0, 1}).unsqueeze(0).to(at::kFloat).contiguous();
}

at::Tensor network_input(const at::Tensor& planes) {
    return (planes - 127.5) / 128;
}

MtcnnNets::MtcnnNets(const std::filesystem::path& folder)
    : p_(load(folder / "pnet.safetensors", p_shapes())),
      r_(load(folder / "rnet.safetensors", r_shapes())),
      o_(load(folder / "onet.safetensors", o_shapes())) {}

NetOutput MtcnnNets::p_net(const at::Tensor& image) const {
    const c10::InferenceMode guard;
    at::Tensor x = pool(prelu(p_, convolve(p_, image, "conv1"), "prelu1"), 2);
    x = prelu(p_, convolve(p_, x, "conv2"), "prelu2");
    x = prelu(p_, convolve(p_, x, "conv3"), "prelu3");
    return {face_probability(convolve(p_, x, "conv4_1")), convolve(p_, x, "conv4_2"), {}};
}

NetOutput MtcnnNets::r_net(const at::Tensor& windows) const {
    const c10::InferenceMode guard;
    at::Tensor x = pool(prelu(r_, convolve(r_, windows, "conv1"), "prelu1"), 3);
    x = pool(prelu(r_, convolve(r_, x, "conv2"), "prelu2"), 3);
    x = flatten_whc(prelu(r_, convolve(r_, x, "conv3"), "prelu3"));
    x = prelu(r_, dense(r_, x, "dense4"), "prelu4");
    return {face_probability(dense(r_, x, "dense5_1")), dense(r_, x, "dense5_2"), {}};
}

NetOutput MtcnnNets::o_net(const at::Tensor& windows) const {
    const c10::InferenceMode guard;
    at::Tensor x = pool(prelu(o_, convolve(o_, windows, "conv1"), "prelu1"), 3);
    x = pool(prelu(o_, convolve(o_, x, "conv2"), "prelu2"), 3);
    x = pool(prelu(o_, convolve(o_, x, "conv3"), "prelu3"), 2);
    x = flatten_whc(prelu(o_, convolve(o_, x, "conv4"), "prelu4"));
    x = prelu(o_, dense(o_, x, "dense5"), "prelu5");
    return {face_probability(dense(o_, x, "dense6_1")), dense(o_, x, "dense6_2"), dense(o_, x, "dense6_3")};
}

std::int64_t parameter_count(const NetWeights& weights) {
    std::int64_t count = 0;
    for (const auto& [name, tensor] : weights) count += tensor.numel();
    return count;
}

}  // namespace bplf
