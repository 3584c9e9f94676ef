// SPDX-License-Identifier: GPL-3.0-or-later
// The same sums with any number of threads.
#pragma once

#include <ATen/Parallel.h>

namespace bplf {

/// While it lives, LibTorch takes one core on this thread: sums come in one order.
class OneCore {
  public:
    OneCore() : before_(at::get_num_threads()) { at::set_num_threads(1); }
    ~OneCore() { at::set_num_threads(before_); }
    OneCore(const OneCore&) = delete;
    OneCore& operator=(const OneCore&) = delete;

  private:
    int before_;
};

}  // namespace bplf
