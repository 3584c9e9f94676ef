// SPDX-License-Identifier: GPL-3.0-or-later
// Face detectors with a known answer.
#pragma once

#include <atomic>

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

/// Counts how often it is asked; finds the whole picture.
class CountingDetector final : public FaceDetector {
  public:
    explicit CountingDetector(std::atomic<int>& calls) : calls_(calls) {}
    std::string name() const override { return "counting"; }
    using FaceDetector::detect;
    std::vector<Face> detect(const Image& image, const DetectOptions&) override {
        ++calls_;
        Face face;
        face.box = {0, 0, static_cast<double>(image.width), static_cast<double>(image.height)};
        return {face};
    }

  private:
    std::atomic<int>& calls_;
};

}  // namespace bplf::test
