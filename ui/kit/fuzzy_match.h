// SPDX-License-Identifier: GPL-3.0-or-later
// How well a few typed letters fit a text.
#pragma once

#include <QString>
#include <optional>

namespace bplf::ui {

/// The letters of `typed` must stand in `text` in their order; spaces and capitals do not matter. The better the
/// larger: whole words, beginnings of words, letters that follow each other and short texts count for more. Nothing
/// where they do not fit.
std::optional<int> fuzzyMatch(const QString& typed, const QString& text);

}  // namespace bplf::ui
