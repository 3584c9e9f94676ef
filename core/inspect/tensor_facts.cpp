// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inspect/tensor_facts.h"

#include "core/base/error.h"
#include "core/io/mapped_guard.h"

namespace bplf::inspect {

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text;
    for (const std::int64_t side : shape) {
        if (!text.empty()) text += 'x';
        text += std::to_string(side);
    }
    return text.empty() ? "scalar" : text;
}

std::vector<TensorFacts> read_tensor_facts(const std::filesystem::path& path, int bins, const std::stop_token& stop) {
    const SafetensorsFile file(path);
    std::vector<TensorFacts> all;
    all.reserve(file.tensors().size());
    for (const TensorView& tensor : file.tensors()) {
        if (stop.stop_requested()) throw Error(ErrorKind::kInterrupted, "Stopped.", path.string());
        all.push_back({tensor.name, std::string(name_of(tensor.dtype)), tensor.shape, statistics_of(tensor),
                       histogram_of(tensor, bins)});
        require_unwritten(tensor.bytes.data());
    }
    return all;
}

}  // namespace bplf::inspect
