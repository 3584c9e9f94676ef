// SPDX-License-Identifier: GPL-3.0-or-later
// Facts in words; pictures side by side where one copies another.
#include "ui/screens/data/data_card.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "core/collect/reasons.h"
#include "ui/kit/accessible.h"
#include "ui/kit/elided_label.h"
#include "ui/kit/picture.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/data/data_model.h"

namespace bplf::ui {
namespace {

constexpr int kPictureSide = 96;

Picture* picture(const QString& name) {
    auto* made = new Picture(name);
    made->setPreferredSide(kPictureSide);
    made->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    made->setPlaceholder(DataCard::tr("no picture"));
    return made;
}

QString words(const std::string& text) {
    return QString::fromStdString(text);
}

/// "label sad, in the source angry · train".
QString labelText(const ReviewItem& item) {
    QString text = item.label.empty() ? DataCard::tr("no label") : words(item.label);
    if (!item.source_label.empty() && item.source_label != item.label)
        text += DataCard::tr(" (in the source: %1)").arg(words(item.source_label));
    if (!item.split.empty()) text += QStringLiteral(" · ") + words(item.split);
    if (std::isfinite(item.psnr) && item.psnr > 0) text += DataCard::tr(" · %1 dB after SVD").arg(item.psnr, 0, 'f', 1);
    return text;
}

QString decisionText(const ReviewItem& item, const Override* decision) {
    const QString when = isPending(item, decision) ? DataCard::tr("Holds with the next build.") : QString();
    if (decision == nullptr) return when.isEmpty() ? QString() : DataCard::tr("Your decision is taken back. ") + when;
    switch (decision->action) {
        case OverrideAction::kExclude:
            return DataCard::tr("You leave it out. ") + when;
        case OverrideAction::kKeep:
            return DataCard::tr("You keep it. ") + when;
        case OverrideAction::kRelabel:
            return DataCard::tr("You call it %1. ").arg(words(decision->label)) + when;
    }
    return {};
}

QToolButton* buttonFor(QAction* action) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIconSize({16, 16});
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(QString(action->text()).remove(QLatin1Char('&')));
    if (action->menu() != nullptr) button->setPopupMode(QToolButton::InstantPopup);
    setRole(button, "quiet");
    return button;
}

}  // namespace

DataCard::DataCard(DataModel* model, const QList<QAction*>& actions, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_facts(new QWidget),
      m_hint(mutedLabel(tr("Click an image to see what became of it and why, and to decide otherwise."))),
      m_picture(picture(tr("Selected image"))),
      m_id(new ElidedLabel(QString())),
      m_labels(mutedLabel(QString())),
      m_reason(new QLabel),
      m_decision(new QLabel) {
    m_reason->setWordWrap(true);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setAccessibleValue(m_reason, tr("What became of it"));
    m_decision->setWordWrap(true);
    setRole(m_decision, "good");
    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_id, m_labels, m_reason, m_decision})
        texts->addWidget(widget);
    texts->addStretch(1);
    auto* top = new QHBoxLayout;
    top->setSpacing(kMargin);
    top->addWidget(m_picture, 0, Qt::AlignTop);
    top->addLayout(texts, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(2);
    for (QAction* action : actions) buttons->addWidget(buttonFor(action));
    buttons->addStretch(1);
    auto* facts = new QVBoxLayout(m_facts);
    facts->setContentsMargins(0, 0, 0, 0);
    facts->setSpacing(kGap);
    facts->addLayout(top);
    facts->addWidget(makeCopy());
    facts->addLayout(buttons);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kMargin, kGap);
    layout->addWidget(m_hint);
    layout->addWidget(m_facts);
    connect(model->decisions(), &ReviewDecisions::changed, this, &DataCard::refresh);
    refresh();
}

QWidget* DataCard::makeCopy() {
    m_copy = new QWidget;
    m_copyPicture = picture(tr("The copy that decided"));
    m_copyText = mutedLabel(QString());
    m_copyButton = textButton({}, tr("Show it"));
    m_copyButton->setAccessibleName(tr("Show the copy that decided"));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addWidget(m_copyText);
    texts->addWidget(m_copyButton, 0, Qt::AlignLeft);
    texts->addStretch(1);
    auto* layout = new QHBoxLayout(m_copy);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kMargin);
    layout->addWidget(m_copyPicture, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    connect(m_copyButton, &QPushButton::clicked, this,
            [this] { Q_EMIT copyRequested(m_model->images()->item(m_line).duplicate_of); });
    return m_copy;
}

void DataCard::showLines(qint64 current, const std::vector<qint64>& selected) {
    m_line = current;
    m_selected = static_cast<int>(selected.size());
    refresh();
}

void DataCard::refresh() {
    const ReviewModel& images = *m_model->images();
    if (m_line >= images.total()) m_line = -1;
    m_facts->setVisible(m_line >= 0);
    m_hint->setVisible(m_line < 0);
    if (m_line < 0) return;
    const ReviewItem& item = images.item(m_line);
    m_picture->setImage(images.picture(m_line));
    m_id->setText(m_selected > 1 ? tr("%1 images selected, this one last").arg(m_selected) : words(item.id));
    m_id->setToolTip(words(item.source + "\n" + item.id));
    m_labels->setText(labelText(item));
    QString why = QString::fromStdString(meaning_of(item.reason)).toHtmlEscaped();
    if (!item.detail.empty()) why += QStringLiteral(" (%1)").arg(words(item.detail).toHtmlEscaped());
    m_reason->setText(QStringLiteral("<b>%1</b>: %2").arg(reasonTitle(item.reason).toHtmlEscaped(), why));
    const QString decided = decisionText(item, images.decision(m_line));
    m_decision->setText(decided);
    m_decision->setVisible(!decided.isEmpty());
    showCopy(item.duplicate_of);
}

void DataCard::showCopy(qint64 line) {
    const ReviewModel& images = *m_model->images();
    const bool hasCopy = line >= 0 && line < images.total();
    m_copy->setVisible(hasCopy);
    if (!hasCopy) return;
    const ReviewItem& copy = images.item(line);
    m_copyPicture->setImage(images.picture(line));
    QString text =
        tr("The copy that decided: %1, %2, %3").arg(words(copy.id), words(copy.label), reasonTitle(copy.reason));
    const QString kind = words(copy.source).section(QLatin1Char(':'), 0, 0);
    if (copy.source != images.item(m_line).source) text += tr(" (in %1)").arg(sourceKindTitle(kind));
    m_copyText->setText(text);
    m_copyText->setToolTip(words(copy.source + "\n" + copy.id));
}

QString DataCard::reasonText() const {
    return m_line < 0 ? QString() : m_reason->text();
}

}  // namespace bplf::ui
