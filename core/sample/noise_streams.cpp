// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/noise_streams.h"

#include <algorithm>

namespace bplf {
namespace {

constexpr std::uint32_t kStreamsPerPart = 256;

}  // namespace

std::vector<std::uint32_t> noise_streams(const flow::FlowConfig& config, std::size_t codes) {
    std::vector<std::uint32_t> streams;
    for (std::size_t part = config.pyramid.size(); part-- > 1;) {
        const auto count = static_cast<std::uint32_t>(std::max<std::int64_t>(config.pyramid[part].levels, 1));
        for (std::uint32_t i = 0; i < count; ++i)
            streams.push_back(static_cast<std::uint32_t>(part) * kStreamsPerPart + i);
    }
    for (std::uint32_t i = 0; streams.size() < codes; ++i) streams.push_back(i);
    return streams;
}

}  // namespace bplf
