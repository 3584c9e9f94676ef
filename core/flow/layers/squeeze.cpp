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

at::Tensor squeeze_diagonal(const at::Tensor& x) {
    const at::Tensor blocks = flow::squeeze(x).unflatten(1, {x.size(1), 4});
    return at::cat({blocks.select(2, 0), blocks.select(2, 3), blocks.select(2, 1), blocks.select(2, 2)}, 1);
}

at::Tensor unsqueeze_diagonal(const at::Tensor& z) {
    BPLF_CHECK(z.dim() == 4 && z.size(1) % 4 == 0, "unsqueeze: channels in fours");
    const std::vector<at::Tensor> parts = z.chunk(4, 1);
    return unsqueeze(at::stack({parts[0], parts[2], parts[3], parts[1]}, 2).flatten(1, 2));
}

at::Tensor split_columns(const at::Tensor& x) {
    BPLF_CHECK(x.dim() == 4 && x.size(3) % 2 == 0, "split_columns: even width");
    return at::cat({x.slice(3, 0, x.size(3), 2), x.slice(3, 1, x.size(3), 2)}, 1);
}

at::Tensor join_columns(const at::Tensor& z) {
    BPLF_CHECK(z.dim() == 4 && z.size(1) % 2 == 0, "join_columns: channels in pairs");
    const std::vector<at::Tensor> halves = z.chunk(2, 1);
    return at::stack({halves[0], halves[1]}, 4).flatten(3, 4);
}

}  // namespace bplf::flow
