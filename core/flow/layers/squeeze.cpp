// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/layers/squeeze.h"

#include <ATen/ATen.h>

#include "core/base/error.h"

namespace bplf::flow {

at::Tensor squeeze(const at::Tensor& x) {
    BPLF_CHECK(x.dim() == 4 && x.size(2) % 2 == 0 && x.size(3) % 2 == 0, "squeeze: even sides");
    return at::pixel_unshuffle(x, 2);
}

at::Tensor unsqueeze(const at::Tensor& z) {
    BPLF_CHECK(z.dim() == 4 && z.size(1) % 4 == 0, "unsqueeze: channels in fours");
    return at::pixel_shuffle(z, 2);
}

}  // namespace bplf::flow
