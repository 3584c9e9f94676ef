// SPDX-License-Identifier: GPL-3.0-or-later
// Faces with five landmarks by MT-CNN (Zhang et al. 2016), on LibTorch.
#pragma once

#include <filesystem>
#include <memory>

#include "core/face/detector.h"

namespace bplf {

struct MtcnnOptions {
    double p_threshold = 0.6;
    double r_threshold = 0.7;
    double o_threshold = 0.85;       ///< the original's 0.7 lets false alarms through in plain portraits
    double central_threshold = 0.9;  ///< of the last network alone, in the middle of small pictures
    double pyramid_factor = 0.709;
};

/// Small images (shorter side below 96 px: ready crops) are padded by half their size with replicated edges and
/// doubled. The last two networks look at the middle first, then the whole is searched, then the last network alone
/// judges squares about the centre: tight faces leave the first two nothing to see of a head. Images with a longer
/// side above 2048 px are shrunk. Score: probability by the last network.
class MtcnnDetector final : public FaceDetector {
  public:
    /// Errors as find_mtcnn_weights() and MtcnnNets.
    explicit MtcnnDetector(const MtcnnOptions& options = {});
    ~MtcnnDetector() override;

    std::string name() const override { return "mtcnn"; }
    using FaceDetector::detect;
    std::vector<Face> detect(const Image& image, const DetectOptions& options) override;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The folder of the weights, "mtcnn" in one of models_folders(). Error(kInput) when it is in none of them.
std::filesystem::path find_mtcnn_weights();

/// From now on LibTorch takes one core on the calling thread, and on threads that start to use it later: for callers
/// with a finder on every core, whose teams of threads would only wait for each other.
void take_one_core();

}  // namespace bplf
