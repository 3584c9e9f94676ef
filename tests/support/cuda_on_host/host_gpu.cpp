// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/cuda_on_host/host_gpu.h"

#include <ucontext.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

namespace bplf::cuda_on_host {
namespace {

constexpr std::size_t kStack = 128 << 10;
constexpr unsigned kMostThreads = 1024;

enum class State { kReady, kAtWarp, kAtBlock, kDone };

struct Fibre {
    ucontext_t context{};
    std::unique_ptr<std::byte[]> stack = std::make_unique<std::byte[]>(kStack);
    bool begun = false;
    unsigned parity = 0;  // of its shuffles
    State state = State::kDone;
    Triple thread;
    void* shadow = nullptr;  // of AddressSanitizer
};

using Slots = std::array<std::array<std::array<std::byte, 8>, kWarp>, 2>;

/// What the running launch consists of. One at a time, as on a stream.
struct Machine {
    Place place;
    std::vector<Fibre> fibres;  // kept between blocks: stacks are large
    std::vector<Slots> slots;   // a warp each
    unsigned threads = 0, running = 0;
    ucontext_t scheduler{};
    const void* scheduler_stack = nullptr;
    std::size_t scheduler_size = 0;
    void* scheduler_shadow = nullptr;
    const std::function<void()>* body = nullptr;
    OnlyBlocks::Accept accept;
};

Machine& machine() {
    static Machine one;
    return one;
}

void begin_switch([[maybe_unused]] void** shadow, [[maybe_unused]] const void* stack,
                  [[maybe_unused]] std::size_t size) {
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_start_switch_fiber(shadow, stack, size);
#endif
}

void end_switch([[maybe_unused]] void* shadow, [[maybe_unused]] const void** stack,
                [[maybe_unused]] std::size_t* size) {
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(shadow, stack, size);
#endif
}

void yield(State state) {
    Machine& m = machine();
    Fibre& fibre = m.fibres[m.running];
    fibre.state = state;
    begin_switch(&fibre.shadow, m.scheduler_stack, m.scheduler_size);
    swapcontext(&fibre.context, &m.scheduler);
    end_switch(fibre.shadow, &m.scheduler_stack, &m.scheduler_size);
}

/// One thread of each block in turn: a fibre is begun once.
void run_fibre() {
    Machine& m = machine();
    end_switch(nullptr, &m.scheduler_stack, &m.scheduler_size);
    for (;;) {
        (*m.body)();
        yield(State::kDone);
    }
}

void begin(Fibre& fibre) {
    getcontext(&fibre.context);
    fibre.context.uc_stack.ss_sp = fibre.stack.get();
    fibre.context.uc_stack.ss_size = kStack;
    makecontext(&fibre.context, run_fibre, 0);
    fibre.begun = true;
}

void resume(unsigned index) {
    Machine& m = machine();
    Fibre& fibre = m.fibres[index];
    m.running = index;
    m.place.thread = fibre.thread;
    begin_switch(&m.scheduler_shadow, fibre.stack.get(), kStack);
    swapcontext(&m.scheduler, &fibre.context);
    end_switch(m.scheduler_shadow, nullptr, nullptr);
}

void prepare_fibres() {
    Machine& m = machine();
    const Triple& size = m.place.block_size;
    for (unsigned i = 0; i < m.threads; ++i) {
        Fibre& fibre = m.fibres[i];
        fibre.state = State::kReady;
        fibre.parity = 0;
        fibre.thread = {i % size.x, i / size.x % size.y, i / (size.x * size.y)};
        if (!fibre.begun) begin(fibre);
    }
}

/// Lets those go on that wait at `at` when all of [begin, end) that are not done do.
bool release(unsigned begin, unsigned end, State at) {
    const auto first = machine().fibres.begin() + begin, last = machine().fibres.begin() + end;
    const auto waits = [at](const Fibre& fibre) { return fibre.state == at; };
    const auto fits = [&](const Fibre& fibre) { return waits(fibre) || fibre.state == State::kDone; };
    if (!std::all_of(first, last, fits) || std::none_of(first, last, waits)) return false;
    std::for_each(first, last, [&](Fibre& fibre) {
        if (waits(fibre)) fibre.state = State::kReady;
    });
    return true;
}

bool release_any() {
    const unsigned threads = machine().threads;
    bool any = release(0, threads, State::kAtBlock);
    for (unsigned begin = 0; begin < threads; begin += kWarp)
        any = release(begin, std::min(threads, begin + kWarp), State::kAtWarp) || any;
    return any;
}

void run_block() {
    Machine& m = machine();
    prepare_fibres();
    do {
        for (unsigned i = 0; i < m.threads; ++i)
            if (m.fibres[i].state == State::kReady) resume(i);
    } while (release_any());
    for (unsigned i = 0; i < m.threads; ++i)
        if (m.fibres[i].state != State::kDone) give_up("threads wait at a barrier that others never reach");
}

}  // namespace

void give_up(const char* why) {
    std::fprintf(stderr, "CUDA on the host: %s\n", why);
    std::abort();
}

Place& place() {
    return machine().place;
}

void wait_for_block() {
    yield(State::kAtBlock);
}

void wait_for_warp() {
    yield(State::kAtWarp);
}

unsigned own_lane() {
    return machine().running % kWarp;
}

std::byte* slot_of(unsigned lane) {
    Machine& m = machine();
    const unsigned warp = m.running / kWarp;
    if (warp * kWarp + lane >= m.threads) give_up("a shuffle with a lane that does not exist");
    return m.slots[warp][m.fibres[m.running].parity][lane].data();
}

void end_shuffle() {
    machine().fibres[machine().running].parity ^= 1;
}

void run_grid(const Triple& grid, const Triple& block, const std::function<void()>& thread) {
    Machine& m = machine();
    m.threads = block.x * block.y * block.z;
    if (m.threads == 0 || m.threads > kMostThreads) give_up("a block of no threads, or of more than 1024");
    if (grid.x == 0 || grid.y == 0 || grid.z == 0) give_up("an empty grid");
    if (grid.x > 0x7fffffffU || grid.y > 65535 || grid.z > 65535) give_up("a grid larger than a GPU takes");
    if (m.fibres.size() < m.threads) m.fibres.resize(m.threads);
    m.slots.resize((m.threads + kWarp - 1) / kWarp);
    m.body = &thread;
    m.place.block_size = block;
    m.place.grid_size = grid;
    for (unsigned z = 0; z < grid.z; ++z)
        for (unsigned y = 0; y < grid.y; ++y)
            for (unsigned x = 0; x < grid.x; ++x) {
                m.place.block = {x, y, z};
                if (!m.accept || m.accept(m.place.block, grid)) run_block();
            }
}

OnlyBlocks::OnlyBlocks(Accept accept) {
    machine().accept = std::move(accept);
}

OnlyBlocks::~OnlyBlocks() {
    machine().accept = nullptr;
}

}  // namespace bplf::cuda_on_host
