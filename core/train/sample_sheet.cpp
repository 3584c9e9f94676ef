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

void write_sample_sheet(flow::Model& model, const std::filesystem::path& path) {
    const at::NoGradGuard no_grad;
    constexpr std::int64_t kColumns = 8;
    const auto labels = static_cast<std::int64_t>(model.config().labels.size());
    const std::int64_t rows = std::max<std::int64_t>(labels, 1);
    std::vector<std::uint64_t> seeds(kColumns);
    std::iota(seeds.begin(), seeds.end(), 1);
    const auto temperature = default_temperature(model);
    std::vector<Image> faces;
    const at::Device device = model.parameters().front().device();
    for (std::int64_t row = 0; row < rows; ++row) {
        auto eps = codes_from_seeds(seeds, model.code_shapes(), temperature);
        for (at::Tensor& code : eps) code = code.to(device);
        at::Tensor h;
        if (labels > 0) {
            h = at::zeros({kColumns, labels}, at::TensorOptions().device(device));
            h.select(1, row).fill_(1);
        }
        const at::Tensor x = model.decode(eps, h).x;
        for (Image& face : to_images(ops::quantise(x, model.config().n_bits).cpu())) {
            faces.push_back(std::move(face));
        }
    }
    SheetLayout layout;
    layout.columns = kColumns;
    layout.scale = 3;
    write_png(path, make_sheet(faces, layout));
}

}  // namespace bplf
