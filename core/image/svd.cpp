// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/svd.h"

#include <torch/types.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace bplf {
namespace {

template <typename T>
bool parse_number(std::string_view text, T& number) {
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    return code == std::errc() && end == text.data() + text.size();
}

int kept_values(const std::vector<double>& singular_values, const SvdTruncation& truncation) {
    const int all = static_cast<int>(singular_values.size());
    if (truncation.kind == SvdTruncation::Kind::kOff) return all;
    if (truncation.kind == SvdTruncation::Kind::kRank) return std::min(truncation.rank, all);
    double total = 0;
    for (const double value : singular_values) total += value * value;
    double sum = 0;
    for (int k = 0; k < all; ++k) {
        const double value = singular_values[static_cast<std::size_t>(k)];
        sum += value * value;
        if (sum >= truncation.energy * total) return k + 1;
    }
    return all;
}

std::vector<double> to_vector(const at::Tensor& tensor) {
    const at::Tensor plain = tensor.contiguous();
    const auto* data = plain.const_data_ptr<double>();
    return {data, data + plain.numel()};
}

}  // namespace

SvdTruncation parse_svd_truncation(std::string_view text) {
    SvdTruncation truncation;
    if (text == "off") return truncation;
    if (text.starts_with("rank:")) {
        truncation.kind = SvdTruncation::Kind::kRank;
        if (parse_number(text.substr(5), truncation.rank) && truncation.rank >= 1) return truncation;
    } else if (text.starts_with("energy:")) {
        truncation.kind = SvdTruncation::Kind::kEnergy;
        const bool valid = parse_number(text.substr(7), truncation.energy);
        if (valid && truncation.energy > 0 && truncation.energy <= 1) return truncation;
    }
    throw_usage_error("\"" + std::string(text) + "\" is no SVD truncation.", "--svd",
                      "Use off, rank:K with K >= 1, or energy:R with 0 < R <= 1.");
}

std::string to_string(const SvdTruncation& truncation) {
    if (truncation.kind == SvdTruncation::Kind::kOff) return "off";
    if (truncation.kind == SvdTruncation::Kind::kRank) return "rank:" + std::to_string(truncation.rank);
    char digits[32];
    const auto [end, code] = std::to_chars(digits, digits + sizeof digits, truncation.energy);
    return "energy:" + std::string(digits, end);
}

TruncatedMatrix truncate_matrix(const std::vector<double>& values, int rows, int columns,
                                const SvdTruncation& truncation) {
    BPLF_CHECK(!values.empty() && values.size() == static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns),
               "a matrix needs rows * columns values");
    const at::NoGradGuard no_grad;
    const at::Tensor matrix = at::from_blob(const_cast<double*>(values.data()), {rows, columns}, at::kDouble);
    const auto [u, s, vt] = at::linalg_svd(matrix, /*full_matrices=*/false);
    TruncatedMatrix out;
    out.singular_values = to_vector(s);
    out.kept = kept_values(out.singular_values, truncation);
    const at::Tensor scaled = u.narrow(1, 0, out.kept) * s.narrow(0, 0, out.kept);
    out.values = to_vector(scaled.matmul(vt.narrow(0, 0, out.kept)));
    return out;
}

Image truncate_svd(const Image& image, const SvdTruncation& truncation) {
    if (truncation.kind == SvdTruncation::Kind::kOff || image.empty()) return image;
    Image out = image;
    const auto step = static_cast<std::size_t>(image.channels);
    for (std::size_t c = 0; c < step; ++c) {
        std::vector<double> plane;
        for (std::size_t i = c; i < image.pixels.size(); i += step) plane.push_back(image.pixels[i]);
        const auto cut = truncate_matrix(plane, image.height, image.width, truncation);
        for (std::size_t i = 0; i < cut.values.size(); ++i) {
            const double rounded = std::clamp(std::round(cut.values[i]), 0.0, 255.0);
            out.pixels[i * step + c] = static_cast<std::uint8_t>(rounded);
        }
    }
    return out;
}

double psnr(const Image& a, const Image& b) {
    BPLF_CHECK(a.width == b.width && a.height == b.height && a.channels == b.channels && !a.empty(),
               "psnr compares images of one shape");
    double squares = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        const double difference = int{a.pixels[i]} - int{b.pixels[i]};
        squares += difference * difference;
    }
    if (squares == 0) return std::numeric_limits<double>::infinity();
    return 10 * std::log10(255.0 * 255.0 * static_cast<double>(a.pixels.size()) / squares);
}

}  // namespace bplf
