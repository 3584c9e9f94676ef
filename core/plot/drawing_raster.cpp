// SPDX-License-Identifier: GPL-3.0-or-later
// A drawing as antialiased pixels.
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/plot/drawing.h"
#include "core/plot/drawing_text.h"

namespace bplf {
namespace {

constexpr double kMostPixels = 64e6;

struct Box {
    double left, top, right, bottom;
};

/// Coverage of one shape, 0..1 per pixel; parts that overlap count once, so that a translucent polyline
/// has no dark joints.
class Raster {
  public:
    Raster(const Drawing& drawing, double scale)
        : scale_(scale),
          width_(std::max(1, static_cast<int>(std::lround(drawing.width * scale)))),
          height_(std::max(1, static_cast<int>(std::lround(drawing.height * scale)))),
          image_(width_, height_, 3),
          mask_(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_)) {
        for (int y = 0; y < height_; ++y) {
            for (int x = 0; x < width_; ++x) set(x, y, drawing.background);
        }
        (*this)(DrawClip{});
    }

    void operator()(const DrawLine& line) {
        if (line.dash.empty())
            cover_polyline(line.points, line.width);
        else
            for (const auto& piece : dashed(line)) cover_polyline(piece, line.width);
        blend(line.color, line.opacity);
    }

    void operator()(const DrawArea& area) {
        cover_area(area.points);
        blend(area.color, area.opacity);
    }

    void operator()(const DrawText& text) {
        const double unit = text.size / 10 * (text.bold ? 1.06 : 1);
        const double width = text_width(text.text, text.size, text.bold);
        double pen = text.anchor == TextAnchor::kStart ? 0 : text.anchor == TextAnchor::kMiddle ? -width / 2 : -width;
        for (const char32_t character : code_points(text.text)) {
            for (auto stroke : glyph_strokes(character)) {
                for (DrawPoint& p : stroke) p = placed(text, pen + p.x * unit, p.y * text.size / 10);
                cover_polyline(stroke, text.size * (text.bold ? 0.135 : 0.085));
            }
            pen += advance_width(character) * unit / 100;
        }
        blend(text.color, 1);
    }

    void operator()(const DrawClip& clip) {
        clip_ = clip.width > 0 ? Box{clip.x * scale_, clip.y * scale_, (clip.x + clip.width) * scale_,
                                     (clip.y + clip.height) * scale_}
                               : Box{0, 0, static_cast<double>(width_), static_cast<double>(height_)};
    }

    Image take() { return std::move(image_); }

  private:
    static DrawPoint placed(const DrawText& text, double along, double up) {
        return text.upwards ? DrawPoint{text.at.x - up, text.at.y - along}
                            : DrawPoint{text.at.x + along, text.at.y - up};
    }

