// SPDX-License-Identifier: GPL-3.0-or-later
// Reader for PyTorch's pre-1.6 state dictionaries (five pickles and raw storages), without Python.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace bplf {

/// A float tensor, row-major whatever strides it was stored with.
struct FloatTensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

/// The tensors of a legacy state dictionary by name. Nothing is ever executed: only the opcodes
/// such files need are understood and only OrderedDict, the tensor rebuild call and the float,
/// double and half storages are known names. Anything else, and a file that is cut short, is
/// refused. Errors: Error(kInput) naming the opcode or global and its byte. Zip checkpoints
/// (PyTorch 1.6 and later) are named as such with the way to convert them.
std::map<std::string, FloatTensor> read_legacy_state_dict(const std::filesystem::path& path);

/// The same from memory; `where` names the source in errors.
std::map<std::string, FloatTensor> read_legacy_state_dict(std::span<const std::byte> bytes, const std::string& where);

}  // namespace bplf
