// SPDX-License-Identifier: GPL-3.0-or-later
// What a safetensors file of a network tells without the network: its kind, and whether its numbers are sound.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "core/io/safetensors.h"

namespace bplf {

/// Whether `path` is a safetensors file whose metadata "format" begins with `prefix`; false for anything else, never an
/// error.
bool has_stored_format(const std::filesystem::path& path, std::string_view prefix);

/// What the file says of the network besides "format" and "config".
std::map<std::string, std::string> stored_facts(const SafetensorsFile& file);

/// Error(kInput) naming the tensor when a weight is of another type than float, or NaN or infinite.
void check_stored_numbers(const SafetensorsFile& file);

}  // namespace bplf
