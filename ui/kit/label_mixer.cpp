// SPDX-License-Identifier: GPL-3.0-or-later
// Widgets around LabelSimplex; all arithmetic is there.
#include "ui/kit/label_mixer.h"

#include <QApplication>
#include <QClipboard>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

#include "ui/kit/fine_slider.h"
#include "ui/kit/icons.h"
#include "ui/kit/widget_helpers.h"

namespace bplf::ui {
LabelMixer::LabelMixer(QWidget* parent)
    : QWidget(parent), m_rows(new QGridLayout), m_badge(mutedLabel(QString(), this)) {
    m_rows->setHorizontalSpacing(4);
    m_rows->setVerticalSpacing(2);
    m_rows->setColumnStretch(1, 1);
    m_badge->setToolTip(
        tr("The model was trained on one label per face. A blend interpolates the "
           "condition between them."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(m_rows);
    layout->addWidget(m_badge);
    rebuild();
}

void LabelMixer::setSimplex(const LabelSimplex& simplex) {
    const bool other = simplex.labels() != m_simplex.labels();
    m_simplex = simplex;
    if (other) rebuild();
    showValues();
}

void LabelMixer::setKnown() {
    if (std::exchange(m_isKnown, true)) return;
    rebuild();
    showValues();
}

void LabelMixer::rebuild() {
    for (const Row& row : m_widgets)
        for (QWidget* widget :
             {static_cast<QWidget*>(row.name), static_cast<QWidget*>(row.slider), static_cast<QWidget*>(row.percent),
              static_cast<QWidget*>(row.lock), static_cast<QWidget*>(row.solo)})
            delete widget;
    m_widgets.clear();
    for (std::size_t i = 0; i < m_simplex.size(); ++i) addRow(i);
    // Before a model is there, nothing can be said of its labels.
    m_badge->setText(m_isKnown ? tr("This model has no labels.") : QString());
    m_badge->setVisible(m_isKnown);
}

void LabelMixer::addRow(std::size_t i) {
    const QString label = titled(m_simplex.labels()[i]);
    const int line = static_cast<int>(i);
    Row row{new QPushButton(label, this), new FineSlider(this), new QSpinBox(this),
            quietButton(QStringLiteral("unlock"), tr("Lock %1").arg(label), this),
            quietButton(QStringLiteral("solo"), tr("Only %1, until pressed again").arg(label), this)};
    setRole(row.name, "label");
    row.name->setFocusPolicy(Qt::TabFocus);
    row.name->setAccessibleName(tr("Only %1").arg(label));
    row.name->setToolTip(tr("Only %1 (Shift: mix it in evenly)").arg(label));
    for (QWidget* widget : {static_cast<QWidget*>(row.name), static_cast<QWidget*>(row.slider)}) {
        widget->setContextMenuPolicy(Qt::CustomContextMenu);
        connect(widget, &QWidget::customContextMenuRequested, this,
                [this, i, widget](QPoint point) { showMenu(i, widget->mapToGlobal(point)); });
    }
    row.slider->setAccessibleName(label);
    row.slider->setValueText([label](double v) { return tr("%1 %2 percent").arg(label).arg(v * 100, 0, 'f', 0); });
    row.percent->setRange(0, 100);
    row.percent->setSuffix(tr(" %"));
    row.percent->setButtonSymbols(QAbstractSpinBox::NoButtons);
    row.percent->setAlignment(Qt::AlignRight);
    row.percent->setKeyboardTracking(false);
    row.percent->setAccessibleName(tr("%1 in percent").arg(label));
    row.lock->setCheckable(true);
    row.solo->setCheckable(true);
    // The Tab key stops at what nothing else can do: lock and solo are in the menu, the percentage is the slider's.
    for (QToolButton* button : {row.lock, row.solo}) {
        button->setIconSize({15, 15});
        button->setFocusPolicy(Qt::ClickFocus);
    }
    row.percent->setFocusPolicy(Qt::ClickFocus);
    connect(row.name, &QPushButton::clicked, this, [this, i] { nameClicked(i); });
    connect(row.slider, &FineSlider::realEdited, this,
            [this, i](double value) { edit([&](LabelSimplex& s) { s.set(i, value); }); });
    connect(row.slider, &FineSlider::resetRequested, this, [this, i] { edit([&](LabelSimplex& s) { s.set(i, 0); }); });
    connect(row.percent, &QSpinBox::valueChanged, this,
            [this, i](int value) { edit([&](LabelSimplex& s) { s.set(i, value / 100.0); }); });
    connect(row.lock, &QToolButton::toggled, this,
            [this, i](bool on) { edit([&](LabelSimplex& s) { s.setLocked(i, on); }); });
    connect(row.solo, &QToolButton::clicked, this, [this, i] { edit([&](LabelSimplex& s) { s.toggleSolo(i); }); });
    m_rows->addWidget(row.name, line, 0);
    m_rows->addWidget(row.slider, line, 1);
    m_rows->addWidget(row.percent, line, 2);
    m_rows->addWidget(row.lock, line, 3);
    m_rows->addWidget(row.solo, line, 4);
    m_widgets.push_back(row);
}

void LabelMixer::showValues() {
    const std::vector<int> percentages = m_simplex.percentages();
    for (std::size_t i = 0; i < m_widgets.size(); ++i) {
        const Row& row = m_widgets[i];
        const QSignalBlocker percent(row.percent), lock(row.lock), solo(row.solo);
        const bool locked = m_simplex.isLocked(i);
        row.slider->setReal(m_simplex.weight(i));
        row.slider->setEnabled(!locked);
        row.percent->setValue(percentages[i]);
        row.percent->setEnabled(!locked);
        row.lock->setChecked(locked);
        row.lock->setIcon(icon(locked ? QStringLiteral("lock") : QStringLiteral("unlock")));
        row.solo->setChecked(m_simplex.solo() == i);
    }
    if (m_simplex.size() == 0) return;
    // It keeps its place, so that nothing moves under a slider that is being dragged.
    m_badge->setText(m_simplex.isBlend() ? tr("Blend: not seen like this in training.") : QStringLiteral(" "));
    m_badge->show();
}

void LabelMixer::nameClicked(std::size_t i) {
    const bool add = QApplication::keyboardModifiers() & Qt::ShiftModifier;
    edit([&](LabelSimplex& s) { add ? s.addEvenly(i) : s.setOnly(i); });
}

void LabelMixer::showMenu(std::size_t i, const QPoint& position) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Only this"), this, [this, i] { edit([&](LabelSimplex& s) { s.setOnly(i); }); });
    menu->addAction(tr("Mix in evenly"), this, [this, i] { edit([&](LabelSimplex& s) { s.addEvenly(i); }); });
    QAction* solo = menu->addAction(tr("Only this, until chosen again"), this,
                                    [this, i] { edit([&](LabelSimplex& s) { s.toggleSolo(i); }); });
    solo->setCheckable(true);
    solo->setChecked(m_simplex.solo() == i);
    QAction* lock = menu->addAction(tr("Lock"), this,
                                    [this, i] { edit([&](LabelSimplex& s) { s.setLocked(i, !s.isLocked(i)); }); });
    lock->setCheckable(true);
    lock->setChecked(m_simplex.isLocked(i));
    menu->addAction(tr("All equal"), this, [this] { edit([](LabelSimplex& s) { s.setEven(); }); });
    menu->addSeparator();
    menu->addAction(tr("Copy mix"), this, [this] {
        QApplication::clipboard()->setText(QString::fromStdString(format_label_mix(m_simplex.mix())));
    });
    menu->popup(position);
}

}  // namespace bplf::ui
