// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/image_tensor.h"

#include <torch/types.h>

#include <cstring>

#include "core/base/error.h"

namespace bplf {

at::Tensor to_tensor(std::span<const Image> images) {
    if (images.empty()) return at::empty({0, 0, 0, 0}, at::kByte);
    const Image& first = images[0];
    const auto count = static_cast<std::int64_t>(images.size());
    at::Tensor interleaved = at::empty({count, first.height, first.width, first.channels}, at::kByte);
    auto* to = interleaved.mutable_data_ptr<std::uint8_t>();
    for (const Image& image : images) {
        BPLF_CHECK(image.width == first.width && image.height == first.height && image.channels == first.channels,
                   "the images of a batch have one shape");
        if (!image.empty()) std::memcpy(to, image.pixels.data(), image.pixels.size());
        to += image.pixels.size();
    }
    return interleaved.permute({0, 3, 1, 2}).contiguous();
}

std::vector<Image> to_images(const at::Tensor& tensor) {
    BPLF_CHECK(tensor.dim() == 4 && tensor.scalar_type() == at::kByte &&
                   (tensor.size(1) == 1 || tensor.size(1) == 3 || tensor.size(0) == 0),
               "images are uint8 [N, 1 or 3, H, W]");
    const at::Tensor plain = tensor.permute({0, 2, 3, 1}).to(at::kCPU).contiguous();
    const auto* from = plain.const_data_ptr<std::uint8_t>();
    std::vector<Image> images;
    for (std::int64_t n = 0; n < plain.size(0); ++n) {
        Image& image = images.emplace_back(static_cast<int>(plain.size(2)), static_cast<int>(plain.size(1)),
                                           static_cast<int>(plain.size(3)));
        if (!image.empty()) std::memcpy(image.pixels.data(), from, image.pixels.size());
        from += image.pixels.size();
    }
    return images;
}

}  // namespace bplf
