// SPDX-License-Identifier: GPL-3.0-or-later
// Shape checks and pointer arithmetic shared by the autograd files.
#include "core/ops/operands.h"

#include "core/base/error.h"
#include "core/ops/cpu/cpu_table.h"
#include "core/ops/cuda_loader.h"

#include <torch/types.h>

#include <algorithm>
#include <sstream>

namespace bplf::ops {
namespace {

[[noreturn]] void fail(const char* op, const char* name, const at::Tensor& tensor, const std::string& expected) {
    std::ostringstream text;
    text << op << ": " << name << " is ";
    if (tensor.defined()) {
        text << tensor.scalar_type() << ' ' << tensor.sizes() << " on " << tensor.device();
    } else {
        text << "undefined";
    }
    text << ", expected " << expected;
    throw Error(ErrorKind::kInternal, text.str());
}

std::string like_text(const at::Tensor& x) {
    std::ostringstream text;
    text << x.scalar_type() << " on " << x.device() << " like x " << x.sizes();
    return text.str();
}

bool is_like(const at::Tensor& tensor, const at::Tensor& x) {
    return tensor.defined() && tensor.scalar_type() == x.scalar_type() && tensor.device() == x.device();
}

}  // namespace

const OpsTable& table_for(const at::Device& device) {
    if (device.is_cpu()) {
        return cpu_table();
    }
    BPLF_CHECK(device.is_cuda(), "no kernels for a tensor on " + device.str());
    return cuda_table();
}

at::Tensor with_contiguous_images(const at::Tensor& tensor) {
    const int64_t width = tensor.size(3);
    const int64_t plane = tensor.size(2) * width;
    const bool rows = (width == 1 || tensor.stride(3) == 1) && (tensor.size(2) == 1 || tensor.stride(2) == width);
    const bool channels = tensor.size(1) == 1 || tensor.stride(1) == plane;
    const bool images = tensor.size(0) == 1 || tensor.stride(0) != 0;
    return rows && channels && images ? tensor : tensor.contiguous();
}

Operand operand_of(const at::Tensor& tensor, const Extent& extent, int64_t first_channel) {
    const int64_t plane = tensor.size(2) * tensor.size(3);
    const char* data = static_cast<const char*>(tensor.const_data_ptr());
    return {.data = data + first_channel * plane * tensor.element_size(),
            .image_step = tensor.size(0) == 1 ? 0 : tensor.stride(0),
            .channel_step = plane,
            .per_plane = plane == extent.plane};
}

Operand image_operand_of(const at::Tensor& tensor) {
    return {.data = tensor.const_data_ptr(),
            .image_step = tensor.stride(0),
            .channel_step = tensor.size(2) * tensor.size(3),
            .per_plane = true};
}

Extent extent_of(const at::Tensor& tensor) {
    return {.images = tensor.size(0), .channels = tensor.size(1), .plane = tensor.size(2) * tensor.size(3)};
}

Precision precision_of(const at::Tensor& tensor) {
    return tensor.scalar_type() == at::kDouble ? Precision::kFloat64 : Precision::kFloat32;
}

int ordinal_of(const at::Tensor& tensor) {
    return tensor.device().is_cpu() ? -1 : tensor.device().index();
}

at::Tensor scratch_like(const at::Tensor& like, int64_t count) {
    return at::empty({count}, like.options().dtype(at::kDouble).requires_grad(false));
}

void check_images(const at::Tensor& tensor, const char* op, const char* name) {
    const bool good = tensor.defined() && tensor.dim() == 4 &&
                      (tensor.scalar_type() == at::kFloat || tensor.scalar_type() == at::kDouble);
    if (!good) {
        fail(op, name, tensor, "float32 or float64 [N, C, H, W]");
    }
}

void check_broadcast(const at::Tensor& tensor, const at::Tensor& x, int64_t channels, const char* op,
                     const char* name) {
    const bool good =
        is_like(tensor, x) && tensor.dim() == 4 && tensor.size(1) == channels &&
        (tensor.size(0) == 1 || tensor.size(0) == x.size(0)) &&
        ((tensor.size(2) == 1 && tensor.size(3) == 1) || (tensor.size(2) == x.size(2) && tensor.size(3) == x.size(3)));
    if (!good) {
        fail(op, name, tensor, "[1 or N, " + std::to_string(channels) + ", 1, 1 or H, W], " + like_text(x));
    }
}

void check_per_channel(const at::Tensor& tensor, const at::Tensor& x, const char* op, const char* name) {
    if (!is_like(tensor, x) || tensor.dim() != 1 || tensor.size(0) != x.size(1)) {
        fail(op, name, tensor, "[C], " + like_text(x));
    }
}

void check_first_derivative(const char* op) {
    // Autograd enables gradients inside a backward pass only for create_graph.
    if (at::GradMode::is_enabled()) {
        throw Error(ErrorKind::kInternal, std::string(op) + " has no second derivative", {},
                    "call backward without create_graph");
    }
}

bool needs_gradient(std::initializer_list<at::Tensor> inputs) {
    return at::GradMode::is_enabled() && std::any_of(inputs.begin(), inputs.end(), [](const at::Tensor& input) {
               return input.defined() && input.requires_grad();
           });
}

}  // namespace bplf::ops
