// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/crop_stage.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "core/base/error.h"
#include "core/image/resize.h"

namespace bplf {
namespace {

int thread_count(int wanted) {
    const int cores = static_cast<int>(std::thread::hardware_concurrency());
    return std::clamp(wanted > 0 ? wanted : cores, 1, 256);
}

std::vector<std::uint8_t> planes_of(const Image& image) {
    const auto channels = static_cast<std::size_t>(image.channels);
    const std::size_t count = image.pixels.size() / channels;
    std::vector<std::uint8_t> planes(image.pixels.size());
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t c = 0; c < channels; ++c) planes[c * count + i] = image.pixels[i * channels + c];
    }
    return planes;
}

/// The image in the middle of a black square.
Image padded(const Image& image, int size) {
    Image result(size, size, image.channels);
    const int left = (size - image.width) / 2;
    const int top = (size - image.height) / 2;
    for (int y = 0; y < image.height; ++y) {
        std::copy_n(&image.pixels[static_cast<std::size_t>(y * image.width * image.channels)],
                    image.width * image.channels, &result.at(left, top + y));
    }
    return result;
}

}  // namespace

CropStage::CropStage(const BuildOptions& options)
    : options_(options), truncation_(parse_svd_truncation(options.svd)) {
    if (options_.size < 1 || options_.size > 1024) {
        throw_usage_error("is not a size of images.", std::to_string(options_.size), "Choose 1 to 1024.");
    }
    if (options_.channels != 1 && options_.channels != 3) {
        throw_usage_error("is not a number of channels.", std::to_string(options_.channels),
                          "Choose 1 (grey) or 3 (RGB).");
    }
    for (int i = 0; i < thread_count(options_.threads); ++i) {
        detectors_.push_back(options_.detector ? options_.detector()
                                               : make_face_detector(options_.face_crop, options_.files));
    }
}

void CropStage::run(std::span<const Job> jobs) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr failure;
    const auto work = [&](FaceDetector& detector) {
        try {
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

void CropStage::crop(const Job& job, FaceDetector& detector) const {
    Candidate& candidate = *job.candidate;
    const auto faces = detector.detect(job.image);
    if (faces.empty()) return candidate.drop("no_face");
    candidate.face = faces.front();
    candidate.square = crop_square(faces.front(), options_.margin);
    candidate.pixels = planes_of(cut(job.image, candidate.square));
}

Image CropStage::cut(const Image& image, const CropSquare& square) const {
    const bool fits = image.width <= options_.size && image.height <= options_.size;
    const Image result = options_.pad && options_.face_crop == "none" && fits
                             ? padded(image, options_.size)
                             : sample_square(image, square, options_.size);
    return truncate_svd(options_.channels == 1 ? to_grey(result) : to_rgb(result), truncation_);
}

}  // namespace bplf
