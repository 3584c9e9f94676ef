// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/sample_sheet.h"

#include <torch/types.h>

#include <numeric>

#include "core/image/image_tensor.h"
#include "core/image/png.h"
#include "core/image/sheet.h"
#include "core/sample/draw_pixels.h"

namespace bplf {

std::vector<double> default_temperature(const flow::Model& model) {
    std::vector<double> temperature(model.code_shapes().size(), 0.3);
    temperature.back() = 0.9;
    return temperature;
}

std::vector<Image> draw_rows(flow::Model& model, const at::Tensor& labels, std::int64_t columns) {
    std::vector<std::uint64_t> seeds(static_cast<std::size_t>(columns));
    std::iota(seeds.begin(), seeds.end(), 1);
    const auto temperature = default_temperature(model);
    std::vector<Image> faces;
    for (std::int64_t row = 0; row < labels.size(0); ++row) {
        const at::Tensor values = draw_values(model, seeds, labels[row].expand({columns, -1}), temperature);
        for (Image& face : to_images(pixels_of_values(model, values))) faces.push_back(std::move(face));
    }
    return faces;
}

void write_sample_sheet(flow::Model& model, const std::filesystem::path& path) {
    constexpr std::int64_t kColumns = 8;
    const auto labels = static_cast<std::int64_t>(model.config().labels.size());
    SheetLayout layout;
    layout.columns = kColumns;
    layout.scale = 3;
    write_png(path, make_sheet(draw_rows(model, at::eye(std::max<std::int64_t>(labels, 1)), kColumns), layout));
}

}  // namespace bplf
