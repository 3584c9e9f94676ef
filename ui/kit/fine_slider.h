// SPDX-License-Identifier: GPL-3.0-or-later
// A slider over real numbers, with fine steps and reset, that never changes by accident while scrolling.
#pragma once

#include <QSlider>
#include <functional>

namespace bplf::ui {

/// Keys: arrows 1/100 of the range, Shift 10 times, Ctrl a tenth, Home and End the ends, Delete resets.
/// The wheel acts only with focus. Middle click or double click resets.
class FineSlider : public QSlider {
    Q_OBJECT

  public:
    explicit FineSlider(QWidget* parent = nullptr);

    void setRealRange(double low, double high);
    double real() const;
    double low() const { return m_low; }
    double high() const { return m_high; }
    /// Moves the handle without a signal.
    void setReal(double value);
    /// As if the user moved it.
    void editReal(double value);
    /// As it is spoken.
    QString valueText() const;
    /// How the value is spoken, e.g. "35 percent".
    void setValueText(std::function<QString(double)> text) { m_valueText = std::move(text); }

  Q_SIGNALS:
    /// The user moved it.
    void realEdited(double value);
    void resetRequested();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

  private:
    void step(double share, Qt::KeyboardModifiers modifiers);
    void speak();

    double m_low = 0, m_high = 1;
    std::function<QString(double)> m_valueText;
};

}  // namespace bplf::ui
