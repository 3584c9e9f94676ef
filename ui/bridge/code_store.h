// SPDX-License-Identifier: GPL-3.0-or-later
// Where the codes of photos stay that one screen handed to another.
#pragma once

#include <QString>
#include <QStringList>

namespace bplf::ui {

/// The folder of this user's codes; may not be there yet.
QString codeStore();
/// A code's file in a folder, by the photo it was made of and by what it is.
QString codeFile(const QString& folder, const QString& photoHash, const QString& code);
/// The files of the store that were made of this photo.
QStringList codesOfPhoto(const QString& photoHash);
/// Whether a file of the store was made of this photo.
bool isCodeOf(const QString& file, const QString& photoHash);

}  // namespace bplf::ui
