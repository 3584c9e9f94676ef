// SPDX-License-Identifier: GPL-3.0-or-later
// Where screens start that show one face under every label.
#pragma once

namespace bplf::ui {

/// An intensity (see intensified) at which expressions can be told apart also with a model that learned them weakly.
inline constexpr double kClearIntensity = 2;

}  // namespace bplf::ui
