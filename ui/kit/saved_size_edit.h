// SPDX-License-Identifier: GPL-3.0-or-later
// Asks how large pictures are saved.
#pragma once

#include <QWidget>

#include "core/publish/saved_size.h"

class QCheckBox;
class QSpinBox;

namespace bplf::ui {

class SavedSizeEdit : public QWidget {
    Q_OBJECT

  public:
    explicit SavedSizeEdit(QWidget* parent = nullptr);

    SavedSize size() const;
    /// Shows a size, without a signal.
    void setSize(const SavedSize& size);

  Q_SIGNALS:
    void edited(const bplf::SavedSize& size);

  private:
    QSpinBox* m_scale;
    QCheckBox* m_smooth;
    QSpinBox* m_pixels;  ///< at its lowest: by the scale
};

}  // namespace bplf::ui
