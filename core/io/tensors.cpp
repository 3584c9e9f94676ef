// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/tensors.h"

#include <torch/types.h>

#include <cstring>
#include <vector>

#include "core/base/error.h"
#include "core/io/mapped_guard.h"

namespace bplf {
namespace {

at::Tensor copy_of(const TensorView& view) {
    at::Tensor tensor = at::empty(view.shape, scalar_type_of(view.dtype));
    if (!view.bytes.empty()) std::memcpy(tensor.mutable_data_ptr(), view.bytes.data(), view.bytes.size());
    require_unwritten(view.bytes.data());
    return tensor;
}

}  // namespace

at::ScalarType scalar_type_of(DType dtype) {
    switch (dtype) {
        case DType::kF64:
            return at::kDouble;
        case DType::kF32:
            return at::kFloat;
        case DType::kF16:
            return at::kHalf;
        case DType::kBF16:
            return at::kBFloat16;
        case DType::kI64:
            return at::kLong;
        case DType::kI32:
            return at::kInt;
        case DType::kU8:
            return at::kByte;
        case DType::kBool:
            return at::kBool;
    }
    throw Error(ErrorKind::kInternal, "unknown element type");
}

DType dtype_of(at::ScalarType type) {
    for (const DType dtype :
         {DType::kF64, DType::kF32, DType::kF16, DType::kBF16, DType::kI64, DType::kI32, DType::kU8, DType::kBool}) {
        if (scalar_type_of(dtype) == type) return dtype;
    }
    throw Error(ErrorKind::kInternal, std::string("tensors of type ") + c10::toString(type) + " cannot be stored");
}

at::Tensor read_tensor(const SafetensorsFile& file, std::string_view name) {
    return copy_of(file.tensor(name));
}

at::Tensor map_tensor(std::shared_ptr<const SafetensorsFile> file, std::string_view name) {
    const TensorView& view = file->tensor(name);
    if (view.bytes.empty()) return copy_of(view);
    // The map is copy-on-write, so handing out a writable pointer is safe.
    void* data = const_cast<std::byte*>(view.bytes.data());
    const auto release = [kept = std::move(file)](void*) {};
    return at::from_blob(data, view.shape, release, at::TensorOptions(scalar_type_of(view.dtype)));
}

std::map<std::string, at::Tensor> read_tensors(const SafetensorsFile& file) {
    std::map<std::string, at::Tensor> tensors;
    for (const TensorView& view : file.tensors()) tensors.emplace(view.name, copy_of(view));
    return tensors;
}

void write_tensors(const std::filesystem::path& path, const std::map<std::string, at::Tensor>& tensors,
                   const Metadata& metadata) {
    std::vector<at::Tensor> kept;
    std::vector<TensorView> views;
    for (const auto& [name, tensor] : tensors) {
        kept.push_back(tensor.detach().to(at::kCPU).contiguous());
        const at::Tensor& plain = kept.back();
        TensorView& view = views.emplace_back();
        view.name = name;
        view.dtype = dtype_of(plain.scalar_type());
        view.shape = plain.sizes().vec();
        view.bytes = {static_cast<const std::byte*>(plain.const_data_ptr()), plain.nbytes()};
    }
    write_safetensors(path, views, metadata);
}

}  // namespace bplf
