// SPDX-License-Identifier: GPL-3.0-or-later
// How sharp drawn faces are beside real ones: blur lowers both numbers, noise raises them.
#include <ATen/ATen.h>

#include <cmath>

#include "core/base/number_text.h"
#include "core/eval/sample_measure.h"

namespace bplf {
namespace {

/// In 8-bit steps, over all pixels and channels; NaN for images under 3×3 pixels.
struct EdgeEnergy {
    double laplacian = 0;      ///< mean |4 p − its four neighbours|, inside the border
    double finest_octave = 0;  ///< root mean square of what halving the picture (2×2 means) loses
};

EdgeEnergy edge_energy(const at::Tensor& pixels) {
    const at::Tensor x = pixels.to(at::kCPU, at::kFloat);
    const std::int64_t height = x.size(2), width = x.size(3);
    if (height < 3 || width < 3) return {std::nan(""), std::nan("")};
    const auto shifted = [&](std::int64_t down, std::int64_t right) {
        return x.narrow(2, 1 + down, height - 2).narrow(3, 1 + right, width - 2);
    };
    const at::Tensor laplacian = 4 * shifted(0, 0) - shifted(-1, 0) - shifted(1, 0) - shifted(0, -1) - shifted(0, 1);
    const at::Tensor even = x.narrow(2, 0, height / 2 * 2).narrow(3, 0, width / 2 * 2);
    const at::Tensor coarse = at::avg_pool2d(even, 2).repeat_interleave(2, 2).repeat_interleave(2, 3);
    return {laplacian.abs().mean(at::kDouble).item<double>(),
            (even - coarse).square().mean(at::kDouble).sqrt().item<double>()};
}

nlohmann::ordered_json edges_json(const EdgeEnergy& edges) {
    return {{"laplacian", edges.laplacian}, {"finest_octave", edges.finest_octave}};
}

}  // namespace

MeasureResult find_edge_energy(const SampleComparison& both) {
    const EdgeEnergy drawn = edge_energy(both.drawn.images.pixels), real = edge_energy(both.real.images.pixels);
    return {{{"edges", edges_json(drawn)}, {"real_edges", edges_json(real)}},
            {},
            "  edges " + fixed(drawn.laplacian, 2) + " steps (real " + fixed(real.laplacian, 2) + "), finest octave " +
                fixed(drawn.finest_octave, 2) + " (real " + fixed(real.finest_octave, 2) + ")\n"};
}

}  // namespace bplf
