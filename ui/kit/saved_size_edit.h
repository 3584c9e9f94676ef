// SPDX-License-Identifier: GPL-3.0-or-later
// Asks how large pictures are saved.
#pragma once

#include <QVariantMap>
#include <QWidget>

#include "core/publish/saved_size.h"

class QComboBox;
class QSpinBox;

namespace bplf::ui {

/// What pictures are saved at unless somebody chooses: a face of few pixels is of little use elsewhere.
inline constexpr SavedSize kUsualSavedSize{.scale = 1, .is_smooth = true, .pixels = 256};

/// Into and out of what a screen keeps; one that is not there, or is damaged, is the usual one.
void storeSavedSize(QVariantMap& state, const SavedSize& size);
SavedSize storedSavedSize(const QVariantMap& state);

/// The width of each face in pixels, and the filter that enlarges it.
class SavedSizeEdit : public QWidget {
    Q_OBJECT

  public:
    explicit SavedSizeEdit(QWidget* parent = nullptr);

    SavedSize savedSize() const;
    /// Shows a size, without a signal.
    void setSize(const SavedSize& size);

  Q_SIGNALS:
    void edited(const bplf::SavedSize& size);

  private:
    QSpinBox* m_pixels;  ///< at its lowest: as drawn
    QComboBox* m_filter;
};

}  // namespace bplf::ui
