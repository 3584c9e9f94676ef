// SPDX-License-Identifier: GPL-3.0-or-later
// How value widgets take wheel and keys, the same all over the studio.
#pragma once

#include <QObject>

namespace bplf::ui {

/// An event filter for the application. The wheel scrolls the panel instead of changing a list's choice or the value
/// of a box that is not in use under the pointer; a decimal comma is typed as a point; keys reach nothing that cannot
/// be seen.
class InputManners : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace bplf::ui
