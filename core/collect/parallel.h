// SPDX-License-Identifier: GPL-3.0-or-later
// The same work for many things, on several threads.
#pragma once

#include <cstddef>
#include <functional>

namespace bplf {

/// How many threads work where so many were asked for; 0: one for each core.
int thread_count(int wanted);

/// Calls work(index, thread) once for each index below `count`, the calling thread being number 0, and waits. After an
/// error no further one is begun; the first error is thrown.
void for_each_index(std::size_t count, int threads, const std::function<void(std::size_t, std::size_t)>& work);

}  // namespace bplf
