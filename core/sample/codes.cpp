// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/codes.h"

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/base/philox.h"

namespace bplf {

std::vector<at::Tensor> codes_from_seeds(std::span<const std::uint64_t> seeds,
                                         const std::vector<flow::CodeShape>& shapes,
                                         std::span<const double> temperature) {
    BPLF_CHECK(temperature.size() == shapes.size(), "one temperature per level");
    std::vector<at::Tensor> codes;
    for (std::size_t level = 0; level < shapes.size(); ++level) {
        const auto& shape = shapes[level];
        at::Tensor eps =
            at::empty({static_cast<std::int64_t>(seeds.size()), shape.channels, shape.height, shape.width}, at::kFloat);
        const auto size = static_cast<std::size_t>(shape.size());
        for (std::size_t row = 0; row < seeds.size(); ++row) {
            const PhiloxStream noise(seeds[row], static_cast<std::uint32_t>(level));
            noise.fill_normal({eps.mutable_data_ptr<float>() + row * size, size});
        }
        codes.push_back(eps.mul_(temperature[level]));
    }
    return codes;
}

std::vector<double> resolve_temperature(const std::vector<double>& asked, const std::vector<double>& defaults) {
    std::vector<double> values = asked.empty() ? defaults : asked;
    if (values.size() == 1) values.assign(defaults.size(), values.front());
    if (values.size() != defaults.size()) {
        throw_usage_error(std::to_string(values.size()) + " temperatures for a model with " +
                              std::to_string(defaults.size()) + " levels.",
                          "temperature", "Give one value, or one per level from fine to coarse.");
    }
    for (const double value : values) {
        if (!(value >= 0 && value <= 2)) {
            throw_usage_error("a temperature is out of range.", "temperature", "Use 0 to 2.");
        }
    }
    return values;
}

}  // namespace bplf
