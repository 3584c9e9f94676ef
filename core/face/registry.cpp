// SPDX-License-Identifier: GPL-3.0-or-later
// Detectors by name.
#include "core/base/error.h"
#include "core/face/detector.h"
#include "core/face/fallback.h"
#include "core/face/haar.h"
#include "core/face/mtcnn.h"
#include "core/face/upright.h"
#include "core/face/whole_image.h"

namespace bplf {
namespace {

struct Row {
    const char* name;
    std::unique_ptr<FaceDetector> (*make)(const DetectorFiles&);
};

std::unique_ptr<FaceDetector> upright_haar(const DetectorFiles& files) {
    return std::make_unique<UprightDetector>(std::make_unique<HaarDetector>(files.haar_cascade));
}

constexpr Row kRows[] = {
    {"mtcnn", [](const DetectorFiles&) -> std::unique_ptr<FaceDetector> { return std::make_unique<MtcnnDetector>(); }},
    {"haar", [](const DetectorFiles& files) -> std::unique_ptr<FaceDetector> { return upright_haar(files); }},
    {"haar+mtcnn",
     [](const DetectorFiles& files) -> std::unique_ptr<FaceDetector> {
         return std::make_unique<FallbackDetector>(upright_haar(files), std::make_unique<MtcnnDetector>());
     }},
    {"none",
     [](const DetectorFiles&) -> std::unique_ptr<FaceDetector> { return std::make_unique<WholeImageDetector>(); }},
};

}  // namespace

std::unique_ptr<FaceDetector> make_face_detector(std::string_view name, const DetectorFiles& files) {
    for (const Row& row : kRows) {
        if (name == row.name) return row.make(files);
    }
    throw_usage_error("is not a face detector.", std::string(name), "Choose mtcnn, haar, haar+mtcnn or none.");
}

std::vector<std::string> face_detector_names() {
    std::vector<std::string> names;
    for (const Row& row : kRows) names.emplace_back(row.name);
    return names;
}

}  // namespace bplf
