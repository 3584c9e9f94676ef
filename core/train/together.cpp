// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/together.h"

#include <torch/types.h>

#include <string>

#include "core/base/error.h"
#include "core/base/sha256.h"

namespace bplf {
namespace {

std::span<float> numbers_of(at::Tensor& values) {
    return {values.mutable_data_ptr<float>(), static_cast<std::size_t>(values.numel())};
}

void share_tensor(Ranks& ranks, at::Tensor& values) {
    at::Tensor here = values.to(at::kCPU).contiguous();
    ranks.share({static_cast<std::byte*>(here.mutable_data_ptr()), static_cast<std::size_t>(here.nbytes())});
    values.copy_(here);
}

}  // namespace

void check_ranks(const Ranks& ranks, std::int64_t batch_size) {
    if (batch_size % ranks.size() == 0) return;
    throw Error(ErrorKind::kResource,
                "A batch of " + std::to_string(batch_size) + " images cannot be dealt to " +
                    std::to_string(ranks.size()) + " processes evenly.",
                "MPI", "Start as many processes as divide batch_size, or set another one.");
}

void check_same(Ranks& ranks, const std::string& settings) {
    if (ranks.alone()) return;
    const std::string own = sha256_hex(std::as_bytes(std::span(settings)));
    std::string of_first = own;
    ranks.share(std::as_writable_bytes(std::span<char>(of_first)));
    if (ranks.any(of_first != own))
        throw_usage_error("The processes that were started together train with different settings.", "MPI",
                          "Give all the same command, or start each by itself.");
}

void average_gradient(Ranks& ranks, at::Tensor& gradient) {
    if (ranks.alone()) return;
    at::Tensor here = gradient.to(at::kCPU);
    ranks.sum(numbers_of(here));
    // The processor's own buffer was summed in place.
    if (!here.is_same(gradient)) gradient.copy_(here);
    gradient.mul_(1.0 / ranks.size());
}

double average(Ranks& ranks, double value) {
    if (ranks.alone()) return value;
    ranks.sum(std::span<double>(&value, 1));
    return value / ranks.size();
}

void share_weights(Ranks& ranks, at::Tensor& values, torch::nn::Module& model) {
    if (ranks.alone()) return;
    const at::NoGradGuard no_grad;
    share_tensor(ranks, values);
    for (at::Tensor& buffer : model.buffers()) share_tensor(ranks, buffer);
}

std::vector<double> measure_together(
    Ranks& ranks, const std::vector<std::int64_t>& rows,
    const std::function<std::vector<double>(const std::vector<std::int64_t>&)>& measure) {
    if (ranks.alone()) return measure(rows);
    const auto step = static_cast<std::size_t>(ranks.size());
    std::vector<std::int64_t> own;
    for (auto i = static_cast<std::size_t>(ranks.rank()); i < rows.size(); i += step) own.push_back(rows[i]);
    const std::vector<double> here = own.empty() ? std::vector<double>() : measure(own);
    std::vector<double> all(rows.size(), 0.0);
    for (std::size_t i = 0; i < here.size(); ++i) all[static_cast<std::size_t>(ranks.rank()) + i * step] = here[i];
    ranks.sum(all);
    return all;
}

void RankParts::sum(at::Tensor& values) {
    ranks_.sum(numbers_of(values));
}

}  // namespace bplf
