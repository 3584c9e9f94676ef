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
    const int width = size.pixels > 0 ? size.pixels : image.width * std::max(1, size.scale);
    if (width == image.width) return image;
    const double height = static_cast<double>(image.height) * width / image.width;
    // Pixels that are left out would alias, so that only an enlargement may have squares.
    const bool squares = !size.is_smooth && width > image.width;
    return resize(image, width, std::max(1, static_cast<int>(std::lround(height))),
                  squares ? Filter::kNearest : Filter::kLanczos3);
}

}  // namespace bplf
