// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/face/align.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/image/resize.h"

namespace bplf {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
/// Above this many source pixels per output pixel the image is averaged down in whole blocks first.
constexpr double kDirectScale = 4;

/// Means of factor × factor blocks; blocks cut by the right and lower edge average what is there.
Image block_means(const Image& image, int factor) {
    const int width = (image.width + factor - 1) / factor;
    const int height = (image.height + factor - 1) / factor;
    Image result(width, height, image.channels);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const int right = std::min(image.width, (x + 1) * factor);
            const int below = std::min(image.height, (y + 1) * factor);
            const std::int64_t count = std::int64_t{right - x * factor} * (below - y * factor);
            for (int c = 0; c < image.channels; ++c) {
                std::int64_t sum = count / 2;
                for (int v = y * factor; v < below; ++v) {
                    for (int u = x * factor; u < right; ++u) sum += image.at(u, v, c);
                }
                result.at(x, y, c) = static_cast<std::uint8_t>(sum / count);
            }
        }
    }
    return result;
}

double triangle(double distance) {
    return std::max(0.0, 1.0 - std::abs(distance));
}

/// Weighted means around points of one image, with a triangle along each axis of a rolled square.
class TriangleSampler {
  public:
    TriangleSampler(const Image& image, const CropSquare& square, int size)
        : image_(image),
          cosine_(std::cos(square.roll * kDegree)),
          sine_(std::sin(square.roll * kDegree)),
          radius_(std::max(1.0, square.side / size)),
          reach_(radius_ * (std::abs(cosine_) + std::abs(sine_))) {}

    Point turn(double u, double v) const { return {cosine_ * u - sine_ * v, sine_ * u + cosine_ * v}; }

    void sample(Point at, std::uint8_t* out) const {
        double sums[3] = {0, 0, 0};
        double total = 0;
        const int below = static_cast<int>(std::ceil(at.y + reach_ - 0.5));
        for (int y = static_cast<int>(std::floor(at.y - reach_ - 0.5)); y <= below; ++y) {
            add_row(at, y, sums, total);
        }
        for (int c = 0; c < image_.channels; ++c) {
            out[c] = static_cast<std::uint8_t>(std::clamp(std::lround(sums[c] / total), 0L, 255L));
        }
    }

  private:
    void add_row(Point at, int y, double* sums, double& total) const {
        const int right = static_cast<int>(std::ceil(at.x + reach_ - 0.5));
        const int row = std::clamp(y, 0, image_.height - 1);
        for (int x = static_cast<int>(std::floor(at.x - reach_ - 0.5)); x <= right; ++x) {
            const double dx = x + 0.5 - at.x;
            const double dy = y + 0.5 - at.y;
            const double weight =
                triangle((cosine_ * dx + sine_ * dy) / radius_) * triangle((cosine_ * dy - sine_ * dx) / radius_);
            if (weight == 0) continue;
            const int column = std::clamp(x, 0, image_.width - 1);
            for (int c = 0; c < image_.channels; ++c) sums[c] += weight * image_.at(column, row, c);
            total += weight;
        }
    }

    const Image& image_;
    double cosine_;
    double sine_;
    double radius_;
    double reach_;
};

Image sample_directly(const Image& image, const CropSquare& square, int size) {
    const TriangleSampler sampler(image, square, size);
    Image result(size, size, image.channels);
    for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x) {
            const Point offset =
                sampler.turn(((x + 0.5) / size - 0.5) * square.side, ((y + 0.5) / size - 0.5) * square.side);
            sampler.sample({square.centre.x + offset.x, square.centre.y + offset.y}, &result.at(x, y));
        }
    }
    return result;
}

CropSquare square_of_landmarks(const FacePoints& landmarks) {
    const Similarity map = fit_similarity(crop_template(), landmarks);
    return {map({0.5, 0.5}), std::hypot(map.a, map.b), std::atan2(map.b, map.a) / kDegree};
}

CropSquare square_of_box(const Face& face) {
    const FaceRect& box = face.box;
    return {
        {box.x + box.width / 2, box.y + box.height / 2}, std::max(box.width, box.height) * face.crop_share, face.roll};
}

}  // namespace

Similarity fit_similarity(std::span<const Point> from, std::span<const Point> to) {
    BPLF_CHECK(from.size() == to.size() && from.size() >= 2, "a similarity needs two pairs of points");
    Point mean_from, mean_to;
    const double n = static_cast<double>(from.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
        mean_from = {mean_from.x + from[i].x / n, mean_from.y + from[i].y / n};
        mean_to = {mean_to.x + to[i].x / n, mean_to.y + to[i].y / n};
    }
    double dot = 0, cross = 0, spread = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
        const Point p{from[i].x - mean_from.x, from[i].y - mean_from.y};
        const Point q{to[i].x - mean_to.x, to[i].y - mean_to.y};
        dot += p.x * q.x + p.y * q.y;
        cross += p.x * q.y - p.y * q.x;
        spread += p.x * p.x + p.y * p.y;
    }
    BPLF_CHECK(spread > 0, "a similarity needs two distinct points");
    Similarity map{dot / spread, cross / spread, 0, 0};
    const Point moved = map(mean_from);
    map.tx = mean_to.x - moved.x;
    map.ty = mean_to.y - moved.y;
    return map;
}

CropSquare crop_square(const Face& face, double margin, double roll) {
    CropSquare square = face.landmarks ? square_of_landmarks(*face.landmarks) : square_of_box(face);
    square.side *= 1 + 2 * margin;
    square.roll += roll;
    for (double* value : {&square.centre.x, &square.centre.y, &square.side, &square.roll}) {
        *value = std::round(*value * 1000) / 1000;
    }
    return square;
}

Image sample_square(const Image& image, const CropSquare& square, int size) {
    BPLF_CHECK(!image.empty() && square.side > 0 && size > 0, "nothing to sample");
    const double scale = square.side / size;
    if (scale < kDirectScale) return sample_directly(image, square, size);
    const int factor = static_cast<int>(scale / (kDirectScale / 2));
    const CropSquare smaller{{square.centre.x / factor, square.centre.y / factor}, square.side / factor, square.roll};
    return sample_directly(block_means(image, factor), smaller, size);
}

Image crop_like_training(const Image& photo, const Face& face, int size, int channels, double margin, double roll) {
    const Image crop = sample_square(photo, crop_square(face, margin, roll), size);
    return channels == 1 ? to_grey(crop) : to_rgb(crop);
}

const FacePoints& crop_template() {
    // Means over FER2013 of MT-CNN's points in the Haar crops, made symmetric, so that a face found by
    // either detector is framed alike.
    static const FacePoints points{{{0.292, 0.378}, {0.708, 0.378}, {0.5, 0.622}, {0.325, 0.83}, {0.675, 0.83}}};
    return points;
}

}  // namespace bplf
