// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/patches.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/error.h"
#include "core/base/philox.h"

namespace bplf {
namespace {

constexpr std::uint64_t kPatchSeed = 0x7061746368ull;  // keeps the places apart from noise and order

std::int64_t upwards(double pixels, std::int64_t alignment) {
    // A share of a size is often a whole number of pixels but for the last digit of the product.
    const auto whole = static_cast<std::int64_t>(std::ceil(pixels - 1e-6));
    return (whole + alignment - 1) / alignment * alignment;
}

std::int64_t downwards(double pixels, std::int64_t alignment) {
    return static_cast<std::int64_t>(std::floor(pixels + 1e-6)) / alignment * alignment;
}

}  // namespace

Frame inner_frame(std::int64_t height, std::int64_t width, double above, double below, double sides,
                  std::int64_t alignment) {
    const auto h = static_cast<double>(height), w = static_cast<double>(width);
    const Frame frame{upwards(above * h, alignment), downwards((1 - below) * h, alignment),
                      upwards(sides * w, alignment), downwards((1 - sides) * w, alignment)};
    if (frame.height() < alignment || frame.width() < alignment) {
        throw_usage_error(
            "leave nothing of images of " + std::to_string(width) + "×" + std::to_string(height) + " pixels.",
            "training keys 'cut_above', 'cut_below', 'cut_sides'", "Cut less.");
    }
    return frame;
}

at::Tensor cut_frame(const at::Tensor& images, const Frame& frame) {
    return images.narrow(2, frame.top, frame.height()).narrow(3, frame.left, frame.width());
}

at::Tensor cut_patches(const at::Tensor& images, const Frame& frame, std::int64_t side, std::int64_t alignment,
                       std::uint64_t seed, std::int64_t step, const BatchPlaces& places) {
    const at::Tensor inside = cut_frame(images, frame);
    const std::int64_t height = std::min(side, frame.height()), width = std::min(side, frame.width());
    const auto choices = [alignment](std::int64_t room) { return static_cast<std::uint64_t>(room / alignment + 1); };
    const std::uint64_t rows = choices(frame.height() - height), columns = choices(frame.width() - width);
    const PhiloxStream stream(seed ^ kPatchSeed, static_cast<std::uint32_t>(step));
    std::vector<at::Tensor> patches;
    for (std::int64_t i = 0; i < images.size(0); ++i) {
        const auto at = 2 * static_cast<std::uint64_t>(places.at(i));
        const auto row = static_cast<std::int64_t>(stream.below(rows, at)) * alignment;
        const auto column = static_cast<std::int64_t>(stream.below(columns, at + 1)) * alignment;
        patches.push_back(inside[i].narrow(1, row, height).narrow(2, column, width));
    }
    return at::stack(patches);
}

}  // namespace bplf
