// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/crop_stage.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include <cmath>

#include "core/base/error.h"
#include "core/collect/detail.h"
#include "core/collect/likeness.h"
#include "core/collect/near_duplicates.h"
#include "core/face/frame.h"
#include "core/face/haar.h"
#include "core/face/mtcnn.h"
#include "core/face/rotation_retry.h"
#include "core/image/resize.h"

namespace bplf {
namespace {

/// Counts changes of what the finders find, so that findings of an earlier version are not taken for theirs.
constexpr int kSearchRevision = 3;

CropSquare whole_square(const Image& image) {
    return {{image.width / 2.0, image.height / 2.0}, static_cast<double>(std::min(image.width, image.height)), 0};
}

std::vector<std::uint8_t> grey_square(const Image& image, const CropSquare& square) {
    return to_grey(sample_square(image, square, kProbeSide)).pixels;
}

}  // namespace

int thread_count(int wanted) {
    const int cores = static_cast<int>(std::thread::hardware_concurrency());
    return std::clamp(wanted > 0 ? wanted : cores, 1, 256);
}

CropStage::CropStage(const BuildOptions& options)
    : options_(options),
      truncation_(parse_svd_truncation(options.svd)),
      illumination_(parse_illumination(options.illumination)) {
    if (options_.size < 1 || options_.size > 1024) {
        throw_usage_error("is not a size of images.", std::to_string(options_.size), "Choose 1 to 1024.");
    }
    if (options_.channels != 1 && options_.channels != 3) {
        throw_usage_error("is not a number of channels.", std::to_string(options_.channels),
                          "Choose 1 (grey) or 3 (RGB).");
    }
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
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr failure;
    const auto work = [&](FaceDetector& detector) {
        try {
            if (detectors_.size() > 1 && options_.face_crop != "none") take_one_core();
            for (std::size_t i = next++; i < jobs.size(); i = next++) crop(jobs[i], detector);
        } catch (...) {
            const std::lock_guard lock(mutex);
            if (!failure) failure = std::current_exception();
            next = jobs.size();
        }
    };
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < detectors_.size(); ++i) {
            threads.emplace_back([&, i] { work(*detectors_[i]); });
        }
        work(*detectors_[0]);
    }
    if (failure) std::rethrow_exception(failure);
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
    if (options_.thumbnails && !candidate.kept()) candidate.thumb = thumbnail_of(job.image);
}

void CropStage::cut_out(const Image& image, Candidate& candidate) const {
    const bool whole = options_.keep_frame || candidate.taken_whole;
    candidate.square = whole ? whole_square(image) : crop_square(*candidate.face, options_.margin);
    const bool tiny = candidate.square.side * kMostUpscale < options_.size;
    if (options_.check_information && tiny && !candidate.wanted()) {
        return candidate.drop("over_upscale", std::to_string(std::lround(candidate.square.side)) + " pixels");
    }
    if (const std::string reason = emptiness_of(image, candidate); !reason.empty()) return candidate.drop(reason);
    if (options_.drop_near_duplicates || (options_.group_copies && !candidate.split)) {
        candidate.probe = grey_square(image, candidate.square);
    }
    if (options_.drop_near_duplicates) {
        candidate.phash = perceptual_hash(candidate.probe);
        candidate.detail_side = detailed_side(image, candidate.square);
    }
    std::vector<std::uint8_t> mask = mask_at(image, candidate.square);
    if (options_.detector || options_.face_crop != "none") candidate.padded = padded_share(mask);
    if (options_.masks) candidate.mask = std::move(mask);
    const Image plain = cut(image, candidate.square);
    const Image smooth = truncate_svd(plain, truncation_);
    if (truncation_.kind != SvdTruncation::Kind::kOff) candidate.psnr = psnr(plain, smooth);
    candidate.pixels = planes_of(smooth);
}

std::string CropStage::emptiness_of(const Image& image, const Candidate& candidate) const {
    if (candidate.wanted() || options_.blank_deviation <= 0) return {};
    const ImageStats stats = stats_inside(image, candidate.square);
    if (stats.deviation < options_.blank_deviation) return "blank";
    return options_.check_information ? emptiness(stats) : std::string();
}

std::vector<std::uint8_t> CropStage::pixels_at(const Image& image, const CropSquare& square) const {
    return planes_of(truncate_svd(cut(image, square), truncation_));
}

std::vector<std::uint8_t> CropStage::mask_at(const Image& image, const CropSquare& square) const {
    const int size = options_.size;
    if (!centres_on_black(image)) return real_pixels(square, image.width, image.height, size);
    const double left = (size - image.width) / 2, top = (size - image.height) / 2;  // whole pixels, rounded down
    const CropSquare canvas{{size / 2.0 - left, size / 2.0 - top}, static_cast<double>(size), 0};
    return real_pixels(canvas, image.width, image.height, size);
}

bool CropStage::centres_on_black(const Image& image) const {
    return options_.pad && options_.face_crop == "none" && image.width <= options_.size &&
           image.height <= options_.size;
}

Image CropStage::cut(const Image& image, const CropSquare& square) const {
    const Image result =
        centres_on_black(image) ? centred_on_black(image, options_.size) : sample_square(image, square, options_.size);
    return even_out(options_.channels == 1 ? to_grey(result) : to_rgb(result), illumination_);
}

std::vector<std::uint8_t> thumbnail_of(const Image& image) {
    return grey_square(image, whole_square(image));
}

}  // namespace bplf
