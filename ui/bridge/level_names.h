// SPDX-License-Identifier: GPL-3.0-or-later
// What the levels of a model's code are called.
#pragma once

#include <QStringList>

#include "core/engine/types.h"

namespace bplf::ui {

/// One a level, fine to coarse: "Details 128", "Colour, fine", "Face, coarse" of a pyramid; "Fine", "Middle", "Coarse"
/// of a model of one size, whose levels between have numbers where there are several.
QStringList levelNames(const ModelInfo& model);

}  // namespace bplf::ui
