// SPDX-License-Identifier: GPL-3.0-or-later
// Asks how the curves are to be written: format, size, range, and shows the command that does the same.
#pragma once

#include <QDialog>

#include "ui/screens/curves/curve_export.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace bplf::ui {

/// Edits a CurveExport that comes in complete but for path and size.
class CurvesExportDialog : public QDialog {
    Q_OBJECT

  public:
    /// `visibleX`: the range the user zoomed to, if any.
    CurvesExportDialog(CurveExport what, std::optional<std::array<double, 2>> visibleX, QThreadPool* pool,
                       QWidget* parent = nullptr);

    /// What the fields say, with the path chosen last.
    CurveExport chosen() const;
    /// Smoothing, size, raw line and format of the paper's figure.
    void setPaperFigure();
    QString command() const;

  private:
    void build();
    void edited();
    void drawPreview();
    void chooseFile();
    QString ending() const;

    CurveExport m_what;
    std::optional<std::array<double, 2>> m_visibleX;
    QThreadPool* m_pool;
    QString m_path;
    QComboBox* m_format;
    QSpinBox* m_width;
    QSpinBox* m_height;
    QDoubleSpinBox* m_scale;
    QDoubleSpinBox* m_smoothing;
    QCheckBox* m_raw;
    QCheckBox* m_onlyVisible;
    QLabel* m_preview;
    QLineEdit* m_command;
    int m_previews = 0;
};

}  // namespace bplf::ui
