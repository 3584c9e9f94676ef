// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/publish/saved_size.h"

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
}

Image at_size(const Image& image, const SavedSize& size) {
    if (size.scale <= 1) return image;
    return resize(image, image.width * size.scale, image.height * size.scale,
                  size.is_smooth ? Filter::kLanczos3 : Filter::kNearest);
}

}  // namespace bplf
