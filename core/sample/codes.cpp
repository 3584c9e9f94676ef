// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/codes.h"

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/base/philox.h"
#include "core/sample/noise_streams.h"

namespace bplf {

std::vector<at::Tensor> codes_from_seeds(std::span<const std::uint64_t> seeds, const flow::FlowConfig& config,
                                         const std::vector<flow::CodeShape>& shapes,
                                         std::span<const double> temperature) {
    BPLF_CHECK(temperature.size() == shapes.size(), "one temperature per level");
    const std::vector<std::uint32_t> streams = noise_streams(config, shapes.size());
    std::vector<at::Tensor> codes;
    for (std::size_t level = 0; level < shapes.size(); ++level) {
        const auto& shape = shapes[level];
        at::Tensor eps =
            at::empty({static_cast<std::int64_t>(seeds.size()), shape.channels, shape.height, shape.width}, at::kFloat);
        const auto size = static_cast<std::size_t>(shape.size());
        for (std::size_t row = 0; row < seeds.size(); ++row) {
            const PhiloxStream noise(seeds[row], streams[level]);
            noise.fill_normal({eps.mutable_data_ptr<float>() + row * size, size});
        }
        codes.push_back(eps.mul_(temperature[level]));
    }
    return codes;
}

}  // namespace bplf
