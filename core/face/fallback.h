// SPDX-License-Identifier: GPL-3.0-or-later
// Two detectors in turn: a quick one, and a thorough one for what it misses.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "core/face/detector.h"

namespace bplf {

/// The faces that `first` finds; those of `second` where it finds none.
class FallbackDetector final : public FaceDetector {
  public:
    FallbackDetector(std::unique_ptr<FaceDetector> first, std::unique_ptr<FaceDetector> second)
        : first_(std::move(first)), second_(std::move(second)) {}

    std::string name() const override { return first_->name() + "+" + second_->name(); }
    using FaceDetector::detect;
    std::vector<Face> detect(const Image& image, const DetectOptions& options) override {
        auto faces = first_->detect(image, options);
        return faces.empty() ? second_->detect(image, options) : faces;
    }

  private:
    std::unique_ptr<FaceDetector> first_;
    std::unique_ptr<FaceDetector> second_;
};

}  // namespace bplf
