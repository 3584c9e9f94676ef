// SPDX-License-Identifier: GPL-3.0-or-later
// Sets over drawn models: an engine, a judge that sees how bright a face is, and a finder of made-up landmarks.
#pragma once

#include <memory>
#include <string>

#include "core/stimuli/judge.h"
#include "core/stimuli/plan.h"
#include "tests/support/drawn_engine.h"

namespace bplf::stimuli::test {

/// Judges "happy" by the face's mean luminance over 255, "sad" by the rest.
class BrightnessJudge final : public Judge {
  public:
    const std::vector<std::string>& labels() const override;
    std::string name() const override { return "brightness"; }
    std::string sha256() const override { return std::string(64, 'c'); }
    std::optional<double> accuracy() const override { return 0.75; }
    std::map<std::string, double> accuracy_per_label() const override { return {{"happy", 0.8}, {"sad", 0.7}}; }
    std::vector<double> probabilities(const Image& face) override;
};

/// Owns what Tools point to.
struct SetTools {
    explicit SetTools(bplf::test::DrawnPace pace = {}) : engine(bplf::test::make_drawn_engine(pace)) {}
    Tools tools();

    std::unique_ptr<Engine> engine;
    BrightnessJudge judge;
};

/// Two seeds, happy and sad at 0, 50 and 100 %, 48 pixels, oval mask, mean 128 and deviation 40; with `more` fields in
/// place of its own.
Plan small_plan(const std::string& more = "{}");

}  // namespace bplf::stimuli::test
