// SPDX-License-Identifier: GPL-3.0-or-later
// The Curves screen's page: runs on the left, plots on the right, their controls above.
#pragma once

#include <QWidget>

#include "ui/screens/curves/curve_store.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QVBoxLayout;

namespace bplf::ui {

class CurvesPlots;
class CurvesRunList;
class FineSlider;
struct CurveExport;

class CurvesPage : public QWidget {
    Q_OBJECT

  public:
    explicit CurvesPage(CurveStore* store, QWidget* parent = nullptr);

    CurvesPlots* plots() const { return m_plots; }
    CurvesRunList* runList() const { return m_list; }
    double smoothing() const;
    void setSmoothing(double weight);
    void setX(CurveX x);
    void setLog(bool logX, bool logY);
    bool isLogX() const;
    bool isLogY() const;
    bool showsRaw() const;
    void setByDistance(bool on);

    void openFiles();
    void openFolder();
    /// Asks for format and file; `tag` limits the export to one plot.
    void exportCurves(const std::string& tag = {});
    /// Writes without asking, off the UI thread; finished() tells.
    void writeTo(const CurveExport& what);
    /// The current curves as an export of the default size.
    CurveExport currentExport(const std::string& tag = {}) const;

  Q_SIGNALS:
    void messageRaised(const bplf::ui::Message& message);
    void exportFinished(const QString& path, bool isWritten);
    /// Smoothing, axes or the name filter.
    void edited();

  private:
    QWidget* makeToolbar();
    QWidget* makeEmptyPage();
    QPushButton* makeOptions();
    void treatmentEdited();
    void lookEdited();
    void refresh();
    void showProblems();

    CurveStore* m_store;
    CurvesRunList* m_list;
    CurvesPlots* m_plots;
    FineSlider* m_slider;
    QDoubleSpinBox* m_weight;
    QComboBox* m_x;
    QCheckBox* m_logX;
    QCheckBox* m_logY;
    QAction* m_raw;
    QAction* m_distance;
    QWidget* m_toolbar;
    QVBoxLayout* m_problems;
    QStackedWidget* m_stack;
    QStringList m_ignored;  ///< problems the user has dismissed, as "path: text"
    QStringList m_shownProblems;
};

}  // namespace bplf::ui
