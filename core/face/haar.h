// SPDX-License-Identifier: GPL-3.0-or-later
// Frontal faces by OpenCV's Haar cascade.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/face/detector.h"

namespace bplf {

/// How thoroughly to look.
enum class HaarSearch {
    kCareful,  ///< as below
    kStock     ///< the cascade as it comes: no padding, no enlarging, 3 neighbours; the crop is the box itself
};

/// Small images (shorter side below 96 px: data sets of ready crops) are padded by half their size
/// with replicated edges and doubled; larger ones are padded by a tenth and searched as they are,
/// shrunk first when their longer side exceeds 2048 px. Score: number of agreeing windows.
class HaarDetector final : public FaceDetector {
  public:
    /// `cascade`: an XML file, a folder of OpenCV's cascades, or empty: BPLF_HAAR_DIR, then the
    /// folder fixed at build time, then the system's. Error(kInput) naming the package to install
    /// when no cascade is found; Error(kResource) in a build without OpenCV.
    explicit HaarDetector(const std::filesystem::path& cascade = {}, HaarSearch search = HaarSearch::kCareful);
    ~HaarDetector() override;

    std::string name() const override { return "haar"; }
    using FaceDetector::detect;
    std::vector<Face> detect(const Image& image, const DetectOptions& options) override;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Version of the OpenCV that was linked; empty in builds without it.
std::string opencv_version();

/// The cascade file HaarDetector(hint) would read. Errors as there.
std::filesystem::path find_haar_cascade(const std::filesystem::path& hint = {});

}  // namespace bplf
