// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/plane_rows.h"

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/ops/cpu/rows.h"
#include "core/ops/operands.h"

namespace bplf::nn {
namespace {

template <typename Wide, typename Row>
void image_to_rows(const Wide* planes, Row* rows, std::int64_t channels, std::int64_t places) {
    for (std::int64_t c = 0; c < channels; ++c) {
        const Wide* plane = planes + c * places;
        for (std::int64_t p = 0; p < places; ++p) rows[p * channels + c] = static_cast<Row>(plane[p]);
    }
}

template <typename Wide, typename Row>
void image_to_planes(const Row* rows, Wide* planes, const Wide* shift, const Wide* position, std::int64_t channels,
                     std::int64_t places) {
    for (std::int64_t c = 0; c < channels; ++c) {
        Wide* plane = planes + c * places;
        const Wide* map = position ? position + c * places : nullptr;
        const Wide add = shift ? shift[c] : Wide(0);
        for (std::int64_t p = 0; p < places; ++p) {
            plane[p] = static_cast<Wide>(rows[p * channels + c]) + (map ? add + map[p] : add);
        }
    }
}

template <typename Wide, typename Row>
void all_to_rows(const at::Tensor& planes, at::Tensor& rows) {
    const std::int64_t channels = planes.size(1), places = planes.size(2) * planes.size(3);
    const std::int64_t step = planes.stride(0), row_step = channels * places;
    const Wide* from = planes.const_data_ptr<Wide>();
    Row* to = rows.mutable_data_ptr<Row>();
    ops::parallel_rows(planes.size(0), row_step,
                       [=](std::int64_t n) { image_to_rows(from + n * step, to + n * row_step, channels, places); });
}

template <typename Wide, typename Row>
void all_to_planes(const at::Tensor& rows, at::Tensor& planes, const at::Tensor& shift, const at::Tensor& position) {
    const std::int64_t channels = rows.size(1), places = rows.size(2) * rows.size(3), step = channels * places;
    const Row* from = rows.const_data_ptr<Row>();
    Wide* to = planes.mutable_data_ptr<Wide>();
    const Wide* add = shift.defined() ? shift.const_data_ptr<Wide>() : nullptr;
    const Wide* map = position.defined() ? position.const_data_ptr<Wide>() : nullptr;
    const std::int64_t shift_step = shift.defined() && shift.size(0) > 1 ? channels : 0;
    ops::parallel_rows(rows.size(0), step, [=](std::int64_t n) {
        image_to_planes(from + n * step, to + n * step, add ? add + n * shift_step : nullptr, map, channels, places);
    });
}

/// Calls run.template operator()<Wide, Row>() with the element types of planes and rows.
template <typename Run>
void with_types(at::ScalarType wide, at::ScalarType row, const Run& run) {
    BPLF_CHECK(row == wide || (row == at::kBFloat16 && wide == at::kFloat), "plane_rows: types");
    if (wide == at::kDouble) return run.template operator()<double, double>();
    if (row == at::kFloat) return run.template operator()<float, float>();
    return run.template operator()<float, c10::BFloat16>();
}

}  // namespace

at::Tensor rows_from_planes(const at::Tensor& given, at::ScalarType type) {
    const at::Tensor planes = ops::with_contiguous_images(given);
    at::Tensor rows = at::empty(planes.sizes(), planes.options().dtype(type), at::MemoryFormat::ChannelsLast);
    with_types(planes.scalar_type(), type,
               [&]<typename Wide, typename Row>() { all_to_rows<Wide, Row>(planes, rows); });
    return rows;
}

at::Tensor planes_from_rows(const at::Tensor& given, at::ScalarType wide, const at::Tensor& shift,
                            const at::Tensor& position) {
    const at::Tensor rows = given.contiguous(at::MemoryFormat::ChannelsLast);
    at::Tensor planes = at::empty(rows.sizes(), rows.options().dtype(wide));
    with_types(wide, rows.scalar_type(), [&]<typename Wide, typename Row>() {
        all_to_planes<Wide, Row>(rows, planes, shift.defined() ? shift.contiguous() : shift,
                                 position.defined() ? position.contiguous() : position);
    });
    return planes;
}

}  // namespace bplf::nn
