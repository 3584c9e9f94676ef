// SPDX-License-Identifier: GPL-3.0-or-later
// The Data screen's page: sources, the line with the build button, and the images.
#pragma once

#include <QWidget>
#include <functional>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace bplf::ui {

class DataModel;
class DataReview;
class Section;

class DataPage : public QWidget {
    Q_OBJECT

  public:
    explicit DataPage(DataModel* model, QWidget* parent = nullptr);
    DataReview* review() const { return m_review; }

    /// Ask for a place.
    void addFolder();
    void addFile();
    void openBuilt();
    /// Starts or stops; asks before a finished set is replaced.
    void buildOrStop();
    /// How the user is asked; the default is a message box. For tests.
    void setConfirm(std::function<bool(const QString& question)> confirm) { m_confirm = std::move(confirm); }
    void showReport();

  private:
    QWidget* makeEmptyPage();
    QWidget* makeSources();
    QWidget* makeBuildLine();
    void refresh();

    DataModel* m_model;
    DataReview* m_review;
    QStackedWidget* m_stack;   ///< what the screen is for, or its content
    QStackedWidget* m_images;  ///< a hint, or the tiles
    Section* m_sources = nullptr;
    QPushButton* m_build = nullptr;
    QPushButton* m_report = nullptr;
    QLabel* m_status = nullptr;
    QLabel* m_hint = nullptr;
    std::function<bool(const QString&)> m_confirm;
};

}  // namespace bplf::ui
