// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/shifted_planes.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/ops/cpu/rows.h"

namespace bplf::nn {
namespace {

struct PlaneShape {
    std::int64_t images, channels, height, width, kernel;
    std::int64_t places() const { return height * width; }
};

/// Calls run(y, from_y, begin, end, from_x) for every row y of a plane: places [begin, end) of it take those of row
/// from_y from from_x on; begin == end where the tap lies beyond the border.
template <typename Run>
void for_each_row(const PlaneShape& shape, std::int64_t tap, const Run& run) {
    const std::int64_t ring = shape.kernel / 2, down = tap / shape.kernel - ring, right = tap % shape.kernel - ring;
    const std::int64_t first = std::clamp<std::int64_t>(right, 0, shape.width);
    const std::int64_t last = std::max(first, std::min(shape.width, shape.width + right));
    for (std::int64_t y = 0; y < shape.height; ++y) {
        const std::int64_t from = y - down;
        const bool inside = from >= 0 && from < shape.height;
        run(y, from, first, inside ? last : first, first - right);
    }
}

template <typename Wide, typename Row>
void shift_image(const Wide* planes, Row* shifted, const PlaneShape& shape, std::int64_t row_step) {
    for (std::int64_t tap = 0; tap < shape.kernel * shape.kernel; ++tap) {
        for (std::int64_t c = 0; c < shape.channels; ++c, shifted += row_step) {
            const Wide* plane = planes + c * shape.places();
            for_each_row(
                shape, tap,
                [&](std::int64_t y, std::int64_t from, std::int64_t begin, std::int64_t end, std::int64_t from_x) {
                    Row* out = shifted + y * shape.width;
                    std::fill(out, out + begin, Row(0));
                    for (std::int64_t x = begin; x < end; ++x) {
                        out[x] = static_cast<Row>(plane[from * shape.width + from_x + x - begin]);
                    }
                    std::fill(out + end, out + shape.width, Row(0));
                });
        }
    }
}

template <typename Wide, typename Row>
void sum_image(const Row* shifted, Wide* planes, const PlaneShape& shape, std::int64_t row_step) {
    std::fill(planes, planes + shape.channels * shape.places(), Wide(0));
    for (std::int64_t tap = 0; tap < shape.kernel * shape.kernel; ++tap) {
        for (std::int64_t c = 0; c < shape.channels; ++c, shifted += row_step) {
            Wide* plane = planes + c * shape.places();
            for_each_row(
                shape, tap,
                [&](std::int64_t y, std::int64_t from, std::int64_t begin, std::int64_t end, std::int64_t from_x) {
                    if (begin == end) return;
                    const Row* in = shifted + from * shape.width + from_x;
                    Wide* out = plane + y * shape.width + begin;
                    for (std::int64_t x = 0; x < end - begin; ++x) out[x] += static_cast<Wide>(in[x]);
                });
        }
    }
}

/// Calls run.template operator()<Wide, Row>() with the element types of planes and their shifted copies.
template <typename Run>
void with_shift_types(at::ScalarType wide, at::ScalarType row, const Run& run) {
    BPLF_CHECK(row == wide || (row == at::kBFloat16 && wide == at::kFloat), "shifted_planes: types");
    if (wide == at::kDouble) return run.template operator()<double, double>();
    if (row == at::kFloat) return run.template operator()<float, float>();
    return run.template operator()<float, c10::BFloat16>();
}

}  // namespace

at::Tensor shifted_planes(const at::Tensor& given, std::int64_t kernel, at::ScalarType type) {
    const at::Tensor planes = given.contiguous();
    const PlaneShape shape{planes.size(0), planes.size(1), planes.size(2), planes.size(3), kernel};
    const std::int64_t step = shape.images * shape.places(), image = shape.channels * shape.places();
    at::Tensor shifted = at::empty({kernel * kernel * shape.channels, step}, planes.options().dtype(type));
    with_shift_types(planes.scalar_type(), type, [&]<typename Wide, typename Row>() {
        const Wide* from = planes.const_data_ptr<Wide>();
        Row* to = shifted.mutable_data_ptr<Row>();
        ops::parallel_rows(shape.images, kernel * kernel * image, [=](std::int64_t n) {
            shift_image(from + n * image, to + n * shape.places(), shape, step);
        });
    });
    return shifted;
}

at::Tensor sum_shifted(const at::Tensor& given, at::IntArrayRef sizes, std::int64_t kernel) {
    const at::Tensor shifted = given.contiguous();
    const at::ScalarType wide = shifted.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
    const PlaneShape shape{sizes[0], sizes[1], sizes[2], sizes[3], kernel};
    const std::int64_t step = shape.images * shape.places(), image = shape.channels * shape.places();
    BPLF_CHECK(shifted.size(0) == kernel * kernel * shape.channels && shifted.size(1) == step, "sum_shifted: shape");
    at::Tensor planes = at::empty(sizes, shifted.options().dtype(wide));
    with_shift_types(wide, shifted.scalar_type(), [&]<typename Wide, typename Row>() {
        const Row* from = shifted.const_data_ptr<Row>();
        Wide* to = planes.mutable_data_ptr<Wide>();
        ops::parallel_rows(shape.images, kernel * kernel * image,
                           [=](std::int64_t n) { sum_image(from + n * shape.places(), to + n * image, shape, step); });
    });
    return planes;
}

}  // namespace bplf::nn
