// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of measures of drawn faces. Each is defined in the file of its name.
#include <array>

#include "core/eval/sample_measure.h"

namespace bplf {

MeasureResult find_frechet_distance(const SampleComparison& both);
MeasureResult find_kernel_distance(const SampleComparison& both);
MeasureResult find_diversity(const SampleComparison& both);
MeasureResult find_label_agreement(const SampleComparison& both);
MeasureResult find_edge_energy(const SampleComparison& both);

std::span<const SampleMeasure> sample_measures() {
    static constexpr std::array<SampleMeasure, 5> kMeasures{
        &find_frechet_distance, &find_kernel_distance, &find_diversity, &find_label_agreement, &find_edge_energy,
    };
    return kMeasures;
}

}  // namespace bplf
