// SPDX-License-Identifier: GPL-3.0-or-later
// Runs CUDA kernels that were compiled as C++: a block's threads are fibres that meet at barriers. For tests, so that
// the kernels' sums, bounds and barriers are looked at by the sanitizers where there is no GPU.
#pragma once

#include <cstddef>
#include <cstring>
#include <functional>
#include <tuple>
#include <utility>

namespace bplf::cuda_on_host {

constexpr unsigned kWarp = 32;

/// CUDA's dim3.
struct Triple {
    unsigned x = 1, y = 1, z = 1;
    Triple() = default;
    Triple(unsigned width, unsigned height = 1, unsigned depth = 1) : x(width), y(height), z(depth) {}
};

/// Of the fibre that runs.
struct Place {
    Triple thread, block, block_size, grid_size;
};
Place& place();

/// Runs `thread` once for each thread of each block, block by block. Ends the process with a message where CUDA leaves
/// undefined what happens: an impossible launch, barriers that not all threads reach, a lane that does not exist.
void run_grid(const Triple& grid, const Triple& block, const std::function<void()>& thread);

/// For what the running fibre calls: returns when all threads of its block, or all of its warp, wait here.
void wait_for_block();
void wait_for_warp();
/// Where each lane of the running fibre's warp leaves a value for the others, for this shuffle. A lane that is one
/// shuffle ahead leaves its value elsewhere; two ahead it cannot be.
std::byte* slot_of(unsigned lane);
unsigned own_lane();
/// Ends a shuffle of the running fibre.
void end_shuffle();
/// Ends the process.
[[noreturn]] void give_up(const char* why);

template <typename T>
T shuffle_down(unsigned mask, T value, unsigned offset) {
    static_assert(sizeof(T) <= 8);
    if (mask != 0xffffffffU) give_up("a shuffle of less than a warp");
    std::memcpy(slot_of(own_lane()), &value, sizeof value);
    wait_for_warp();
    if (own_lane() + offset < kWarp) std::memcpy(&value, slot_of(own_lane() + offset), sizeof value);
    end_shuffle();
    return value;
}

/// While alive, launches run only the blocks that it accepts: grids too large to run are looked at in places.
class OnlyBlocks {
  public:
    using Accept = std::function<bool(const Triple& block, const Triple& grid)>;
    explicit OnlyBlocks(Accept accept);
    ~OnlyBlocks();
    OnlyBlocks(const OnlyBlocks&) = delete;
    OnlyBlocks& operator=(const OnlyBlocks&) = delete;
};

/// kernel<<<grid, block, 0, stream>>>(args…), as rewrite_launches.py writes it.
template <typename... Parameters, typename... Arguments>
void launch(const Triple& grid, const Triple& block, int shared_bytes, void*, void (*kernel)(Parameters...),
            Arguments&&... arguments) {
    if (shared_bytes != 0) give_up("dynamic shared memory, which no kernel had yet");
    const std::tuple<Parameters...> values(std::forward<Arguments>(arguments)...);
    run_grid(grid, block, [&] { std::apply(kernel, values); });
}

}  // namespace bplf::cuda_on_host
