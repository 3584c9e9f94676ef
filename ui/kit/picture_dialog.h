// SPDX-License-Identifier: GPL-3.0-or-later
// Asks under which name a file is saved.
#pragma once

#include <QString>

class QWidget;

namespace bplf::ui {

/// A name ending in .png, .jpg or .jpeg (.png is added where no ending is typed), or an empty one when the user
/// changed his mind. Starts in the folder that was used last, at first the one for pictures.
QString askForPictureName(QWidget* parent, const QString& title, const QString& name);
/// The same for files of one kind, with its ending (without the dot).
QString askForFileName(QWidget* parent, const QString& title, const QString& name, const QString& kind,
                       const QString& ending);

}  // namespace bplf::ui
