// SPDX-License-Identifier: GPL-3.0-or-later
// The sheets of faces that a run drew as it learned, with a slider back through time.
#pragma once

#include <QImage>
#include <QWidget>
#include <filesystem>
#include <vector>

class QLabel;
class QSlider;

namespace bplf::ui {

class SampleStrip : public QWidget {
    Q_OBJECT

  public:
    explicit SampleStrip(QWidget* parent = nullptr);

    /// The oldest first. Follows the newest unless the slider was moved back.
    void setSheets(const std::vector<std::filesystem::path>& sheets);
    QSlider* slider() const { return m_slider; }
    /// Name of the sheet that is shown; empty for none.
    QString shownSheet() const { return m_shown; }

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void load();
    void fit();

    std::vector<std::filesystem::path> m_sheets;
    QString m_shown;
    QImage m_image;
    QLabel *m_picture, *m_step;
    QSlider* m_slider;
    bool m_isLoading = false;
};

}  // namespace bplf::ui
