// SPDX-License-Identifier: GPL-3.0-or-later
// A judge without weights.
#pragma once

#include "core/engine/judge.h"

namespace bplf::test {

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

}  // namespace bplf::test
