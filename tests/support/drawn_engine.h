// SPDX-License-Identifier: GPL-3.0-or-later
// The engine over drawn models: the studio is tested, and its looks are worked on, without weights.
#pragma once

#include <memory>

#include "core/engine/engine.h"
#include "tests/support/drawn_plan.h"

namespace bplf::test {

/// Has the models "default" (32 pixels), "default-48" and, not in the list, "default-64" that draws the same faces at
/// 32 pixels as well; the first is loaded, whose own look is (0.3, 0.5, 0.9) at this
/// intensity. Sees a face in the middle of every photo that is not of one grey, and a second one in wide photos; the
/// finder "broken" cannot work.
std::unique_ptr<Engine> make_drawn_engine(DrawnPace pace = {}, double intensity = 1);

}  // namespace bplf::test
