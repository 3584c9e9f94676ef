// SPDX-License-Identifier: GPL-3.0-or-later
// The label mixer's arithmetic: weights that are never negative and always sum to 1. GUI-free.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/sample/request.h"

namespace bplf::ui {

/// A point on the simplex with locks. Moving one weight scales the other unlocked ones, keeping their
/// proportions; when they were all zero, the proportions they last had come back, else they share evenly.
class LabelSimplex {
  public:
    LabelSimplex() = default;
    /// Starts at equal weights.
    explicit LabelSimplex(std::vector<std::string> labels);

    std::size_t size() const { return m_weights.size(); }
    const std::vector<std::string>& labels() const { return m_labels; }
    const std::vector<double>& weights() const { return m_weights; }
    double weight(std::size_t i) const { return m_weights[i]; }

    /// Moves weight `i` towards `value`, clamped to what the locks leave. False when `i` is locked.
    bool set(std::size_t i, double value);
    /// Only label `i`; locks are lifted, because the others become zero.
    void setOnly(std::size_t i);
    /// Gives `i` an equal share with the labels that have weight now.
    void addEvenly(std::size_t i);
    void setEven();

    bool isLocked(std::size_t i) const { return m_locked[i]; }
    void setLocked(std::size_t i, bool locked) { m_locked[i] = locked; }
    double lockedSum() const;

    /// Shows one label alone and remembers the mix; the same label again brings the mix back.
    void toggleSolo(std::size_t i);
    /// The label shown alone, or size().
    std::size_t solo() const { return m_solo; }

    /// Whole percentages by largest remainder: they sum to 100 (empty when there are no labels).
    std::vector<int> percentages() const;
    /// The labels with weight, by name.
    LabelMix mix() const;
    /// False (and no change) when the mix names a label that is not here. An empty mix is equal weights.
    bool setMix(const LabelMix& mix);
    /// More than one label above 5 %: a blend the model did not see in training.
    bool isBlend() const;

    bool operator==(const LabelSimplex&) const = default;

  private:
    void normalise();
    void endSolo() { m_solo = size(); }

    std::vector<std::string> m_labels;
    std::vector<double> m_weights;
    std::vector<double> m_memory;  ///< last non-zero proportions
    std::vector<double> m_beforeSolo;
    std::vector<bool> m_locked;
    std::size_t m_solo = 0;
};

}  // namespace bplf::ui
