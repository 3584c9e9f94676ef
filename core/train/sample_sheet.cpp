// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/sample_sheet.h"

#include <torch/torch.h>

#include <numeric>

#include "core/image/image_tensor.h"
#include "core/image/png.h"
#include "core/image/sheet.h"
#include "core/ops/dequantise.h"
#include "core/sample/codes.h"

namespace bplf {

std::vector<double> default_temperature(const flow::Model& model) {
    std::vector<double> temperature(model.code_shapes().size(), 0.3);
    temperature.back() = 0.9;
    return temperature;
}

std::vector<Image> draw_rows(flow::Model& model, const at::Tensor& labels, std::int64_t columns) {
    const at::NoGradGuard no_grad;
    std::vector<std::uint64_t> seeds(static_cast<std::size_t>(columns));
    std::iota(seeds.begin(), seeds.end(), 1);
    const auto temperature = default_temperature(model);
    const at::Device device = model.parameters().front().device();
    std::vector<Image> faces;
    for (std::int64_t row = 0; row < labels.size(0); ++row) {
        auto eps = codes_from_seeds(seeds, model.code_shapes(), temperature);
        for (at::Tensor& code : eps) code = code.to(device);
        const at::Tensor h =
            model.conditional() ? labels[row].expand({columns, -1}).contiguous().to(device) : at::Tensor();
        const at::Tensor x = model.decode(eps, h).x;
        for (Image& face : to_images(ops::quantise(x, model.config().n_bits).cpu())) {
            faces.push_back(std::move(face));
        }
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
