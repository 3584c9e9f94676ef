// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/tensor_budget.h"

#include <c10/core/Allocator.h>

#include <algorithm>

#include "core/base/error.h"

namespace bplf {
namespace {

constexpr std::size_t kLeastPerTensor = 1024;  // even the smallest tensor costs an object, a name and a moment
constexpr std::size_t kAmple = 16;             // float16 storage, random starts and their decompositions
constexpr std::size_t kAlways = std::size_t{64} << 20;

thread_local TensorBudget* innermost_budget = nullptr;

/// LibTorch's own allocator of the processor, asked only within the budget.
class BudgetedAllocator final : public c10::Allocator {
  public:
    explicit BudgetedAllocator(c10::Allocator* own) : own_(*own) {}
    c10::DataPtr allocate(std::size_t bytes) override {
        if (innermost_budget != nullptr) innermost_budget->take(bytes);
        return own_.allocate(bytes);
    }
    bool is_simple_data_ptr(const c10::DataPtr& data) const override { return own_.is_simple_data_ptr(data); }
    c10::DeleterFnPtr raw_deleter() const override { return own_.raw_deleter(); }
    void copy_data(void* to, const void* from, std::size_t bytes) const override { own_.copy_data(to, from, bytes); }

  private:
    c10::Allocator& own_;
};

/// Once, while the program or its module is loaded: LibTorch's registry knows no locks. Never freed: tensors may
/// outlive every other object.
const bool installed = [] {
    c10::SetAllocator(c10::kCPU, new BudgetedAllocator(c10::GetAllocator(c10::kCPU)));
    return true;
}();

std::size_t budget_for(const SafetensorsFile& file) {
    std::size_t stored = 0;
    for (const TensorView& tensor : file.tensors()) stored += std::max(tensor.bytes.size(), kLeastPerTensor);
    return kAmple * stored + kAlways;
}

}  // namespace

TensorBudget::TensorBudget(const SafetensorsFile& file)
    : file_(file), left_(budget_for(file)), outer_(innermost_budget) {
    BPLF_CHECK(installed, "budgets of tensors need their allocator");
    innermost_budget = this;
}

TensorBudget::~TensorBudget() {
    innermost_budget = outer_;
}

void TensorBudget::take(std::size_t bytes) {
    if (outer_ != nullptr) outer_->take(bytes);
    const std::size_t cost = std::max(bytes, kLeastPerTensor);
    if (cost > left_)
        throw_input_error("asks in its config for a network far larger than the weights it holds.",
                          file_.path().string(),
                          "The file is damaged or from another program; copy it again or use an earlier checkpoint.");
    left_ -= cost;
}

}  // namespace bplf
