// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/mtcnn.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "core/base/error.h"
#include "core/base/models_folder.h"
#include "core/face/mtcnn_boxes.h"
#include "core/face/mtcnn_nets.h"
#include "core/image/resize.h"

namespace bplf {
namespace {

constexpr int kSmallSide = 96;
constexpr int kLongestSide = 2048;
constexpr double kSmallestFace = 20;  // pixels of the searched image, the networks' own limit
constexpr double kSmallestShare = 0.04;
constexpr std::int64_t kMostWindows = 4096;  // per network: bounds memory on noise

/// The searched image and the way back: p / scale − pad.
struct Searched {
    at::Tensor pixels;  // float32 [1, 3, H, W], 0..255
    double scale = 1;
    double pad = 0;
    bool ready_crop = false;  // small: a face most likely fills it
};

Searched prepare(const Image& image) {
    const int side = std::min(image.width, image.height);
    const int longest = std::max(image.width, image.height);
    if (side < kSmallSide) {
        const int pad = (side + 1) / 2;
        const Image wide = crop(image, -pad, -pad, image.width + 2 * pad, image.height + 2 * pad);
        return {image_planes(resize(wide, 2 * wide.width, 2 * wide.height, Filter::kBicubic)), 2,
                static_cast<double>(pad), true};
    }
    if (longest <= kLongestSide) return {image_planes(image), 1, 0, false};
    const double scale = static_cast<double>(kLongestSide) / longest;
    const int width = std::max(1, static_cast<int>(std::lround(image.width * scale)));
    const int height = std::max(1, static_cast<int>(std::lround(image.height * scale)));
    return {image_planes(resize(image, width, height, Filter::kArea)), scale, 0, false};
}

at::Tensor area_resized(const at::Tensor& pixels, std::int64_t height, std::int64_t width) {
    return at::adaptive_avg_pool2d(pixels, {height, width});
}

/// The part of a window inside the image, 1-based and inclusive; empty windows are refused here, so that
/// window and network output can never get out of step.
struct Clip {
    std::int64_t x1, y1, x2, y2;
    bool empty() const { return x2 < x1 || y2 < y1; }
};

Clip clipped(const Window& window, const at::Tensor& image) {
    const auto whole = [](double value) { return static_cast<std::int64_t>(std::trunc(value)); };
    return {std::max<std::int64_t>(1, whole(window.x1)), std::max<std::int64_t>(1, whole(window.y1)),
            std::min(image.size(3), whole(window.x2)), std::min(image.size(2), whole(window.y2))};
}

/// Windows cut out and resized to side × side; windows outside the image are removed from the list.
at::Tensor cut_windows(const at::Tensor& image, std::vector<Window>& windows, std::int64_t side) {
    std::erase_if(windows, [&](const Window& window) { return clipped(window, image).empty(); });
    std::vector<at::Tensor> parts;
    for (const Window& window : windows) {
        const Clip clip = clipped(window, image);
        const at::Tensor part = image.slice(2, clip.y1 - 1, clip.y2).slice(3, clip.x1 - 1, clip.x2);
        parts.push_back(area_resized(part, side, side));
    }
    return parts.empty() ? at::Tensor() : network_input(at::cat(parts));
}

void keep_best(std::vector<Window>& windows) {
    if (windows.size() > static_cast<std::size_t>(kMostWindows)) windows.resize(kMostWindows);
}

/// The windows whose score passes, with the network's answers in them.
std::vector<Window> passing(const std::vector<Window>& windows, const NetOutput& output, double threshold) {
    std::vector<Window> result;
    const at::Tensor offset_rows = output.offsets.contiguous();
    const at::Tensor score_rows = output.face.contiguous();
    const float* scores = score_rows.const_data_ptr<float>();
    const at::Tensor landmark_rows = output.landmarks.defined() ? output.landmarks.contiguous() : at::Tensor();
    for (std::size_t i = 0; i < windows.size(); ++i) {
        if (!(scores[i] > threshold)) continue;
        Window window = windows[i];
        window.score = scores[i];
        std::copy_n(offset_rows.const_data_ptr<float>() + 4 * i, 4, window.offsets.begin());
        if (landmark_rows.defined()) {
            std::copy_n(landmark_rows.const_data_ptr<float>() + 10 * i, 10, window.landmarks.begin());
        }
        result.push_back(window);
    }
    return result;
}

/// From shares of the window to pixels of the image.
void place_landmarks(Window& window) {
    for (std::size_t i = 0; i < 5; ++i) {
        window.landmarks[i] = window.landmarks[i] * (window.x2 - window.x1 + 1) + window.x1 - 1;
        window.landmarks[5 + i] = window.landmarks[5 + i] * (window.y2 - window.y1 + 1) + window.y1 - 1;
    }
}

/// Windows for a ready crop, in place of the pyramid: squares about the centre of what was padded, with sides in
/// shares of the given picture's.
std::vector<Window> central_windows(const Searched& searched, std::initializer_list<double> shares) {
    const double width = static_cast<double>(searched.pixels.size(3));
    const double height = static_cast<double>(searched.pixels.size(2));
    const double side = std::min(width, height) - 2 * searched.pad * searched.scale;
    std::vector<Window> windows;
    for (const double share : shares) {
        Window window;
        window.x1 = (width - share * side) / 2 + 1;
        window.y1 = (height - share * side) / 2 + 1;
        window.x2 = window.x1 + share * side - 1;
        window.y2 = window.y1 + share * side - 1;
        windows.push_back(window);
    }
    return windows;
}

Face face_of(const Window& window, const Searched& searched) {
    const auto back = [&](double value) { return value / searched.scale - searched.pad; };
    Face face;
    face.box = {back(window.x1 - 1), back(window.y1 - 1), (window.x2 - window.x1 + 1) / searched.scale,
                (window.y2 - window.y1 + 1) / searched.scale};
    face.score = window.score;
    FacePoints points;
    for (std::size_t i = 0; i < 5; ++i) points[i] = {back(window.landmarks[i]), back(window.landmarks[5 + i])};
    face.landmarks = points;
    return face;
}

}  // namespace

struct MtcnnDetector::Impl {
    MtcnnNets nets;
    MtcnnOptions options;

