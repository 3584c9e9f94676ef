// SPDX-License-Identifier: GPL-3.0-or-later
// A second look at faces of which only a box is known: how far is the head turned?
#pragma once

#include <memory>
#include <string>

#include "core/face/detector.h"

namespace bplf {

/// The faces of `inner`; where one has no landmarks, MT-CNN's last network looks into its box and Face::roll becomes
/// the angle of the points it sees there, so that crops are upright. Box and crop share stay the inner detector's,
/// and so does a roll in whose box the network sees no face. The place of a crop is not changed.
class UprightDetector final : public FaceDetector {
  public:
    /// Errors as find_mtcnn_weights() and MtcnnNets.
    explicit UprightDetector(std::unique_ptr<FaceDetector> inner);
    ~UprightDetector() override;

    std::string name() const override { return inner_->name(); }
    using FaceDetector::detect;
    std::vector<Face> detect(const Image& image, const DetectOptions& options) override;

  private:
    struct Impl;
    std::unique_ptr<FaceDetector> inner_;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bplf
