// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/soundness.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/train/run_folder.h"

namespace bplf {

void Soundness::made(std::int64_t step, double loss) {
    skipped_in_a_row_ = 0;
    if (std::isnan(first_loss_)) first_loss_ = loss;
    if (saved_ == step && loss <= std::max(first_loss_, unknowing_)) proven_ = step;
}

bool Soundness::skipped() {
    return ++skipped_in_a_row_ >= kMostSkippedInARow;
}

void give_up(const RunFolder& run, const Soundness& soundness, const std::string& what, bool leads) {
    const std::int64_t good = soundness.proven();
    // Weights that no finite step was made from are no place to go on from.
    if (leads && good >= 0 && good != soundness.saved()) run.go_back_to(good);
    const std::string remedy = "lower learning_rate or raise warmup, then ";
    throw Error(ErrorKind::kNumeric, "Training left the finite range: " + what + ".", run.root().string(),
                good >= 0
                    ? "The last good checkpoint is step " + std::to_string(good) + "; " + remedy + "continue from it."
                    : "There is no good checkpoint yet; " + remedy + "start again.");
}

}  // namespace bplf
