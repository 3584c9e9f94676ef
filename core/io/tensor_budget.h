// SPDX-License-Identifier: GPL-3.0-or-later
// A bound on the memory that building a network may take, when a file says how large the network is.
#pragma once

#include <cstddef>

#include "core/io/safetensors.h"

namespace bplf {

/// While alive, the tensors that this thread makes on the processor are counted (those freed again too); the one that
/// would go beyond the budget is refused with Error(kInput) naming the file: its config asks for a network that is far
/// larger than the weights it holds. So a file costs memory and time in proportion to its own size, whatever it says.
/// The budget is ample for a network that fits its file: sixteen times what is stored, and 64 MiB. Nested budgets all
/// count. Not movable; must end on the thread that made it.
class TensorBudget {
  public:
    /// `file` must outlive the budget.
    explicit TensorBudget(const SafetensorsFile& file);
    ~TensorBudget();
    TensorBudget(const TensorBudget&) = delete;
    TensorBudget& operator=(const TensorBudget&) = delete;

    /// Called before each tensor's memory is taken, bytes. Error(kInput) beyond the budget.
    void take(std::size_t bytes);

  private:
    const SafetensorsFile& file_;
    std::size_t left_;
    TensorBudget* outer_;
};

}  // namespace bplf