    static std::vector<std::vector<DrawPoint>> dashed(const DrawLine& line) {
        std::vector<std::vector<DrawPoint>> pieces;
        std::size_t phase = 0;
        double left = line.dash[0];
        for (std::size_t i = 1; i < line.points.size(); ++i) {
            DrawPoint a = line.points[i - 1];
            const DrawPoint b = line.points[i];
            double length = std::hypot(b.x - a.x, b.y - a.y);
            if (phase % 2 == 0) pieces.push_back({a});
            while (length > left) {
                const double share = left / length;
                a = {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
                if (phase % 2 == 0) pieces.back().push_back(a);
                length -= left;
                left = std::max(line.dash[++phase % line.dash.size()], 0.1);
                if (phase % 2 == 0) pieces.push_back({a});
            }
            if (phase % 2 == 0) pieces.back().push_back(b);
            left -= length;
        }
        return pieces;
    }

    void cover_polyline(const std::vector<DrawPoint>& points, double width) {
        const double radius = std::max(width * scale_, 0.7) / 2;
        const double ink = std::min(1.0, width * scale_ / 0.7);
        for (std::size_t i = 1; i < points.size(); ++i) {
            cover_segment(points[i - 1], points[i], radius, ink);
        }
    }

    void cover_segment(DrawPoint a, DrawPoint b, double radius, double ink) {
        a = {a.x * scale_, a.y * scale_};
        b = {b.x * scale_, b.y * scale_};
        const double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
        visit({std::min(a.x, b.x) - radius - 1, std::min(a.y, b.y) - radius - 1, std::max(a.x, b.x) + radius + 1,
               std::max(a.y, b.y) + radius + 1},
              [&](double x, double y) {
                  const double along = ((x - a.x) * dx + (y - a.y) * dy) / std::max(square, 1e-12);
                  const double t = std::clamp(along, 0.0, 1.0);
                  const double distance = std::hypot(x - a.x - dx * t, y - a.y - dy * t);
                  return ink * std::clamp(radius + 0.5 - distance, 0.0, 1.0);
              });
    }

    void cover_area(const std::vector<DrawPoint>& points) {
        if (points.empty()) return;
        Box box{1e9, 1e9, -1e9, -1e9};
        for (const DrawPoint& p : points) {
            box = {std::min(box.left, p.x * scale_), std::min(box.top, p.y * scale_), std::max(box.right, p.x * scale_),
                   std::max(box.bottom, p.y * scale_)};
        }
        visit(box, [&](double x, double y) {
            int inside = 0;
            for (int k = 0; k < 16; ++k) {
                inside += contains(points, (x + (k % 4 - 1.5) / 4) / scale_, (y + (k / 4 - 1.5) / 4) / scale_);
            }
            return inside / 16.0;
        });
    }

    static bool contains(const std::vector<DrawPoint>& points, double x, double y) {
        bool inside = false;
        for (std::size_t i = 0, j = points.size() - 1; i < points.size(); j = i++) {
            const DrawPoint &a = points[i], &b = points[j];
            if ((a.y > y) != (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) {
                inside = !inside;
            }
        }
        return inside;
    }

    /// Raises the mask to `coverage(x, y)` at the pixel centres of a box, within the clip.
    template <typename Coverage>
    void visit(Box box, const Coverage& coverage) {
        const int left = static_cast<int>(std::floor(std::max(box.left, clip_.left)));
        const int top = static_cast<int>(std::floor(std::max(box.top, clip_.top)));
        const int right = static_cast<int>(std::ceil(std::min(box.right, clip_.right)));
        const int bottom = static_cast<int>(std::ceil(std::min(box.bottom, clip_.bottom)));
        for (int y = std::max(top, 0); y < std::min(bottom, height_); ++y) {
            for (int x = std::max(left, 0); x < std::min(right, width_); ++x) {
                float& mask = mask_[index(x, y)];
                const auto value = static_cast<float>(coverage(x + 0.5, y + 0.5));
                if (value <= mask) continue;
                if (mask == 0) touched_.push_back(index(x, y));
                mask = value;
            }
        }
    }

    void blend(Rgb color, double opacity) {
        for (const std::size_t i : touched_) {
            const double alpha = std::exchange(mask_[i], 0.0f) * opacity;
            const std::uint8_t ink[3]{color.r, color.g, color.b};
            for (std::size_t c = 0; c < 3; ++c) {
                std::uint8_t& pixel = image_.pixels[3 * i + c];
                pixel = static_cast<std::uint8_t>(std::lround(pixel + (ink[c] - pixel) * alpha));
            }
        }
        touched_.clear();
    }

    void set(int x, int y, Rgb color) {
        image_.at(x, y, 0) = color.r;
        image_.at(x, y, 1) = color.g;
        image_.at(x, y, 2) = color.b;
    }

    std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
    }

    double scale_;
    int width_, height_;
    Image image_;
    std::vector<float> mask_;
    std::vector<std::size_t> touched_;
    Box clip_{};
};

}  // namespace

Image to_image(const Drawing& drawing, double scale) {
    const bool sane = scale > 0 && scale <= 16 && drawing.width > 0 && drawing.height > 0 &&
                      drawing.width * drawing.height * scale * scale <= kMostPixels;
    if (!sane) {
        throw_usage_error("The figure would be too large (or empty) in pixels.", "scale",
                          "Choose a smaller size or scale; the limit is 64 million pixels.");
    }
    Raster raster(drawing, scale);
    for (const DrawItem& item : drawing.items) std::visit(raster, item);
    return raster.take();
}

}  // namespace bplf
