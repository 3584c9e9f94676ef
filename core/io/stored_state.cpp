// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/stored_state.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/error.h"
#include "core/io/tensors.h"

namespace bplf {
namespace {

constexpr const char* kCopyAgain =
    "The file is damaged or from another program; copy it again or use an earlier checkpoint.";

std::string shape_text(at::IntArrayRef sizes) {
    std::string text = "[";
    for (const std::int64_t size : sizes) text += (text.size() > 1 ? ", " : "") + std::to_string(size);
    return text + "]";
}

void copy_tensor(const SafetensorsFile& file, const std::string& name, const at::Tensor& target) {
    const std::string where = file.path().string();
    if (file.find(name) == nullptr) {
        throw_input_error("lacks the tensor '" + name + "' that its config asks for.", where, kCopyAgain);
    }
    const at::Tensor stored = read_tensor(file, name);
    if (stored.sizes() != target.sizes()) {
        throw_input_error("tensor '" + name + "' has shape " + shape_text(stored.sizes()) + " instead of " +
                              shape_text(target.sizes()) + ".",
                          where, kCopyAgain);
    }
    if (at::isFloatingType(stored.scalar_type()) != at::isFloatingType(target.scalar_type())) {
        throw_input_error("tensor '" + name + "' has the wrong type.", where, kCopyAgain);
    }
    if (at::isFloatingType(stored.scalar_type()) && !at::isfinite(stored).all().item<bool>()) {
        throw_input_error("tensor '" + name + "' holds NaN or infinite values.", where,
                          "Training left the finite range; use an earlier checkpoint of the run.");
    }
    target.copy_(stored);
}

}  // namespace

void copy_stored_state(const SafetensorsFile& file, const std::map<std::string, at::Tensor>& state) {
    const at::NoGradGuard no_grad;
    for (const auto& [name, tensor] : state) copy_tensor(file, name, tensor);
    for (const TensorView& view : file.tensors()) {
        if (!state.contains(view.name)) {
            throw_input_error("has the extra tensor '" + view.name + "' that its config does not know.",
                              file.path().string(), kCopyAgain);
        }
    }
}

std::map<std::string, at::Tensor> state_to_store(const std::map<std::string, at::Tensor>& state, bool half) {
    auto stored = state;
    for (auto& [name, tensor] : stored) {
        const bool narrow = half && at::isFloatingType(tensor.scalar_type());
        tensor = tensor.detach().to(at::kCPU, narrow ? at::kHalf : tensor.scalar_type()).contiguous();
    }
    return stored;
}

}  // namespace bplf
