// SPDX-License-Identifier: GPL-3.0-or-later
// The costly part of building, on all cores: find the face, cut it out, smooth it if asked.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/data/builder.h"
#include "core/data/candidate.h"
#include "core/image/svd.h"

namespace bplf {

/// Fills face, square and pixels of candidates. Owns one detector per thread.
class CropStage {
  public:
    /// Errors of make_face_detector, and Error(kUsage) for options out of range.
    explicit CropStage(const BuildOptions& options);

    /// An image and where its result goes.
    struct Job {
        Image image;
        Candidate* candidate = nullptr;
    };
    /// Runs the jobs on all threads and waits. An image without a face is dropped as no_face. The first error
    /// of a worker is thrown here. The result does not depend on the number of threads.
    void run(std::span<const Job> jobs);

  private:
    void crop(const Job& job, FaceDetector& detector) const;
    Image cut(const Image& image, const CropSquare& square) const;

    BuildOptions options_;
    SvdTruncation truncation_;
    std::vector<std::unique_ptr<FaceDetector>> detectors_;
};

}  // namespace bplf
