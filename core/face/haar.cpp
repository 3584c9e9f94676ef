// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/haar.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/image/resize.h"

#ifdef BPLF_HAVE_OPENCV
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/objdetect.hpp>
#endif

namespace bplf {
namespace {

constexpr const char* kCascadeName = "haarcascade_frontalface_default.xml";

std::vector<std::filesystem::path> cascade_places(const std::filesystem::path& hint) {
    if (!hint.empty()) return {hint};
    std::vector<std::filesystem::path> places;
    if (const char* folder = std::getenv("BPLF_HAAR_DIR"); folder != nullptr && *folder != '\0') {
        places.emplace_back(folder);
    }
#ifdef BPLF_HAAR_DIR
    places.emplace_back(BPLF_HAAR_DIR);
#endif
    for (const char* folder : {"/usr/share/opencv4/haarcascades", "/usr/share/opencv/haarcascades",
                               "/usr/local/share/opencv4/haarcascades"}) {
        places.emplace_back(folder);
    }
    return places;
}

}  // namespace

std::filesystem::path find_haar_cascade(const std::filesystem::path& hint) {
    const auto places = cascade_places(hint);
    for (const auto& place : places) {
        std::error_code code;
        if (std::filesystem::is_regular_file(place, code)) return place;
        if (std::filesystem::is_regular_file(place / kCascadeName, code)) return place / kCascadeName;
    }
    throw_input_error("holds no Haar cascade (" + std::string(kCascadeName) + ").", places.front().string(),
                      "Install the package opencv-data, or set BPLF_HAAR_DIR to its folder.");
}

#ifdef BPLF_HAVE_OPENCV
namespace {

constexpr int kSmallSide = 96;  // below: a ready crop, in which the face fills the picture
constexpr int kLongestSide = 2048;
/// The cascade's boxes hold a rim of hair and background; chosen on FER2013 by looking.
constexpr double kCropShare = 0.92;

/// How one image is searched: a face at p in the searched image lies at p / scale − pad in the given one.
struct Recipe {
    double scale = 1;
    int pad = 0;
    double scale_factor = 1.1;
    int neighbours = 5;
    double smallest = 0;  // of a face, in pixels of the given image
};

Recipe recipe_for(const Image& image, const DetectOptions& options, HaarSearch search) {
    const int side = std::min(image.width, image.height);
    Recipe recipe;
    if (search == HaarSearch::kStock) {
        recipe = {1, 0, 1.1, 3, 0};
    } else if (side < kSmallSide) {
        recipe = {2, (side + 1) / 2, 1.1, 6, 0.4 * side};
    } else {
        const int longest = std::max(image.width, image.height);
        const double scale = std::min(1.0, static_cast<double>(kLongestSide) / longest);
        recipe = {scale, side / 10, 1.1, 6, 0.05 * side};
    }
    if (options.min_face > 0) recipe.smallest = options.min_face * side;
    return recipe;
}

Image resized(const Image& image, double scale, Filter filter) {
    const auto side = [&](int length) { return std::max(1, static_cast<int>(std::lround(length * scale))); };
    return resize(image, side(image.width), side(image.height), filter);
}

/// What is searched: grey, at the recipe's scale, with the border repeated around it.
Image prepare(const Image& image, const Recipe& recipe) {
    Image grey = to_grey(image);
    if (recipe.scale < 1) grey = resized(grey, recipe.scale, Filter::kArea);
    const int pad = recipe.scale < 1 ? static_cast<int>(recipe.pad * recipe.scale) : recipe.pad;
    if (pad > 0) grey = crop(grey, -pad, -pad, grey.width + 2 * pad, grey.height + 2 * pad);
    return recipe.scale > 1 ? resized(grey, recipe.scale, Filter::kBicubic) : grey;
}

}  // namespace

struct HaarDetector::Impl {
    cv::CascadeClassifier cascade;
    HaarSearch search;
};

std::string opencv_version() {
    return cv::getVersionString();
}

HaarDetector::HaarDetector(const std::filesystem::path& cascade, HaarSearch search)
    : impl_(std::make_unique<Impl>(Impl{{}, search})) {
    const auto path = find_haar_cascade(cascade);
    cv::setNumThreads(1);  // callers run one detector per thread; results must not depend on ours
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    bool loaded = false;
    try {
        loaded = impl_->cascade.load(path.string());
    } catch (const cv::Exception&) {  // OpenCV throws for some broken files and says false for others
    }
    if (loaded && !impl_->cascade.empty()) return;
    throw_input_error("is not a Haar cascade that OpenCV can read.", path.string(),
                      "Reinstall the package opencv-data.");
}

std::vector<Face> HaarDetector::detect(const Image& image, const DetectOptions& options) {
    if (image.empty()) return {};
    const Recipe recipe = recipe_for(image, options, impl_->search);
    Image searched = prepare(image, recipe);
    const cv::Mat view(searched.height, searched.width, CV_8UC1, searched.pixels.data());
    const double pad = recipe.scale < 1 ? static_cast<int>(recipe.pad * recipe.scale) / recipe.scale : recipe.pad;
    const int smallest = std::max(1, static_cast<int>(std::lround(recipe.smallest * recipe.scale)));
    std::vector<cv::Rect> boxes;
    std::vector<int> windows;
    impl_->cascade.detectMultiScale(view, boxes, windows, recipe.scale_factor, recipe.neighbours, 0,
                                    {smallest, smallest});
    std::vector<Face> faces;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const cv::Rect& box = boxes[i];
        faces.push_back({{box.x / recipe.scale - pad, box.y / recipe.scale - pad, box.width / recipe.scale,
                          box.height / recipe.scale},
                         static_cast<double>(windows[i]),
                         std::nullopt,
                         impl_->search == HaarSearch::kStock ? 1.0 : kCropShare});
    }
    sort_faces(faces);
    return faces;
}

#else

struct HaarDetector::Impl {};

std::string opencv_version() {
    return {};
}

HaarDetector::HaarDetector(const std::filesystem::path&, HaarSearch) {
    throw Error(ErrorKind::kResource, "This build has no OpenCV, so there is no Haar face finder.", "haar",
                "Use --detector mtcnn or none, or rebuild with BPLF_WITH_OPENCV=ON.");
}

std::vector<Face> HaarDetector::detect(const Image&, const DetectOptions&) {
    return {};
}

#endif

HaarDetector::~HaarDetector() = default;

}  // namespace bplf
