// SPDX-License-Identifier: GPL-3.0-or-later
// The CPU twins of all ops; see ops_table.h for what each kernel reads and writes.
#pragma once

#include "core/ops/ops_table.h"

namespace bplf::ops {

void dynamic_linear_cpu(const DynamicLinearForward& args);
void dynamic_linear_backward_cpu(const DynamicLinearBackward& args);
void actnorm_cpu(const ActnormForward& args);
void actnorm_backward_cpu(const ActnormBackward& args);
void gaussian_logp_cpu(const GaussianForward& args);
void gaussian_logp_backward_cpu(const GaussianBackward& args);
void dequantise_cpu(const DequantiseArgs& args);
void quantise_cpu(const QuantiseArgs& args);

/// All of the above.
const OpsTable& cpu_table();

}  // namespace bplf::ops
