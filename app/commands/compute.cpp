// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/compute.h"

#include <ATen/Parallel.h>
#include <torch/cuda.h>

#include "core/base/error.h"
#include "core/ops/cuda_loader.h"

namespace bplf::cli {

void use_threads(int threads) {
    if (threads > 0) at::set_num_threads(threads);
}

std::string use_device(const std::string& name) {
    if (name == "cpu" || (name == "auto" && !ops::cuda_available())) return "cpu";
    ops::load_cuda();
    if (name == "auto" || name == "cuda") return "cuda:0";
    if (std::stoi(name.substr(5)) >= static_cast<int>(torch::cuda::device_count()))
        throw Error(ErrorKind::kResource,
                    "There is no such device: " + std::to_string(torch::cuda::device_count()) + " found.",
                    "--device " + name, "Count from cuda:0.");
    return name;
}

}  // namespace bplf::cli
