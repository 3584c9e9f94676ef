// SPDX-License-Identifier: GPL-3.0-or-later
// Scaling, clamping and rounding on the simplex.
#include "ui/kit/label_simplex.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace bplf::ui {
namespace {

constexpr double kTiny = 1e-12;

double sum(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

LabelSimplex::LabelSimplex(std::vector<std::string> labels)
    : m_labels(std::move(labels)),
      m_weights(m_labels.size(), 0.0),
      m_memory(m_labels.size(), 0.0),
      m_locked(m_labels.size(), false),
      m_solo(m_labels.size()) {
    setEven();
}

double LabelSimplex::lockedSum() const {
    double result = 0;
    for (std::size_t i = 0; i < size(); ++i)
        if (m_locked[i]) result += m_weights[i];
    return result;
}

bool LabelSimplex::set(std::size_t i, double value) {
    if (m_locked[i]) return false;
    endSolo();
    const double free = std::max(0.0, 1.0 - lockedSum());
    double others = 0;
    std::size_t open = 0;
    for (std::size_t j = 0; j < size(); ++j) {
        if (j == i || m_locked[j]) continue;
        others += m_weights[j];
        ++open;
    }
    // With nobody to take the rest, the weight cannot move.
    const double target = open == 0 ? free : std::clamp(std::isfinite(value) ? value : 0.0, 0.0, free);
    const bool remember = others > kTiny;
    double remembered = 0;
    for (std::size_t j = 0; j < size(); ++j) {
        if (j == i || m_locked[j]) continue;
        if (remember) m_memory[j] = m_weights[j];
        remembered += m_memory[j];
    }
    for (std::size_t j = 0; j < size(); ++j) {
        if (j == i || m_locked[j]) continue;
        const double share = remembered > kTiny ? m_memory[j] / remembered : 1.0 / static_cast<double>(open);
        m_weights[j] = (free - target) * share;
    }
    m_weights[i] = target;
    normalise();
    return true;
}

void LabelSimplex::setOnly(std::size_t i) {
    endSolo();
    std::fill(m_locked.begin(), m_locked.end(), false);
    if (sum(m_weights) - m_weights[i] > kTiny) m_memory = m_weights;
    std::fill(m_weights.begin(), m_weights.end(), 0.0);
    m_weights[i] = 1;
}

void LabelSimplex::addEvenly(std::size_t i) {
    endSolo();
    std::fill(m_locked.begin(), m_locked.end(), false);
    std::vector<bool> on(size());
    for (std::size_t j = 0; j < size(); ++j) on[j] = j == i || m_weights[j] > kTiny;
    for (std::size_t j = 0; j < size(); ++j) m_weights[j] = on[j] ? 1.0 : 0.0;
    normalise();
}

void LabelSimplex::setEven() {
    endSolo();
    std::fill(m_locked.begin(), m_locked.end(), false);
    std::fill(m_weights.begin(), m_weights.end(), 1.0);
    normalise();
}

void LabelSimplex::toggleSolo(std::size_t i) {
    if (m_solo == i) {
        m_weights = m_beforeSolo;
        endSolo();
        return;
    }
    if (m_solo == size()) m_beforeSolo = m_weights;
    std::fill(m_weights.begin(), m_weights.end(), 0.0);
    m_weights[i] = 1;
    m_solo = i;
}

std::vector<int> LabelSimplex::percentages() const {
    std::vector<int> result;
    std::vector<std::pair<double, std::size_t>> remainders;
    int total = 0;
    for (std::size_t i = 0; i < size(); ++i) {
        const double exact = m_weights[i] * 100;
        result.push_back(static_cast<int>(std::floor(exact + 1e-9)));
        remainders.emplace_back(result.back() - exact, i);
        total += result.back();
    }
    std::ranges::sort(remainders);
    for (std::size_t k = 0; total < 100 && k < remainders.size(); ++k, ++total) ++result[remainders[k].second];
    return result;
}

LabelMix LabelSimplex::mix() const {
    LabelMix result;
    for (std::size_t i = 0; i < size(); ++i)
        if (m_weights[i] > 0) result.push_back({m_labels[i], m_weights[i]});
    return result;
}

bool LabelSimplex::setMix(const LabelMix& mix) {
    std::vector<double> weights(size(), 0.0);
    for (const LabelWeight& part : mix) {
        const auto found = std::ranges::find(m_labels, part.label);
        if (found == m_labels.end()) return false;
        weights[static_cast<std::size_t>(found - m_labels.begin())] += part.weight;
    }
    if (mix.empty()) {
        setEven();
        return true;
    }
    if (!(sum(weights) > 0)) return false;
    endSolo();
    std::fill(m_locked.begin(), m_locked.end(), false);
    m_weights = std::move(weights);
    normalise();
    return true;
}

bool LabelSimplex::isBlend() const {
    return std::ranges::count_if(m_weights, [](double weight) { return weight > 0.05; }) > 1;
}

void LabelSimplex::normalise() {
    for (double& weight : m_weights)
        if (weight < kTiny) weight = 0;
    const double total = sum(m_weights);
    if (!(total > 0)) return;
    for (double& weight : m_weights) weight /= total;
}

}  // namespace bplf::ui
