// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors.h"

#include "tests/fuzz/target.h"

BPLF_FUZZ(bytes) {
    const bplf::SafetensorsFile file(bplf::fuzz::file_of(bytes, "x.safetensors"));
    for (const bplf::TensorView& tensor : file.tensors()) static_cast<void>(file.tensor(tensor.name));
}
