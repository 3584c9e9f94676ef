// SPDX-License-Identifier: GPL-3.0-or-later
// The writing half of safetensors.h.
#include <algorithm>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/io/safetensors.h"
#include "core/io/safetensors_pieces.h"

namespace bplf {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors data is little-endian");

using Json = nlohmann::ordered_json;

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kAlignment = 64;

std::size_t expected_bytes(const TensorView& tensor) {
    std::size_t count = size_of(tensor.dtype);
    for (const std::int64_t size : tensor.shape) count *= static_cast<std::size_t>(size);
    return count;
}

std::vector<const TensorView*> by_falling_alignment(std::span<const TensorView> tensors) {
    std::vector<const TensorView*> order;
    for (const TensorView& tensor : tensors) order.push_back(&tensor);
    std::stable_sort(order.begin(), order.end(),
                     [](const TensorView* a, const TensorView* b) { return size_of(a->dtype) > size_of(b->dtype); });
    return order;
}

Json header_of(const std::vector<const TensorView*>& order, const Metadata& metadata, const TensorPieces& pieces) {
    Json header = Json::object();
    if (!metadata.empty()) header["__metadata__"] = metadata;
    std::size_t offset = 0;
    for (const TensorView* tensor : order) {
        const std::size_t size = expected_bytes(*tensor);
        BPLF_CHECK(tensor->bytes.size() == size || (tensor->bytes.empty() && pieces.contains(tensor->name)),
                   "the bytes of tensor " + tensor->name + " do not fit its shape");
        BPLF_CHECK(tensor->name != "__metadata__" && !header.contains(tensor->name),
                   "tensor name " + tensor->name + " is taken");
        const std::size_t end = offset + size;
        header[tensor->name] = {
            {"dtype", name_of(tensor->dtype)}, {"shape", tensor->shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    return header;
}

std::string padded_text(const Json& header) {
    // Text that is not UTF-8 (a file name, say) must not keep a checkpoint from being saved.
    std::string text = header.dump(-1, ' ', false, Json::error_handler_t::replace);
    const std::size_t used = (kLengthBytes + text.size()) % kAlignment;
    if (used != 0) text.append(kAlignment - used, ' ');
    return text;
}

void write_pieces(const TensorView& tensor, const TensorPieces& pieces, AtomicFile& file) {
    std::size_t written = 0;
    pieces.at(tensor.name)([&](std::span<const std::byte> bytes) {
        written += bytes.size();
        file.write(bytes);
    });
    BPLF_CHECK(written == expected_bytes(tensor), "the pieces of tensor " + tensor.name + " do not fit its shape");
}

}  // namespace

void write_safetensors(const std::filesystem::path& path, std::span<const TensorView> tensors,
                       const Metadata& metadata) {
    write_safetensors(path, tensors, metadata, {});
}

void write_safetensors(const std::filesystem::path& path, std::span<const TensorView> tensors, const Metadata& metadata,
                       const TensorPieces& pieces) {
    const auto order = by_falling_alignment(tensors);
    const std::string header = padded_text(header_of(order, metadata, pieces));
    const std::uint64_t length = header.size();
    AtomicFile file(path);
    file.write(std::as_bytes(std::span(&length, 1)));
    file.write(header);
    for (const TensorView* tensor : order) {
        if (pieces.contains(tensor->name))
            write_pieces(*tensor, pieces, file);
        else
            file.write(tensor->bytes);
    }
    file.commit();
}

}  // namespace bplf
