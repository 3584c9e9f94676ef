// SPDX-License-Identifier: GPL-3.0-or-later
// Which steps and checkpoints of a run can be trusted (core/train/README.md#steps-that-are-not-finite).
#pragma once

#include <cstdint>
#include <limits>
#include <string>

namespace bplf {

class RunFolder;

/// Told of every step and checkpoint of a run, it knows whether the weights are in doubt and which checkpoint is the
/// newest good one: the newest from whose weights a sound step was made.
class Soundness {
  public:
    /// `unknowing`: the loss of a model that knows nothing of its data. A step is sound when its loss is finite and no
    /// worse than that, or than the run's first where that was worse.
    explicit Soundness(double unknowing) : unknowing_(unknowing) {}

    /// A step was made, of a finite loss and gradient, from the weights of `step`.
    void made(std::int64_t step, double loss);
    /// A step was not made, for its loss or gradient is not finite. True when there were too many in a row to go on.
    bool skipped();
    /// A checkpoint of `step` was written or resumed from.
    void saved(std::int64_t step) { saved_ = step; }

    /// Whether the newest step was skipped.
    bool in_doubt() const { return skipped_in_a_row_ > 0; }
    std::int64_t saved() const { return saved_; }    ///< the newest checkpoint; −1: none
    std::int64_t proven() const { return proven_; }  ///< the newest good one; −1: none

  private:
    double unknowing_;
    double first_loss_ = std::numeric_limits<double>::quiet_NaN();
    std::int64_t saved_ = -1, proven_ = -1;
    int skipped_in_a_row_ = 0;
};

/// How many steps may be skipped in a row.
inline constexpr int kMostSkippedInARow = 50;

/// The error that ends a run whose training left the finite range, for `what` happened: kNumeric; it names the newest
/// good checkpoint. Where `leads`, points the folder's "last" at it: this process writes the run.
[[noreturn]] void give_up(const RunFolder& run, const Soundness& soundness, const std::string& what, bool leads = true);

}  // namespace bplf
