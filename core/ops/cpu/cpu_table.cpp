// SPDX-License-Identifier: GPL-3.0-or-later
// Gathers the CPU twins into the table that dispatch hands out.
#include "core/ops/cpu/cpu_table.h"

namespace bplf::ops {

const OpsTable& cpu_table() {
    static constexpr OpsTable table{
        .dynamic_linear = dynamic_linear_cpu,
        .dynamic_linear_backward = dynamic_linear_backward_cpu,
        .actnorm = actnorm_cpu,
        .actnorm_backward = actnorm_backward_cpu,
        .gaussian_logp = gaussian_logp_cpu,
        .gaussian_logp_backward = gaussian_logp_backward_cpu,
        .dequantise = dequantise_cpu,
        .quantise = quantise_cpu,
    };
    return table;
}

}  // namespace bplf::ops
