// SPDX-License-Identifier: GPL-3.0-or-later
// LibTorch tensors in and out of safetensors files.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "core/io/safetensors.h"

namespace bplf {

at::ScalarType scalar_type_of(DType dtype);
/// Error(kInternal) for a type safetensors files of this program do not hold.
DType dtype_of(at::ScalarType type);

/// A copy of the tensor, contiguous, on the CPU. Error(kInput) when the file has no such tensor.
at::Tensor read_tensor(const SafetensorsFile& file, std::string_view name);
/// The same without a copy: the tensor keeps the file's map alive; writing to it changes this
/// process's pages only, never the file.
at::Tensor map_tensor(std::shared_ptr<const SafetensorsFile> file, std::string_view name);
/// Copies of all tensors, by name.
std::map<std::string, at::Tensor> read_tensors(const SafetensorsFile& file);

/// Writes the tensors (any device, any strides; detached) by name, atomically, as
/// write_safetensors.
void write_tensors(const std::filesystem::path& path, const std::map<std::string, at::Tensor>& tensors,
                   const Metadata& metadata = {});

}  // namespace bplf
