// SPDX-License-Identifier: GPL-3.0-or-later
// One line of text that gives way in its middle where it does not fit; the whole of it is in the tooltip.
#pragma once

#include <QWidget>

namespace bplf::ui {

class ElidedLabel : public QWidget {
    Q_OBJECT

  public:
    explicit ElidedLabel(const QString& text, QWidget* parent = nullptr);
    void setText(const QString& text);
    const QString& text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_text;
};

}  // namespace bplf::ui
