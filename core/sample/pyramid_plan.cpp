// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/pyramid_plan.h"

#include <torch/types.h>

#include <algorithm>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/flow/pyramid/colour.h"
#include "core/flow/pyramid/pyramid.h"
#include "core/sample/context_plan.h"
#include "core/sample/image_planes.h"
#include "core/sample/known_planes.h"
#include "core/sample/plan_weights.h"

namespace bplf {
namespace {

/// A colour image is planes Y, U, V to the levels; a grey one is what it is.
void planes_from_image(std::span<const float> image, LevelGrid grid, std::vector<float>& planes) {
    planes.resize(grid.size());
    to_pixels(image, grid, planes);
    if (grid.channels == 3) rgb_to_yuv(planes);
}

void image_from_planes(std::vector<float>& planes, LevelGrid grid, std::span<float> image) {
    if (grid.channels == 3) yuv_to_rgb(planes);
    to_planes(planes, grid, image);
}

void take_colour_out(std::vector<float>& planes) {
    for (std::size_t i = 0; i < planes.size(); i += 3) planes[i + 1] = planes[i + 2] = 0;
}

LevelGrid grid_of(const flow::FlowConfig& config) {
    return {static_cast<int>(config.channels), static_cast<int>(config.height), static_cast<int>(config.width_px)};
}

ContextPlan plan_of(const flow::Level& level) {
    const WeightSource weights = weights_of(level);
    return {level.config(), [&weights](const std::string& name) { return weights("flow." + name); },
            [&level](std::size_t scale, std::size_t step, int pixels) {
                return fold_mixing(level.flow().steps(scale)[step], pixels);
            }};
}

}  // namespace

struct PyramidPlan::Work : Scratch {
    std::shared_ptr<FlowPlan::Scratch> base;
    std::vector<std::shared_ptr<ContextPlan::Scratch>> levels;
    std::vector<float> planes, modelled, finer, base_image;
    std::vector<std::vector<float>> base_codes;
};

struct PyramidPlan::Impl {
    struct Part {
        bool chroma;
        LevelGrid grid;  ///< of the planes that this level completes
        double log_det;  ///< of putting them together
        ContextPlan plan;
    };
    std::shared_ptr<const FlowPlan> base;
    std::vector<Part> levels;              ///< coarse to fine
    std::vector<flow::FlowConfig> config;  ///< of the model that ends with the base, with the first level, …

