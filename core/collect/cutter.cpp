// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/cutter.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/collect/likeness.h"
#include "core/face/frame.h"
#include "core/image/resize.h"

namespace bplf {

Cutter::Cutter(const BuildOptions& options)
    : size_(options.size),
      channels_(options.channels),
      pad_(options.pad && options.face_crop == "none"),
      truncation_(parse_svd_truncation(options.svd)),
      illumination_(parse_illumination(options.illumination)) {
    if (size_ < 1 || size_ > 1024) {
        throw_usage_error("is not a size of images.", std::to_string(size_), "Choose 1 to 1024.");
    }
    if (channels_ != 1 && channels_ != 3) {
        throw_usage_error("is not a number of channels.", std::to_string(channels_), "Choose 1 (grey) or 3 (RGB).");
    }
}

CropSquare Cutter::whole_square(const Image& image) {
    return {{image.width / 2.0, image.height / 2.0}, static_cast<double>(std::min(image.width, image.height)), 0};
}

Image Cutter::cut(const Image& image, const CropSquare& square) const {
    const Image result = centres_on_black(image) ? centred_on_black(image, size_) : sample_square(image, square, size_);
    return even_out(channels_ == 1 ? to_grey(result) : to_rgb(result), illumination_);
}

Image Cutter::truncated(const Image& cut) const {
    return truncate_svd(cut, truncation_);
}

std::vector<std::uint8_t> Cutter::pixels_at(const Image& image, const CropSquare& square) const {
    return planes_of(truncated(cut(image, square)));
}

std::vector<std::uint8_t> Cutter::mask_at(const Image& image, const CropSquare& square) const {
    if (!centres_on_black(image)) return real_pixels(square, image.width, image.height, size_);
    const int left = (size_ - image.width) / 2, top = (size_ - image.height) / 2;  // rounded down
    const CropSquare canvas{{size_ / 2.0 - left, size_ / 2.0 - top}, static_cast<double>(size_), 0};
    return real_pixels(canvas, image.width, image.height, size_);
}

bool Cutter::centres_on_black(const Image& image) const {
    return pad_ && image.width <= size_ && image.height <= size_;
}

std::vector<std::uint8_t> probe_of(const Image& image, const CropSquare& square) {
    return to_grey(sample_square(image, square, kProbeSide)).pixels;
}

std::vector<std::uint8_t> thumbnail_of(const Image& image) {
    return probe_of(image, Cutter::whole_square(image));
}

}  // namespace bplf
