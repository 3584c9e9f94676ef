// SPDX-License-Identifier: GPL-3.0-or-later
// What a dropped path is to the Data screen, by names and first bytes only: quick enough for the UI thread.
#pragma once

#include <QString>

namespace bplf::ui {

/// The folder of a built set, or its dataset.safetensors.
bool isBuiltSet(const QString& path);
/// A CSV whose head names a column of pixels, or a folder with one.
bool isFaceTable(const QString& path);
/// A folder with pictures or a known set's files among its first few hundred.
bool holdsPictures(const QString& path);

}  // namespace bplf::ui
