// SPDX-License-Identifier: GPL-3.0-or-later
// The two palettes and the tokens of resources/style/studio.qss.
#include "ui/kit/theme.h"

#include <QApplication>
#include <QFile>
#include <QPainter>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleOption>
#include <algorithm>
#include <cmath>

namespace bplf::ui {
namespace {

/// Fusion, with sliders that jump to a click and no animation in tool bars.
class StudioStyle : public QProxyStyle {
  public:
    StudioStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

    /// Flat buttons and boxes instead of Fusion's gradients, whose edges vanish on dark.
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override {
        const bool isButton = element == PE_PanelButtonCommand;
        if (!isButton && element != PE_IndicatorCheckBox && element != PE_IndicatorItemViewItemCheck) {
            QProxyStyle::drawPrimitive(element, option, painter, widget);
            return;
        }
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        isButton ? drawButton(*option, *painter) : drawCheckBox(*option, *painter);
        painter->restore();
    }

    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override {
        if (hint == SH_Slider_AbsoluteSetButtons) return Qt::LeftButton;
        if (hint == SH_Widget_Animation_Duration) return 0;
        return QProxyStyle::styleHint(hint, option, widget, data);
    }

  private:
    static QColor borderColor(const QStyleOption& option, QPalette::ColorRole usual) {
        if (option.state & State_HasFocus) return option.palette.color(QPalette::Highlight);
        const bool hover = (option.state & State_MouseOver) && (option.state & State_Enabled);
        return option.palette.color(hover ? QPalette::PlaceholderText : usual);
    }

    static void drawButton(const QStyleOption& option, QPainter& painter) {
        const bool pressed = option.state & (State_Sunken | State_On);
        painter.setPen(borderColor(option, QPalette::Mid));
        painter.setBrush(option.palette.color(pressed ? QPalette::Mid : QPalette::Button));
        painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }

    static void drawCheckBox(const QStyleOption& option, QPainter& painter) {
        const bool enabled = option.state & State_Enabled;
        const bool marked = option.state & (State_On | State_NoChange);
        const QColor edge =
            enabled ? borderColor(option, QPalette::PlaceholderText) : option.palette.color(QPalette::Mid);
        const double side = std::min({14, option.rect.width(), option.rect.height()}) - 1;
        QRectF box(0, 0, side, side);
        box.moveCenter(QRectF(option.rect).center());
        painter.setPen(marked && enabled ? option.palette.color(QPalette::Highlight) : edge);
        painter.setBrush(option.palette.color(marked ? QPalette::Highlight : QPalette::Base));
        painter.drawRoundedRect(box, 3, 3);
        if (!marked) return;
        painter.setPen(
            QPen(option.palette.color(QPalette::HighlightedText), 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        const auto at = [&](double x, double y) { return box.topLeft() + QPointF(x, y) * side; };
        if (option.state & State_NoChange) {
            painter.drawLine(at(0.25, 0.5), at(0.75, 0.5));
        } else {
            painter.drawPolyline(QPolygonF{{at(0.23, 0.52), at(0.43, 0.72), at(0.78, 0.3)}});
        }
    }
};

double luminance(const QColor& color) {
    const auto linear = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

QString styleSheet(bool dark) {
    QFile file(QStringLiteral(":/style/studio.qss"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const ThemeColors c = ThemeColors::of(dark);
    const QPalette palette = studioPalette(dark);
    // Longer names first, so that no token is the beginning of another.
    const std::pair<const char*, QColor> tokens[] = {
        {"@accent-text", c.accentText},
        {"@information", c.information},
        {"@warning", c.warning},
        {"@accent", c.accent},
        {"@border", c.border},
        {"@raised", c.raised},
        {"@window", palette.color(QPalette::Window)},
        {"@muted", c.muted},
        {"@panel", c.panel},
        {"@error", c.error},
        {"@faint", palette.color(QPalette::Disabled, QPalette::WindowText)},
        {"@base", palette.color(QPalette::Base)},
        {"@text", palette.color(QPalette::WindowText)}};
    for (const auto& [token, color] : tokens) sheet.replace(QLatin1String(token), color.name());
    return sheet;
}

/// What the application looked like before we touched it.
const QPalette& originalPalette() {
    static const QPalette palette = QApplication::palette();
    return palette;
}

}  // namespace

Theme themeFromName(const QString& name) {
    if (name == QLatin1String("dark")) return Theme::kDark;
    if (name == QLatin1String("light")) return Theme::kLight;
    return Theme::kSystem;
}

QString themeName(Theme theme) {
    return theme == Theme::kDark    ? QStringLiteral("dark")
           : theme == Theme::kLight ? QStringLiteral("light")
                                    : QStringLiteral("system");
}

ThemeColors ThemeColors::of(bool dark) {
    if (dark)
        return {QColor(0x1f, 0x21, 0x25), QColor(0x2a, 0x2d, 0x33), QColor(0x3a, 0x3e, 0x46),
                QColor(0xa2, 0xa8, 0xb3), QColor(0x7a, 0xa7, 0xf5), QColor(0x0d, 0x14, 0x20),
                QColor(0x7a, 0xa7, 0xf5), QColor(0xe6, 0xb4, 0x5a), QColor(0xf0, 0x84, 0x7a)};
    return {QColor(0xf5, 0xf6, 0xf8), QColor(0xff, 0xff, 0xff), QColor(0xcd, 0xd2, 0xda),
            QColor(0x58, 0x5f, 0x6b), QColor(0x2b, 0x62, 0xc9), QColor(0xff, 0xff, 0xff),
            QColor(0x2b, 0x62, 0xc9), QColor(0x8f, 0x5a, 0x00), QColor(0xb3, 0x2a, 0x20)};
}

QPalette studioPalette(bool dark) {
    const ThemeColors c = ThemeColors::of(dark);
    const QColor text = dark ? QColor(0xe5, 0xe7, 0xec) : QColor(0x1d, 0x20, 0x26);
    const QColor base = dark ? QColor(0x17, 0x18, 0x1c) : QColor(0xff, 0xff, 0xff);
    const QColor button = dark ? QColor(0x2d, 0x30, 0x37) : QColor(0xfb, 0xfb, 0xfc);
    const QColor faint = dark ? QColor(0x70, 0x76, 0x81) : QColor(0x9a, 0xa0, 0xaa);
    QPalette palette(button, c.panel);
    palette.setColor(QPalette::Window, c.panel);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, dark ? QColor(0x1c, 0x1e, 0x22) : QColor(0xf0, 0xf2, 0xf5));
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, button);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, c.error);
    palette.setColor(QPalette::ToolTipBase, c.raised);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, c.muted);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.accentText);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::Mid, c.border);
    palette.setColor(QPalette::Dark, dark ? QColor(0x12, 0x13, 0x16) : QColor(0xb4, 0xba, 0xc4));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.border);
    return palette;
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128;
}

bool systemPrefersDark() {
    return isDark(originalPalette());
}

void applyTheme(Theme theme) {
    const bool dark = theme == Theme::kDark || (theme == Theme::kSystem && systemPrefersDark());
    originalPalette();
    // One style for the life of the application: setting it again would restyle every widget twice.
    static const bool styled = [] {
        QApplication::setStyle(new StudioStyle);
        return true;
    }();
    static_cast<void>(styled);
    QApplication::setPalette(studioPalette(dark));
    qApp->setStyleSheet(styleSheet(dark));
}

double contrast(const QColor& a, const QColor& b) {
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace bplf::ui
