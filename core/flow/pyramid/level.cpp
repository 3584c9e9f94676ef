// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/pyramid/level.h"

#include <torch/types.h>

#include "core/base/error.h"
#include "core/flow/pyramid/colour.h"
#include "core/flow/pyramid/haar.h"
#include "core/ops/dequantise.h"

namespace bplf::flow {
namespace {

ContextFlowOptions context_flow_options(const FlowConfig& c) {
    const bool chroma = c.level == "chroma";
    ContextFlowOptions options;
    options.channels = chroma ? 2 : 3 * c.channels;
    options.given_channels = chroma ? 1 : c.channels;
    options.scales = c.levels;
    options.depth = c.depth;
    options.width = c.width;
    options.middle_kernel = c.kernels == "313" ? 1 : 3;
    options.features = c.features;
    options.log_scale_bound = c.log_scale_bound;
    options.log_deviation_bound = c.log_deviation_bound;
    return options;
}

}  // namespace

at::Tensor planes_of_image(const at::Tensor& x) {
    return x.size(1) == 3 ? yuv_of_rgb(x) : x;
}

at::Tensor image_of_planes(const at::Tensor& planes) {
    return planes.size(1) == 3 ? rgb_of_yuv(planes) : planes;
}

Level::Level(const FlowConfig& settings) : Density("Level", settings) {
    BPLF_CHECK(!settings.level.empty(), "the configuration is a level's");
    flow_ = register_module("flow", std::make_shared<ContextFlow>(context_flow_options(settings)));
}

Level::Parts Level::split(const at::Tensor& planes) const {
    BPLF_CHECK(planes.dim() == 4 && planes.size(1) == config().channels, "a level's planes");
    if (chroma()) return {planes.narrow(1, 1, 2), planes.narrow(1, 0, 1)};
    const HaarParts parts = haar_split(planes);
    return {parts.details, parts.mean};
}

at::Tensor Level::join(const Parts& parts) const {
    if (chroma()) return at::cat({parts.given, parts.modelled}, 1);
    return haar_join({parts.given, parts.modelled});
}

double Level::log_det() const {
    return chroma() ? 0 : haar_log_det(config().channels, config().height / 2, config().width_px / 2);
}

at::Tensor Level::log_likelihood(const Parts& parts) {
    return flow_->log_likelihood(parts.modelled, parts.given);
}

Encoded Level::encode(const Parts& parts, const std::stop_token& stop) {
    return flow_->encode(parts.modelled, parts.given, stop);
}

Decoded Level::decode(const std::vector<at::Tensor>& eps, const at::Tensor& given, const std::stop_token& stop) {
    return flow_->decode(eps, given, stop);
}

std::vector<CodeShape> Level::code_shapes() const {
    const std::int64_t shrink = chroma() ? 1 : 2;
    return flow_->code_shapes(config().height / shrink, config().width_px / shrink);
}

at::Tensor Level::planes_of_pixels(const at::Tensor& pixels, const at::Tensor& noise) const {
    return haar_mean(planes_of_image(ops::dequantise(pixels, noise, config().n_bits)), reduction_);
}

at::Tensor Level::pixel_bound(const at::Tensor& pixels, const at::Tensor& noise, const at::Tensor&) {
    return log_likelihood(split(planes_of_pixels(pixels, noise)));
}

std::int64_t Level::modelled_dimensions(const at::Tensor& pixels) const {
    const std::int64_t places = (pixels.size(2) >> reduction_) * (pixels.size(3) >> reduction_);
    return chroma() ? 2 * places : 3 * config().channels * (places / 4);
}

std::int64_t Level::alignment() const {
    return std::int64_t{1} << (reduction_ + config().levels + (chroma() ? 0 : 1));
}

}  // namespace bplf::flow
