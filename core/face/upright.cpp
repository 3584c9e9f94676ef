// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/upright.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/face/align.h"
#include "core/face/mtcnn.h"
#include "core/face/mtcnn_nets.h"

namespace bplf {
namespace {

constexpr int kLookSide = 48;  // what O-Net sees
constexpr double kSurelyFace = 0.5;

/// The turn of the template that fits O-Net's points best, in degrees.
double roll_of_points(const at::Tensor& landmarks) {
    const at::Tensor row = landmarks.contiguous();
    const float* values = row.const_data_ptr<float>();
    FacePoints points;
    for (std::size_t i = 0; i < points.size(); ++i) points[i] = {values[i], values[5 + i]};
    const Similarity map = fit_similarity(crop_template(), points);
    return std::atan2(map.b, map.a) * 180 / std::numbers::pi;
}

}  // namespace

struct UprightDetector::Impl {
    MtcnnNets nets;

    double roll_seen(const Image& image, const Face& face) const {
        const FaceRect& box = face.box;
        const double side = std::max(box.width, box.height);
        if (!(side > 0)) return face.roll;
        const CropSquare place{{box.x + box.width / 2, box.y + box.height / 2}, side, face.roll};
        const NetOutput seen = nets.o_net(network_input(image_planes(sample_square(image, place, kLookSide))));
        if (!(seen.face.item<float>() > kSurelyFace)) return face.roll;
        return face.roll + roll_of_points(seen.landmarks);
    }
};

UprightDetector::UprightDetector(std::unique_ptr<FaceDetector> inner)
    : inner_(std::move(inner)), impl_(new Impl{MtcnnNets(find_mtcnn_weights())}) {}

UprightDetector::~UprightDetector() = default;

std::vector<Face> UprightDetector::detect(const Image& image, const DetectOptions& options) {
    std::vector<Face> faces = inner_->detect(image, options);
    for (Face& face : faces) {
        if (!face.landmarks) face.roll = impl_->roll_seen(image, face);
    }
    return faces;
}

}  // namespace bplf
