// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/sampler.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <mutex>

#include "core/base/error.h"
#include "core/base/philox.h"
#include "core/base/progress.h"
#include "core/sample/noise_streams.h"

namespace bplf {
namespace {

using Clock = std::chrono::steady_clock;

/// The first exception of a parallel loop, thrown again by its caller: OpenMP lets none out.
class FirstError {
  public:
    template <typename Work>
    void guard(Work&& work) {
        try {
            work();
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!error_) error_ = std::current_exception();
        }
    }
    void rethrow() const {
        if (error_) std::rethrow_exception(error_);
    }

  private:
    std::mutex mutex_;
    std::exception_ptr error_;
};

/// The picture of its values.
void finish(DrawnPicture& drawing, const flow::FlowConfig& config) {
    for (const float value : drawing.values) {
        if (std::isfinite(value)) continue;
        throw Error(ErrorKind::kNumeric, "The picture left the finite range.", {},
                    "Lower the temperature; if it stays, the model is unstable: use an earlier checkpoint.");
    }
    drawing.image = image_from_values(drawing.values, config);
}

}  // namespace

Sampler::Sampler(std::shared_ptr<const FlowPlan> plan, int threads) : plan_(std::move(plan)) {
    for (int i = 0; i < std::max(1, threads); ++i) scratch_.push_back(plan_->make_scratch());
}

std::vector<std::vector<float>> Sampler::code_of_seed(std::uint64_t seed, std::span<const double> temperature) const {
    const auto& shapes = plan_->shapes();
    BPLF_CHECK(temperature.size() == shapes.size(), "one temperature per level");
    const std::vector<std::uint32_t> streams = noise_streams(plan_->config(), shapes.size());
    std::vector<std::vector<float>> codes;
    for (std::size_t level = 0; level < shapes.size(); ++level) {
        std::vector<float> eps(static_cast<std::size_t>(shapes[level].size()));
        PhiloxStream(seed, streams[level]).fill_normal(eps);
        for (float& value : eps) value = static_cast<float>(value * temperature[level]);
        codes.push_back(std::move(eps));
    }
    return codes;
}

DrawnPicture Sampler::run(const DrawJob& job, FlowPlan::Scratch& scratch, const std::stop_token& stop) const {
    DrawnPicture drawing;
    drawing.values.resize(static_cast<std::size_t>(plan_->config().dimensions()));
    drawing.log_likelihood = plan_->decode(*job.context, job.codes, drawing.values, scratch, stop);
    finish(drawing, plan_->config());
    return drawing;
}

std::vector<Coded> Sampler::encode_all(std::span<const std::shared_ptr<const FlowContext>> contexts,
                                       std::span<const float> values, const std::stop_token& stop) const {
    return plan_->encode_all(contexts, values, *scratch_.front(), stop);
}

DrawnPicture Sampler::complete(const GivenPixels& given, const std::vector<std::vector<float>>& codes,
                               const std::stop_token& stop) const {
    DrawnPicture drawing;
    drawing.values.resize(static_cast<std::size_t>(plan_->config().dimensions()));
    plan_->complete(given, codes, drawing.values, *scratch_.front(), stop);
    finish(drawing, plan_->config());
    return drawing;
}

DrawnPicture Sampler::draw_one(const DrawJob& job, const std::stop_token& stop) const {
    return run(job, *scratch_.front(), stop);
}

void Sampler::draw(std::span<const int> order, const std::function<DrawJob(int)>& make,
                   const std::function<void(int, DrawnPicture&&, double)>& deliver, const std::stop_token& stop) const {
    const std::size_t group = scratch_.size();
    for (std::size_t begin = 0; begin < order.size(); begin += group) {
        throw_if_stopped(stop);
        const auto start = Clock::now();
        const std::size_t count = std::min(group, order.size() - begin);
        std::vector<DrawnPicture> drawings(count);
        FirstError error;
#pragma omp parallel for num_threads(static_cast<int>(group)) if (count > 1) schedule(static, 1)
        for (std::size_t i = 0; i < count; ++i)
            error.guard([&] { drawings[i] = run(make(order[begin + i]), *scratch_[i], stop); });
        error.rethrow();
        const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
        for (std::size_t i = 0; i < count; ++i) deliver(order[begin + i], std::move(drawings[i]), seconds);
    }
}

double Sampler::encode(const FlowContext& context, std::span<const float> values,
                       std::vector<std::vector<float>>& codes, const std::stop_token& stop) const {
    return plan_->encode(context, values, codes, *scratch_.front(), stop);
}

Image image_from_values(std::span<const float> values, const flow::FlowConfig& config) {
    const int width = static_cast<int>(config.width_px), height = static_cast<int>(config.height);
    const int channels = static_cast<int>(config.channels), pixels = width * height;
    Image image(width, height, channels);
    const float half_bins = std::ldexp(1.0f, config.n_bits - 1);
    const int top = (1 << config.n_bits) - 1;
    for (int c = 0; c < channels; ++c) {
        for (int p = 0; p < pixels; ++p) {
            const float scaled = std::floor((values[static_cast<std::size_t>(c * pixels + p)] + 1.0f) * half_bins);
            const int bin = scaled > 0 ? static_cast<int>(std::min(scaled, static_cast<float>(top))) : 0;
            image.pixels[static_cast<std::size_t>(p * channels + c)] =
                static_cast<std::uint8_t>(bin << (8 - config.n_bits));
        }
    }
    return image;
}

std::vector<float> values_from_image(const Image& image, const flow::FlowConfig& config) {
    if (image.width != config.width_px || image.height != config.height || image.channels != config.channels) {
        throw_input_error("is " + std::to_string(image.width) + "×" + std::to_string(image.height) + "×" +
                              std::to_string(image.channels) + " pixels; the model is for " +
                              std::to_string(config.width_px) + "×" + std::to_string(config.height) + "×" +
                              std::to_string(config.channels) + ".",
                          "crop", "Crop the photo for this model first.");
    }
    const int channels = image.channels, pixels = image.width * image.height;
    std::vector<float> values(image.pixels.size());
    const float bin_width = std::ldexp(1.0f, 1 - config.n_bits);
    for (int p = 0; p < pixels; ++p) {
        for (int c = 0; c < channels; ++c) {
            const int bin = image.pixels[static_cast<std::size_t>(p * channels + c)] >> (8 - config.n_bits);
            values[static_cast<std::size_t>(c * pixels + p)] = (static_cast<float>(bin) + 0.5f) * bin_width - 1.0f;
        }
    }
    return values;
}

}  // namespace bplf
