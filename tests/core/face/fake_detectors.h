// SPDX-License-Identifier: GPL-3.0-or-later
// Face detectors with a known answer.
#pragma once

#include "core/face/detector.h"

namespace bplf::test {

/// Always the same box.
class FixedBox final : public FaceDetector {
  public:
    explicit FixedBox(FaceRect box) : box_(box) {}
    std::string name() const override { return "fixed"; }
    using FaceDetector::detect;
    std::vector<Face> detect(const Image&, const DetectOptions&) override {
        Face face;
        face.box = box_;
        face.score = 1;
        return {face};
    }

  private:
    FaceRect box_;
};

/// Never a face.
class NeverFinds final : public FaceDetector {
  public:
    std::string name() const override { return "never"; }
    using FaceDetector::detect;
    std::vector<Face> detect(const Image&, const DetectOptions&) override { return {}; }
};

}  // namespace bplf::test