    /// Planes of the next finer kind, of `planes` and what a level adds.
    static void join(const Part& part, Work& work);
    /// The other way: `planes` becomes what is given, `modelled` what the level models.
    static void split(const Part& part, Work& work);
    /// Of the transforms between the parts and the image that the first `used` levels give.
    double log_det(std::size_t used) const;
};

void PyramidPlan::Impl::join(const Part& part, Work& work) {
    work.finer.resize(part.grid.size());
    if (!part.chroma) {
        haar_together(work.planes, work.modelled, part.plan.given(), work.finer);
    } else {
        for (std::size_t p = 0; p < work.planes.size(); ++p) {
            work.finer[3 * p] = work.planes[p];
            work.finer[3 * p + 1] = work.modelled[2 * p];
            work.finer[3 * p + 2] = work.modelled[2 * p + 1];
        }
    }
    work.planes.swap(work.finer);
}

void PyramidPlan::Impl::split(const Part& part, Work& work) {
    work.finer.swap(work.planes);
    work.planes.resize(part.plan.given().size());
    work.modelled.resize(part.plan.modelled().size());
    if (!part.chroma) return haar_apart(work.finer, part.plan.given(), work.planes, work.modelled);
    for (std::size_t p = 0; p < work.planes.size(); ++p) {
        work.planes[p] = work.finer[3 * p];
        work.modelled[2 * p] = work.finer[3 * p + 1];
        work.modelled[2 * p + 1] = work.finer[3 * p + 2];
    }
}

double PyramidPlan::Impl::log_det(std::size_t used) const {
    const auto colour = [](const flow::FlowConfig& c) {
        return c.channels == 3 ? flow::kLogDetYuv * static_cast<double>(c.height * c.width_px) : 0;
    };
    // A colour base works on RGB itself.
    double total = colour(config[used]) - colour(config.front());
    for (std::size_t i = 0; i < used; ++i) total += levels[i].log_det;
    return total;
}

PyramidPlan::PyramidPlan(const flow::Pyramid& model) : used_(model.levels().size()) {
    auto impl = std::make_shared<Impl>();
    impl->base = make_plan(model.base());
    std::vector<flow::FlowConfig> parts{model.base()->config()};
    impl->config = parts;
    for (const auto& level : model.levels()) {
        impl->levels.push_back(
            {level->config().level == "chroma", grid_of(level->config()), level->log_det(), plan_of(*level)});
        parts.push_back(level->config());
        impl->config.push_back(flow::pyramid_config(model.config().name, parts));
    }
    impl_ = std::move(impl);
    shapes_ = PyramidPlan(impl_, used_, false).shapes_;
}

PyramidPlan::PyramidPlan(std::shared_ptr<const Impl> impl, std::size_t used, bool grey)
    : impl_(std::move(impl)), used_(used), grey_(grey) {
    const auto add = [&](const std::vector<LevelShape>& more) {
        shapes_.insert(shapes_.end(), more.begin(), more.end());
    };
    for (std::size_t i = used; i-- > 0;) add(impl_->levels[i].plan.shapes());
    add(impl_->base->shapes());
}

std::vector<int> PyramidPlan::sizes() const {
    std::vector<int> sizes;
    for (std::size_t used = 0; used <= used_; ++used) {
        const int side = static_cast<int>(impl_->config[used].height);
        if (sizes.empty() || sizes.back() != side) sizes.push_back(side);
    }
    return sizes;
}

std::shared_ptr<const FlowPlan> PyramidPlan::drawn_as(int side, bool grey) const {
    const std::int64_t wanted = side == 0 ? config().height : side;
    std::optional<std::size_t> found;
    for (std::size_t used = 0; used <= used_; ++used) {
        const flow::FlowConfig& c = impl_->config[used];
        // The first of a size has no colour yet where the base is grey: it is the luminance as it is.
        if (c.height == wanted && (!found || !(grey && impl_->config[*found].channels == 1))) found = used;
    }
    if (!found) refuse_size(side);
    return std::shared_ptr<const FlowPlan>(new PyramidPlan(impl_, *found, grey));
}

PyramidPlan::~PyramidPlan() = default;
const flow::FlowConfig& PyramidPlan::config() const {
    return impl_->config[used_];
}
const std::vector<LevelShape>& PyramidPlan::shapes() const {
    return shapes_;
}

std::shared_ptr<const FlowContext> PyramidPlan::context(std::span<const double> label_weights) const {
    return impl_->base->context(label_weights);  // labels reach the base alone
}

std::shared_ptr<FlowPlan::Scratch> PyramidPlan::make_scratch() const {
    auto work = std::make_shared<Work>();
    work->base = impl_->base->make_scratch();
    for (std::size_t i = 0; i < used_; ++i) work->levels.push_back(impl_->levels[i].plan.make_scratch());
    work->base_image.resize(static_cast<std::size_t>(impl_->base->config().dimensions()));
    return work;
}

double PyramidPlan::decode(const FlowContext& context, const std::vector<std::vector<float>>& codes,
                           std::span<float> image, Scratch& scratch, const std::stop_token& stop) const {
    auto& work = static_cast<Work&>(scratch);
    auto end = codes.end() - static_cast<std::ptrdiff_t>(impl_->base->shapes().size());
    work.base_codes.assign(end, codes.end());
    double total =
        impl_->log_det(used_) + impl_->base->decode(context, work.base_codes, work.base_image, *work.base, stop);
    planes_from_image(work.base_image, grid_of(impl_->base->config()), work.planes);
    for (std::size_t i = 0; i < used_; ++i) {
        const Impl::Part& part = impl_->levels[i];
        const auto begin = end - static_cast<std::ptrdiff_t>(part.plan.shapes().size());
        total += part.plan.decode(work.planes, {begin, end}, work.modelled, *work.levels[i], stop);
        Impl::join(part, work);
        end = begin;
    }
    if (grey_ && config().channels == 3) take_colour_out(work.planes);
    image_from_planes(work.planes, grid_of(config()), image);
    return total;
}

double PyramidPlan::encode_levels(std::span<const float> image, std::vector<std::vector<float>>& codes, Work& work,
                                  const std::stop_token& stop) const {
    codes.resize(shapes_.size());
    planes_from_image(image, grid_of(config()), work.planes);
    double total = impl_->log_det(used_);
    auto begin = codes.begin();
    for (std::size_t i = used_; i-- > 0;) {
        const Impl::Part& part = impl_->levels[i];
        Impl::split(part, work);
        const auto end = begin + static_cast<std::ptrdiff_t>(part.plan.shapes().size());
        total += part.plan.encode(work.planes, work.modelled, {begin, end}, *work.levels[i], stop);
        begin = end;
    }
    image_from_planes(work.planes, grid_of(impl_->base->config()), work.base_image);
    return total;
}

double PyramidPlan::encode(const FlowContext& context, std::span<const float> image,
                           std::vector<std::vector<float>>& codes, Scratch& scratch,
                           const std::stop_token& stop) const {
    auto& work = static_cast<Work&>(scratch);
    double total = encode_levels(image, codes, work, stop);
    total += impl_->base->encode(context, work.base_image, work.base_codes, *work.base, stop);
    std::ranges::move(work.base_codes, codes.end() - static_cast<std::ptrdiff_t>(work.base_codes.size()));
    return total;
}

std::vector<Coded> PyramidPlan::encode_all(std::span<const std::shared_ptr<const FlowContext>> contexts,
                                           std::span<const float> image, Scratch& scratch,
                                           const std::stop_token& stop) const {
    auto& work = static_cast<Work&>(scratch);
    Coded levels;  // labels reach the base alone
    levels.log_likelihood = encode_levels(image, levels.codes, work, stop);
    std::vector<Coded> all;
    for (Coded& base : impl_->base->encode_all(contexts, work.base_image, *work.base, stop)) {
        Coded& one = all.emplace_back(levels);
        one.log_likelihood += base.log_likelihood;
        std::ranges::move(base.codes, one.codes.end() - static_cast<std::ptrdiff_t>(base.codes.size()));
    }
    return all;
}

void PyramidPlan::check_given(const GivenPixels& given) const {
    const std::vector<int> known = sizes();
    if (std::ranges::find(known, given.side) == known.end()) refuse_size(given.side);
    if (given.channels == config().channels) return;
    if (given.channels == 1 && impl_->base->config().channels == 1) return;
    throw_usage_error("The model draws no colour onto a grey face.", "model",
                      "Use one whose colours are a level of their own, as the default is.");
}

void PyramidPlan::complete(const GivenPixels& given, const std::vector<std::vector<float>>& codes,
                           std::span<float> image, Scratch& scratch, const std::stop_token& stop) const {
    check_given(given);
    auto& work = static_cast<Work&>(scratch);
    const bool draws_colour = given.channels != config().channels;
    std::vector<float> planes;
    planes_from_image(given.values, {given.channels, given.side, given.side}, planes);
    const KnownPlanes known(std::move(planes), {given.channels, given.side, given.side});
    work.planes = known.at(draws_colour ? static_cast<int>(impl_->base->config().height) : given.side);
    auto end = codes.end() - static_cast<std::ptrdiff_t>(impl_->base->shapes().size());
    for (std::size_t i = 0; i < used_; ++i) {
        const Impl::Part& part = impl_->levels[i];
        const auto begin = end - static_cast<std::ptrdiff_t>(part.plan.shapes().size());
        const bool is_finer = part.grid.height > given.side;
        if (is_finer || draws_colour) {
            part.plan.decode(work.planes, {begin, end}, work.modelled, *work.levels[i], stop);
            if (is_finer) fit_details(work.planes, part.plan.given(), work.modelled);
            if (!is_finer && !part.chroma) known.put_luminance(work.modelled, part.grid);
            Impl::join(part, work);
            if (!is_finer) fit_colour(work.planes);
        }
        end = begin;
    }
    if (grey_ && config().channels == 3) take_colour_out(work.planes);
    image_from_planes(work.planes, grid_of(config()), image);
}

}  // namespace bplf
