// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace bplf {

int thread_count(int wanted) {
    const int cores = static_cast<int>(std::thread::hardware_concurrency());
    return std::clamp(wanted > 0 ? wanted : cores, 1, 256);
}

void for_each_index(std::size_t count, int threads, const std::function<void(std::size_t, std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr failure;
    const auto go = [&](std::size_t thread) {
        try {
            for (std::size_t i = next++; i < count; i = next++) work(i, thread);
        } catch (...) {
            const std::lock_guard lock(mutex);
            if (!failure) failure = std::current_exception();
            next = count;
        }
    };
    {
        std::vector<std::jthread> others;
        for (int i = 1; i < threads; ++i) others.emplace_back([&go, i] { go(static_cast<std::size_t>(i)); });
        go(0);
    }
    if (failure) std::rethrow_exception(failure);
}

}  // namespace bplf