    std::vector<Window> propose_at(const at::Tensor& image, double scale) const {
        const auto height = static_cast<std::int64_t>(static_cast<double>(image.size(2)) * scale + 1);
        const auto width = static_cast<std::int64_t>(static_cast<double>(image.size(3)) * scale + 1);
        const NetOutput output = nets.p_net(network_input(area_resized(image, height, width)));
        const at::Tensor face = output.face[0].contiguous();
        const at::Tensor offsets = output.offsets[0].contiguous();
        const std::int64_t cells = face.numel();
        std::vector<Window> windows;
        for (std::int64_t cell = 0; cell < cells; ++cell) {
            const float score = face.const_data_ptr<float>()[cell];
            if (!(score >= options.p_threshold)) continue;
            Window window =
                cell_window(static_cast<int>(cell / face.size(1)), static_cast<int>(cell % face.size(1)), scale);
            window.score = score;
            for (std::int64_t k = 0; k < 4; ++k) {
                window.offsets[static_cast<std::size_t>(k)] = offsets.const_data_ptr<float>()[k * cells + cell];
            }
            windows.push_back(window);
        }
        return suppress(std::move(windows), 0.5, Overlap::kUnion);
    }

    std::vector<Window> propose(const at::Tensor& image, double min_face) const {
        std::vector<Window> windows;
        const auto scales = pyramid_scales(static_cast<int>(image.size(2)), static_cast<int>(image.size(3)), min_face,
                                           options.pyramid_factor);
        for (const double scale : scales) {
            const auto found = propose_at(image, scale);
            windows.insert(windows.end(), found.begin(), found.end());
        }
        windows = suppress(std::move(windows), 0.7, Overlap::kUnion);
        keep_best(windows);
        for (Window& window : windows) window = squared(calibrated(window, 0));
        return windows;
    }

    std::vector<Window> refine(const at::Tensor& image, std::vector<Window> windows) const {
        const at::Tensor cuts = cut_windows(image, windows, 24);
        if (windows.empty()) return {};
        windows = passing(windows, nets.r_net(cuts), options.r_threshold);
        windows = suppress(std::move(windows), 0.7, Overlap::kUnion);
        for (Window& window : windows) window = squared(calibrated(window, 1));
        return windows;
    }

    std::vector<Window> finish(const at::Tensor& image, std::vector<Window> windows, double threshold) const {
        const at::Tensor cuts = cut_windows(image, windows, 48);
        if (windows.empty()) return {};
        windows = passing(windows, nets.o_net(cuts), threshold);
        for (Window& window : windows) {
            place_landmarks(window);
            window = calibrated(window, 1);
        }
        return suppress(std::move(windows), 0.7, Overlap::kSmaller);
    }
};

MtcnnDetector::MtcnnDetector(const MtcnnOptions& options) : impl_(new Impl{MtcnnNets(find_mtcnn_weights()), options}) {}

MtcnnDetector::~MtcnnDetector() = default;

std::vector<Face> MtcnnDetector::detect(const Image& image, const DetectOptions& options) {
    if (image.empty()) return {};
    const c10::InferenceMode guard;
    const Searched searched = prepare(image);
    const auto judge = [&](std::vector<Window> proposed) {
        return impl_->finish(searched.pixels, impl_->refine(searched.pixels, std::move(proposed)),
                             impl_->options.o_threshold);
    };
    std::vector<Window> found;
    if (searched.ready_crop) found = judge(central_windows(searched, {0.8, 1.0}));
    if (found.empty()) {
        const double share = options.min_face > 0 ? options.min_face : kSmallestShare;
        const double side = share * std::min(image.width, image.height) * searched.scale;
        found = judge(impl_->propose(searched.pixels, std::max(kSmallestFace, side)));
    }
    if (found.empty() && searched.ready_crop) {
        found = impl_->finish(searched.pixels, central_windows(searched, {0.7, 0.8, 0.9, 1.0, 1.1}),
                              impl_->options.central_threshold);
    }
    std::vector<Face> faces;
    for (const Window& window : found) faces.push_back(face_of(window, searched));
    sort_faces(faces);
    return faces;
}

void take_one_core() {
    at::set_num_threads(1);
}

std::filesystem::path find_mtcnn_weights() {
    const auto folders = models_folders();
    for (const auto& folder : folders) {
        if (std::filesystem::is_directory(folder / "mtcnn")) return folder / "mtcnn";
    }
    throw_input_error("holds no folder mtcnn with the weights of MT-CNN.",
                      folders.empty() ? "models" : folders.front().string(),
                      "Install the program again, or look for faces with Haar instead.");
}

}  // namespace bplf
