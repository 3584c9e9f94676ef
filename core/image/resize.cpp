// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resize.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/error.h"

namespace bplf {
namespace {

/// The input pixels first, first + 1, … that make one output pixel.
struct Taps {
    int first = 0;
    std::vector<float> weights;
};

double sinc(double x) {
    if (x == 0) return 1;
    const double turn = std::numbers::pi * x;
    return std::sin(turn) / turn;
}

double kernel(Filter filter, double distance) {
    const double x = std::abs(distance);
    switch (filter) {
        case Filter::kTriangle:
            return std::max(0.0, 1 - x);
        case Filter::kBicubic:
            if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
            return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
        case Filter::kLanczos3:
            return x < 3 ? sinc(x) * sinc(x / 3) : 0;
        default:
            return 0;
    }
}

double radius(Filter filter) {
    if (filter == Filter::kTriangle) return 1;
    return filter == Filter::kBicubic ? 2 : 3;
}

Taps nearest_tap(int at, double step, int size) {
    const int source = static_cast<int>((at + 0.5) * step);
    return {std::min(source, size - 1), {1.0f}};
}

Taps area_taps(int at, double step, int size) {
    const double begin = at * step;
    const double end = std::min<double>(size, begin + step);
    Taps taps{static_cast<int>(begin), {}};
    for (int i = taps.first; i < end; ++i) {
        const double covered = std::min<double>(end, i + 1) - std::max<double>(begin, i);
        taps.weights.push_back(static_cast<float>(covered / (end - begin)));
    }
    return taps;
}

Taps kernel_taps(Filter filter, int at, double step, int size) {
    const double stretch = std::max(1.0, step);
    const double centre = (at + 0.5) * step;
    const double reach = radius(filter) * stretch;
    const int begin = std::max(0, static_cast<int>(std::lround(centre - reach)));
    const int end = std::min(size, static_cast<int>(std::lround(centre + reach)));
    std::vector<double> weights;
    double sum = 0;
    for (int i = begin; i < end; ++i) {
        weights.push_back(kernel(filter, (i + 0.5 - centre) / stretch));
        sum += weights.back();
    }
    Taps taps{begin, {}};
    for (const double weight : weights) taps.weights.push_back(static_cast<float>(weight / sum));
    return taps;
}

std::vector<Taps> all_taps(Filter filter, int from, int to) {
    const double step = static_cast<double>(from) / to;
    std::vector<Taps> taps;
    for (int at = 0; at < to; ++at) {
        if (filter == Filter::kNearest) {
            taps.push_back(nearest_tap(at, step, from));
        } else if (filter == Filter::kArea) {
            taps.push_back(area_taps(at, step, from));
        } else {
            taps.push_back(kernel_taps(filter, at, step, from));
        }
    }
    return taps;
}

std::uint8_t to_byte(double value) {
    return static_cast<std::uint8_t>(std::clamp(std::floor(value + 0.5), 0.0, 255.0));
}

/// One row of the input at the new width, as floats.
void resize_row(const Image& image, int y, const std::vector<Taps>& taps, float* out) {
    for (const Taps& tap : taps) {
        for (int c = 0; c < image.channels; ++c) {
            float sum = 0;
            for (std::size_t i = 0; i < tap.weights.size(); ++i) {
                sum += tap.weights[i] * static_cast<float>(image.at(tap.first + static_cast<int>(i), y, c));
            }
            *out++ = sum;
        }
    }
}

/// Bilinear value at a point in pixel units, borders replicated.
double sample_bilinear(const Image& image, double x, double y, int c) {
    x = std::clamp(x - 0.5, 0.0, image.width - 1.0);
    y = std::clamp(y - 0.5, 0.0, image.height - 1.0);
    const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
    const int x1 = std::min(x0 + 1, image.width - 1), y1 = std::min(y0 + 1, image.height - 1);
    const double fx = x - x0, fy = y - y0;
    const double upper = image.at(x0, y0, c) * (1 - fx) + image.at(x1, y0, c) * fx;
    const double lower = image.at(x0, y1, c) * (1 - fx) + image.at(x1, y1, c) * fx;
    return upper * (1 - fy) + lower * fy;
}

}  // namespace

Image resize(const Image& image, int width, int height, Filter filter) {
    BPLF_CHECK(!image.empty() && width > 0 && height > 0, "resize needs pixels");
    if (width == image.width && height == image.height) return image;
    const auto columns = all_taps(filter, image.width, width);
    const auto rows = all_taps(filter, image.height, height);
    const std::size_t row_size = static_cast<std::size_t>(width) * static_cast<std::size_t>(image.channels);
    std::vector<float> wide(row_size * static_cast<std::size_t>(image.height));
    for (int y = 0; y < image.height; ++y) {
        resize_row(image, y, columns, wide.data() + static_cast<std::size_t>(y) * row_size);
    }
    Image out(width, height, image.channels);
    std::vector<float> sums(row_size);
    for (int y = 0; y < height; ++y) {
        const Taps& tap = rows[static_cast<std::size_t>(y)];
        std::fill(sums.begin(), sums.end(), 0.0f);
        for (std::size_t k = 0; k < tap.weights.size(); ++k) {
            const float* row = wide.data() + (static_cast<std::size_t>(tap.first) + k) * row_size;
            for (std::size_t i = 0; i < row_size; ++i) sums[i] += tap.weights[k] * row[i];
        }
        std::transform(sums.begin(), sums.end(), out.pixels.begin() + y * static_cast<std::ptrdiff_t>(row_size),
                       to_byte);
    }
    return out;
}

Image crop(const Image& image, int x, int y, int width, int height) {
    BPLF_CHECK(!image.empty() && width > 0 && height > 0, "crop needs pixels");
    Image out(width, height, image.channels);
    auto to = out.pixels.begin();
    for (int row = 0; row < height; ++row) {
        const int from_y = static_cast<int>(std::clamp<std::int64_t>(std::int64_t{y} + row, 0, image.height - 1));
        for (int column = 0; column < width; ++column) {
            const int from_x = static_cast<int>(std::clamp<std::int64_t>(std::int64_t{x} + column, 0, image.width - 1));
            for (int c = 0; c < image.channels; ++c) *to++ = image.at(from_x, from_y, c);
        }
    }
    return out;
}

Image rotate(const Image& image, double degrees, double centre_x, double centre_y) {
    const double turn = degrees * std::numbers::pi / 180;
    const double cosine = std::cos(turn), sine = std::sin(turn);
    Image out(image.width, image.height, image.channels);
    auto to = out.pixels.begin();
    for (int row = 0; row < image.height; ++row) {
        for (int column = 0; column < image.width; ++column) {
            const double x = column + 0.5 - centre_x, y = row + 0.5 - centre_y;
            const double from_x = cosine * x - sine * y + centre_x;
            const double from_y = sine * x + cosine * y + centre_y;
            for (int c = 0; c < image.channels; ++c) {
                *to++ = to_byte(sample_bilinear(image, from_x, from_y, c));
            }
        }
    }
    return out;
}

Image to_grey(const Image& image) {
    if (image.channels == 1) return image;
    Image out(image.width, image.height, 1);
    const std::uint8_t* from = image.pixels.data();
    for (std::uint8_t& grey : out.pixels) {
        // 299 R + 587 G + 114 B in thousandths, rounded: exact for every triple.
        grey = static_cast<std::uint8_t>((299 * from[0] + 587 * from[1] + 114 * from[2] + 500) / 1000);
        from += 3;
    }
    return out;
}

Image to_rgb(const Image& image) {
    if (image.channels == 3) return image;
    Image out(image.width, image.height, 3);
    auto to = out.pixels.begin();
    for (const std::uint8_t grey : image.pixels) to = std::fill_n(to, 3, grey);
    return out;
}

Image flip_horizontal(const Image& image) {
    Image out(image.width, image.height, image.channels);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            for (int c = 0; c < image.channels; ++c) {
                out.at(x, y, c) = image.at(image.width - 1 - x, y, c);
            }
        }
    }
    return out;
}

}  // namespace bplf
