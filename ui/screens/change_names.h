// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody changed, in the words of the undo menu.
#pragma once

#include <QString>

#include "core/sample/look.h"

namespace bplf::ui {

/// The label that was moved, with its new share: "Anger 60 %"; of those that moved alike the one that grew. Empty where
/// the mixes are equal.
QString nameOfMixChange(const LabelMix& before, const LabelMix& after);
/// The same of everything that a face is drawn under; empty where nothing changed.
QString nameOfLookChange(const Look& before, const Look& after);

}  // namespace bplf::ui
