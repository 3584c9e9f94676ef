// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/publish/saved_size.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/image/resize.h"

namespace bplf {

SavedSize size_alone(SavedSize size) {
    size.scale = 1;
    return size;
}

void write_size(nlohmann::json& recipe, const SavedSize& size) {
    recipe["scale"] = size.scale;
    recipe["smooth"] = size.is_smooth;
    if (size.pixels > 0) recipe["pixels"] = size.pixels;
}

Image at_size(const Image& image, const SavedSize& size) {
    if (size.pixels > 0) {
        const double height = static_cast<double>(image.height) * size.pixels / image.width;
        return resize(image, size.pixels, std::max(1, static_cast<int>(std::lround(height))), Filter::kLanczos3);
    }
    if (size.scale <= 1) return image;
    return resize(image, image.width * size.scale, image.height * size.scale,
                  size.is_smooth ? Filter::kLanczos3 : Filter::kNearest);
}

}  // namespace bplf
