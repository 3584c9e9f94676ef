// SPDX-License-Identifier: GPL-3.0-or-later
// Builds without Cairo draw nothing, and say so.
#include "core/plot/drawing.h"

namespace bplf {

bool can_draw() {
    return false;
}

std::string to_svg(const Drawing&) {
    throw_cannot_draw({});
}

std::string to_pdf(const Drawing&) {
    throw_cannot_draw({});
}

std::string to_pdf(int, const std::function<Drawing(int)>&) {
    throw_cannot_draw({});
}

Image to_image(const Drawing&, double) {
    throw_cannot_draw({});
}

void paint(const Drawing&, double, const PixelBuffer&) {
    throw_cannot_draw({});
}

double text_width(const std::string&, double, bool, const std::string&) {
    throw_cannot_draw({});
}

}  // namespace bplf
