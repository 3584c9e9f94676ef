// SPDX-License-Identifier: GPL-3.0-or-later
// The number inside a TensorProto, as newer writers of event files log scalars.
#pragma once

#include <optional>
#include <protozero/pbf_reader.hpp>

namespace bplf {

/// The value of a tensor with exactly one element of a number type (float16 to float64, bfloat16, whole numbers of any
/// width, bool), whether in its typed field or as raw little-endian bytes; nothing for any other tensor.
/// Throws protozero::exception where the message is malformed.
std::optional<double> tensor_scalar(protozero::pbf_reader tensor);

}  // namespace bplf
