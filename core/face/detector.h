// SPDX-License-Identifier: GPL-3.0-or-later
// What every face finder offers, and the registry that makes one by name.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/face/face.h"
#include "core/image/image.h"

namespace bplf {

struct DetectOptions {
    /// Smallest face side to look for, as a share of the image's shorter side; 0: the detector's own
    /// choice.
    double min_face = 0;
};

/// Finds faces. Not thread-safe: one object per thread. The same image always gives the same faces.
class FaceDetector {
  public:
    virtual ~FaceDetector() = default;
    virtual std::string name() const = 0;
    /// Faces, largest first. Grey or RGB, any size from 1×1; an image without a face gives an empty
    /// list, never an error.
    virtual std::vector<Face> detect(const Image& image, const DetectOptions& options) = 0;
    std::vector<Face> detect(const Image& image) { return detect(image, {}); }
};

/// Where detectors find their files; empty: the usual places.
struct DetectorFiles {
    std::filesystem::path haar_cascade;  ///< an XML file, or a folder of OpenCV's cascades
};

/// "mtcnn", "haar", "haar+mtcnn" (the second where the first finds nothing) or "none" (the largest centred square).
/// Error(kUsage) for other names, Error(kInput) or Error(kResource) when the detector's files or its library are
/// missing.
std::unique_ptr<FaceDetector> make_face_detector(std::string_view name, const DetectorFiles& files = {});
/// The names make_face_detector knows, the default first.
std::vector<std::string> face_detector_names();

/// Largest area first; ties by place from top left, so that the order never depends on threads.
void sort_faces(std::vector<Face>& faces);

}  // namespace bplf
