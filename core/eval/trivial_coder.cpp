// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/trivial_coder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/image/png.h"

namespace bplf {
namespace {

/// A PNG's bytes beside the data of its one IDAT chunk: signature, header, and 12 around each of data and end.
constexpr std::size_t kPngFrame = 8 + 25 + 12 + 12;

/// The median of left, above, and their plane with the corner between them; 0 outside the image.
int predicted(const Image& image, int x, int y, int c) {
    const int left = x > 0 ? image.at(x - 1, y, c) : (y > 0 ? image.at(x, y - 1, c) : 0);
    const int above = y > 0 ? image.at(x, y - 1, c) : left;
    const int corner = x > 0 && y > 0 ? image.at(x - 1, y - 1, c) : above;
    if (corner >= std::max(left, above)) return std::min(left, above);
    if (corner <= std::min(left, above)) return std::max(left, above);
    return left + above - corner;
}

/// Ideal code length under counts of what came before; half a count for every value to begin with.
class AdaptiveModel {
  public:
    double bits_of(int symbol) {
        double& count = counts_.at(static_cast<std::size_t>(symbol));
        const double bits = std::log2(total_ / count);
        count += 1;
        total_ += 1;
        return bits;
    }

  private:
    static constexpr double kStart = 0.5;
    std::array<double, 256> counts_ = [] {
        std::array<double, 256> start{};
        start.fill(kStart);
        return start;
    }();
    double total_ = 256 * kStart;
};

double predictor_bits(const Image& image, AdaptiveModel& model) {
    double bits = 0;
    for (int c = 0; c < image.channels; ++c) {
        for (int y = 0; y < image.height; ++y) {
            for (int x = 0; x < image.width; ++x) {
                bits += model.bits_of((image.at(x, y, c) - predicted(image, x, y, c)) & 255);
            }
        }
    }
    return bits;
}

}  // namespace

double png_data_bits(const Image& image) {
    return 8 * static_cast<double>(encode_png(image).size() - kPngFrame);
}

TrivialCoder trivial_coder(const Dataset& dataset, const std::vector<std::int64_t>& rows) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    if (rows.empty()) return {nan, nan};
    TrivialCoder bits;
    AdaptiveModel model;
    for (const std::int64_t row : rows) {
        const Image image = image_of_row(dataset, row);
        bits.png += png_data_bits(image);
        bits.predictor += predictor_bits(image, model);
    }
    const double elements = static_cast<double>(rows.size()) * static_cast<double>(dataset.image_bytes());
    return {bits.png / elements, bits.predictor / elements};
}

}  // namespace bplf
