// SPDX-License-Identifier: GPL-3.0-or-later
// The costly part of building, on all cores: find the face, cut it out, smooth it if asked.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/collect/builder.h"
#include "core/collect/candidate.h"
#include "core/collect/cutter.h"
#include "core/collect/journal.h"

namespace bplf {

/// Fills face, square, pixels, probe and thumb of candidates. Owns one detector per thread.
class CropStage {
  public:
    /// Errors of make_face_detector, and Error(kUsage) for options out of range.
    explicit CropStage(const BuildOptions& options);

    /// An image, where its result goes, and what an earlier build found in it.
    struct Job {
        Image image;
        Candidate* candidate = nullptr;
        std::optional<SearchResult> finding;  ///< set by run() where it was not
    };
    /// Runs the jobs on all threads and waits. An image without a face is dropped as no_face, unless a person
    /// wants it. The first error of a worker is thrown here. The result does not depend on the number of threads.
    void run(std::span<Job> jobs);

    int threads() const { return static_cast<int>(detectors_.size()); }
    /// Everything that decides what is found in a picture, as a line of text.
    std::string search_settings() const;

  private:
    std::unique_ptr<FaceDetector> make_detector() const;
    SearchResult search(const Image& image, FaceDetector& detector) const;
    void crop(Job& job, FaceDetector& detector) const;
    void cut_out(const Image& image, Candidate& candidate) const;
    /// Whether there is nothing in the square: a word of closed_reasons(), or empty.
    std::string emptiness_of(const Image& image, const Candidate& candidate) const;

    BuildOptions options_;
    Cutter cutter_;
    std::vector<std::unique_ptr<FaceDetector>> detectors_;
};

}  // namespace bplf
