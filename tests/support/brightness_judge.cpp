// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/brightness_judge.h"

#include "core/image/luminance.h"

namespace bplf::test {

const std::vector<std::string>& BrightnessJudge::labels() const {
    static const std::vector<std::string> labels{"happy", "sad"};
    return labels;
}

std::vector<double> BrightnessJudge::probabilities(const Image& face) {
    const double share = luminance_of(face).mean / 255;
    return {share, 1 - share};
}

}  // namespace bplf::test
