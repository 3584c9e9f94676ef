// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures from codes with one model, all processors used, each face independent of the others.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "core/image/image.h"
#include "core/sample/flow_plan.h"

namespace bplf {

/// A code to turn into a picture.
struct DrawJob {
    std::vector<std::vector<float>> codes;  ///< eps per level
    std::shared_ptr<const FlowContext> context;
};

/// A finished picture.
struct DrawnPicture {
    Image image;
    std::vector<float> values;  ///< [C, H, W] in model range, before rounding
    double log_likelihood = 0;
};

/// Holds the plan and one scratch per thread. One caller at a time.
class Sampler {
  public:
    /// threads: how many draw at a time, at least 1.
    Sampler(std::shared_ptr<const FlowPlan> plan, int threads);

    const FlowPlan& plan() const { return *plan_; }
    /// Standard-normal code of a seed, level i scaled by temperature[i].
    std::vector<std::vector<float>> code_of_seed(std::uint64_t seed, std::span<const double> temperature) const;

    /// Draws jobs made by make(index) for index in `order`; deliver(index, drawing, seconds of its group) is called on
    /// the calling thread, in order. Error(kInterrupted) when stopped; what was delivered stays valid. Error(kNumeric)
    /// for a picture that is not finite.
    void draw(std::span<const int> order, const std::function<DrawJob(int)>& make,
              const std::function<void(int, DrawnPicture&&, double)>& deliver, const std::stop_token& stop) const;
    DrawnPicture draw_one(const DrawJob& job, const std::stop_token& stop = {}) const;

    /// Code and ln p of an image in model range.
    double encode(const FlowContext& context, std::span<const float> values, std::vector<std::vector<float>>& codes,
                  const std::stop_token& stop = {}) const;

    /// The same under each of several labels, bit for bit (FlowPlan::encode_all).
    std::vector<Coded> encode_all(std::span<const std::shared_ptr<const FlowContext>> contexts,
                                  std::span<const float> values, const std::stop_token& stop = {}) const;
    /// A given part of a picture with the rest drawn (FlowPlan::complete); the likelihood is left out. Error(kNumeric)
    /// for a picture that is not finite.
    DrawnPicture complete(const GivenPixels& given, const std::vector<std::vector<float>>& codes,
                          const std::stop_token& stop = {}) const;

  private:
    DrawnPicture run(const DrawJob& job, FlowPlan::Scratch& scratch, const std::stop_token& stop) const;

    std::shared_ptr<const FlowPlan> plan_;
    std::vector<std::shared_ptr<FlowPlan::Scratch>> scratch_;
};

/// [C, H, W] in [−1, 1) to 8 bits, as ops::quantise; NaN becomes 0.
Image image_from_values(std::span<const float> values, const flow::FlowConfig& config);
/// 8 bits to bin centres in [−1, 1), [C, H, W] (u = ½, core/sample/README.md#codes). Error(kInput) when size or
/// channels differ from the model's.
std::vector<float> values_from_image(const Image& image, const flow::FlowConfig& config);

}  // namespace bplf
