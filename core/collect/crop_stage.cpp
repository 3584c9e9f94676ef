// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/crop_stage.h"

#include <algorithm>

#include <cmath>

#include "core/base/error.h"
#include "core/collect/detail.h"
#include "core/collect/near_duplicates.h"
#include "core/collect/parallel.h"
#include "core/collect/settle.h"
#include "core/face/frame.h"
#include "core/face/haar.h"
#include "core/face/mtcnn.h"
#include "core/face/rotation_retry.h"

namespace bplf {
namespace {

/// Counts changes of what the finders find, so that findings of an earlier version are not taken for theirs.
constexpr int kSearchRevision = 3;

}  // namespace

CropStage::CropStage(const BuildOptions& options) : options_(options), cutter_(options) {
    for (int i = 0; i < thread_count(options_.threads); ++i) {
        detectors_.push_back(options_.detector ? options_.detector() : make_detector());
    }
}

std::unique_ptr<FaceDetector> CropStage::make_detector() const {
    std::unique_ptr<FaceDetector> detector;
    if (options_.stock_haar && options_.face_crop == "haar") {
        detector = std::make_unique<HaarDetector>(options_.files.haar_cascade, HaarSearch::kStock);
    } else {
        detector = make_face_detector(options_.face_crop, options_.files);
    }
    if (options_.rotation_retry) detector = std::make_unique<RotationRetry>(std::move(detector));
    return detector;
}

std::string CropStage::search_settings() const {
    return std::string("bplf ") + BPLF_VERSION + " opencv " + opencv_version() + " " + options_.face_crop +
           (options_.stock_haar ? " stock" : "") + (options_.rotation_retry ? " turned" : "") + " search " +
           std::to_string(kSearchRevision) + " cascade " + options_.files.haar_cascade.string();
}

void CropStage::run(std::span<Job> jobs) {
    for_each_index(jobs.size(), threads(), [&](std::size_t i, std::size_t thread) {
        // One thread is one core, be it the only one: where others are busy, small networks on several wait for each
        // other.
        if (options_.face_crop != "none") take_one_core();
        crop(jobs[i], *detectors_[thread]);
    });
}

SearchResult CropStage::search(const Image& image, FaceDetector& detector) const {
    const auto faces = detector.detect(image);
    SearchResult finding;
    if (faces.empty()) return finding;
    const auto area = [](const Face& face) { return face.box.width * face.box.height; };
    finding.face = faces.front();
    finding.several_faces = faces.size() > 1 && area(faces[1]) > area(faces[0]) / 2;
    return finding;
}

void CropStage::crop(Job& job, FaceDetector& detector) const {
    Candidate& candidate = *job.candidate;
    if (!job.finding) job.finding = search(job.image, detector);
    candidate.face = job.finding->face;
    candidate.several_faces = job.finding->several_faces;
    candidate.taken_whole = !candidate.face && candidate.wanted();
    if (!candidate.face && !candidate.taken_whole) {
        candidate.drop("no_face");
    } else {
        cut_out(job.image, candidate);
    }
    if (options_.thumbnails && !candidate.kept()) candidate.pictures.here().thumb = thumbnail_of(job.image);
}

void CropStage::cut_out(const Image& image, Candidate& candidate) const {
    const bool whole = options_.keep_frame || candidate.taken_whole;
    candidate.square = whole ? Cutter::whole_square(image) : crop_square(*candidate.face, options_.margin);
    const bool tiny = candidate.square.side * kMostUpscale < options_.size;
    if (options_.check_information && tiny && !candidate.wanted()) {
        return candidate.drop("over_upscale", std::to_string(std::lround(candidate.square.side)) + " pixels");
    }
    if (const std::string reason = emptiness_of(image, candidate); !reason.empty()) return candidate.drop(reason);
    Pictures& pictures = candidate.pictures.here();
    if (is_compared(options_)) pictures.probe = probe_of(image, candidate.square);
    if (options_.drop_near_duplicates) {
        candidate.phash = perceptual_hash(pictures.probe);
        candidate.detail_side = detailed_side(image, candidate.square);
    }
    std::vector<std::uint8_t> mask = cutter_.mask_at(image, candidate.square);
    if (options_.detector || options_.face_crop != "none") candidate.padded = padded_share(mask);
    if (options_.masks) pictures.mask = std::move(mask);
    const Image plain = cutter_.cut(image, candidate.square);
    const Image smooth = cutter_.truncated(plain);
    if (cutter_.truncates()) candidate.psnr = psnr(plain, smooth);
    pictures.pixels = planes_of(smooth);
}

std::string CropStage::emptiness_of(const Image& image, const Candidate& candidate) const {
    if (candidate.wanted() || options_.blank_deviation <= 0) return {};
    const ImageStats stats = stats_inside(image, candidate.square);
    if (stats.deviation < options_.blank_deviation) return "blank";
    return options_.check_information ? emptiness(stats) : std::string();
}

}  // namespace bplf
