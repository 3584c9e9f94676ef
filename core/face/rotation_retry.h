// SPDX-License-Identifier: GPL-3.0-or-later
// A second look at pictures in which no face was found: turned by a little to either side.
#pragma once

#include <memory>

#include "core/face/detector.h"

namespace bplf {

/// Asks `inner` for the picture as it is and, where it finds nothing, turned by −15, 15, −30 and 30 degrees; the
/// first turn with a face counts. Places are those in the given picture, and Face::roll tells the turn.
class RotationRetry final : public FaceDetector {
  public:
    explicit RotationRetry(std::unique_ptr<FaceDetector> inner) : inner_(std::move(inner)) {}

    std::string name() const override { return inner_->name(); }
    using FaceDetector::detect;
    std::vector<Face> detect(const Image& image, const DetectOptions& options) override;

  private:
    std::unique_ptr<FaceDetector> inner_;
};

}  // namespace bplf
