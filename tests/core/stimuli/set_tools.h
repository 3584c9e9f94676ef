// SPDX-License-Identifier: GPL-3.0-or-later
// Sets over drawn models: an engine, a judge that sees how bright a face is, and a finder of made-up landmarks.
#pragma once

#include <memory>
#include <string>

#include "core/stimuli/judge.h"
#include "core/stimuli/plan.h"
#include "tests/support/brightness_judge.h"
#include "tests/support/drawn_engine.h"

namespace bplf::stimuli::test {

using bplf::test::BrightnessJudge;

/// Owns what Tools point to.
struct SetTools {
    explicit SetTools(bplf::test::DrawnPace pace = {}) : engine(bplf::test::make_drawn_engine(pace)) {}
    Tools tools();

    std::unique_ptr<Engine> engine;
    BrightnessJudge judge;
};

/// Two seeds, happy and sad at 0, 50 and 100 %, 48 pixels, oval mask, mean 128 and deviation 40; with `more` fields in
/// place of its own.
Plan small_plan(const std::string& more = "{}");

}  // namespace bplf::stimuli::test
