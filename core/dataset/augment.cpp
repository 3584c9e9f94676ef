// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/augment.h"

#include <algorithm>
#include <cstring>

#include "core/base/error.h"
#include "core/base/philox.h"

namespace bplf {
namespace {

constexpr std::uint32_t kAugmentStream = 0x41554700;  // "AUG"
constexpr std::uint64_t kDraws = 3;                   // numbers per image: flip, shift x, shift y

struct Change {
    bool flip = false;
    int dx = 0;
    int dy = 0;
};

Change draw(const AugmentOptions& options, std::int64_t epoch, std::int64_t place) {
    const PhiloxStream stream(options.seed, kAugmentStream, static_cast<std::uint32_t>(epoch));
    const std::uint64_t at = kDraws * static_cast<std::uint64_t>(place);
    const auto span = static_cast<std::uint64_t>(2 * options.shift + 1);
    Change change;
    change.flip = options.flip && stream.below(2, at) == 1;
    change.dx = static_cast<int>(stream.below(span, at + 1)) - options.shift;
    change.dy = static_cast<int>(stream.below(span, at + 2)) - options.shift;
    return change;
}

void copy_row(const std::uint8_t* from, std::uint8_t* to, int width, const Change& change) {
    for (int x = 0; x < width; ++x) {
        const int source = std::clamp(x - change.dx, 0, width - 1);
        to[x] = from[change.flip ? width - 1 - source : source];
    }
}

}  // namespace

void augment_image(std::span<const std::uint8_t> image, const ImageShape& shape, const AugmentOptions& options,
                   std::int64_t epoch, std::int64_t place, std::span<std::uint8_t> out) {
    BPLF_CHECK(image.size() == out.size(), "image and output differ in size");
    const Change change = options.flip || options.shift > 0 ? draw(options, epoch, place) : Change{};
    if (!change.flip && change.dx == 0 && change.dy == 0) {
        std::memcpy(out.data(), image.data(), image.size());
        return;
    }
    for (int c = 0; c < shape.channels; ++c) {
        for (int y = 0; y < shape.height; ++y) {
            const int source = std::clamp(y - change.dy, 0, shape.height - 1);
            copy_row(&image[static_cast<std::size_t>((c * shape.height + source) * shape.width)],
                     &out[static_cast<std::size_t>((c * shape.height + y) * shape.width)], shape.width, change);
        }
    }
}

}  // namespace bplf
