// SPDX-License-Identifier: GPL-3.0-or-later
// Icons from resources/icons, painted in the palette's text colour so that they follow the theme.
#pragma once

#include <QIcon>
#include <QString>

namespace bplf::ui {

/// `name` is the file's stem. An unknown name gives an empty icon (and a warning in the log).
QIcon icon(const QString& name);

}  // namespace bplf::ui
