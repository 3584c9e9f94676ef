// SPDX-License-Identifier: GPL-3.0-or-later
// The detector "none": ready crops are taken as they are.
#pragma once

#include "core/face/detector.h"

namespace bplf {

/// Always one face: the largest centred square.
class WholeImageDetector final : public FaceDetector {
  public:
    std::string name() const override { return "none"; }
    using FaceDetector::detect;
    std::vector<Face> detect(const Image& image, const DetectOptions&) override {
        if (image.empty()) return {};
        const double side = image.width < image.height ? image.width : image.height;
        return {{{(image.width - side) / 2, (image.height - side) / 2, side, side}, 1, std::nullopt, 1}};
    }
};

}  // namespace bplf
