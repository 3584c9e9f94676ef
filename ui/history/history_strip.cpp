// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/history_strip.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/history/history_model.h"
#include "ui/kit/accessible.h"
#include "ui/kit/canvas_colors.h"
#include "ui/kit/theme.h"
#include "ui/kit/widget_helpers.h"

namespace bplf::ui {
namespace {

constexpr int kPicture = 84;
constexpr int kPadding = 6;
constexpr int kTileWidth = kPicture + 28;

/// The first key that moves chooses: a list that has just got the focus stands on a tile without having chosen it, and
/// a key that leads to that tile would do nothing.
class StripList : public QListView {
  public:
    using QListView::QListView;

  protected:
    void keyPressEvent(QKeyEvent* event) override {
        const QModelIndex before = currentIndex();
        QListView::keyPressEvent(event);
        const bool isMove = event->key() >= Qt::Key_Home && event->key() <= Qt::Key_PageDown;
        if (isMove && before == currentIndex() && before.isValid() && !selectionModel()->hasSelection())
            selectionModel()->select(before, QItemSelectionModel::ClearAndSelect);
    }
};

QFont stripFont(const QFont& font) {
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.85);
    return small;
}

}  // namespace

HistoryDelegate::HistoryDelegate(HistoryModel* history, QObject* parent)
    : QStyledItemDelegate(parent), m_history(history) {}

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    const int text = QFontMetrics(stripFont(option.font)).height();
    return {kTileWidth, kPicture + 2 * kPadding + 2 * text + 4};
}

void HistoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const ThemeColors colors = ThemeColors::of(isDark(option.palette));
    const project::HistoryRecord& state = m_history->record(index.row());
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const bool isChosen = option.state & QStyle::State_Selected;
    const bool isRaised = isChosen || (option.state & QStyle::State_MouseOver);
    painter->setPen(isChosen ? QPen(colors.accent, 2) : QPen(Qt::NoPen));
    painter->setBrush(isRaised ? colors.raised : QColor(Qt::transparent));
    painter->drawRoundedRect(QRectF(option.rect).adjusted(2, 1, -2, -1), 5, 5);
    const QRect box(option.rect.x() + (kTileWidth - kPicture) / 2, option.rect.y() + kPadding, kPicture, kPicture);
    const auto picture = index.data(Qt::DecorationRole).value<QImage>();
    if (picture.isNull()) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(CanvasColors::from(option.palette).empty);
        painter->drawRoundedRect(box, 4, 4);
    } else {
        painter->drawImage(box, picture);
    }
    paintStars(painter, box, option, state.rating);
    painter->setFont(stripFont(option.font));
    const int line = painter->fontMetrics().height();
    const QRect below(option.rect.x() + 6, box.bottom() + 3, option.rect.width() - 12, line);
    painter->setPen(option.palette.color(QPalette::Text));
    painter->drawText(below, Qt::AlignCenter,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, below.width()));
    painter->setPen(colors.muted);
    painter->drawText(below.translated(0, line), Qt::AlignCenter,
                      painter->fontMetrics().elidedText(timeText(state.time), Qt::ElideRight, below.width()));
    painter->restore();
}

void HistoryDelegate::paintStars(QPainter* painter, const QRect& box, const QStyleOptionViewItem& option,
                                 int stars) const {
    if (stars == 0) return;
    const QString text(stars, QChar(0x2605));
    painter->setFont(stripFont(option.font));
    const int width = painter->fontMetrics().horizontalAdvance(text) + 8;
    const QRect badge(box.x() + 2, box.y() + 2, width, painter->fontMetrics().height() + 2);
    painter->setPen(Qt::NoPen);
    painter->setBrush(QColor(0, 0, 0, 190));
    painter->drawRoundedRect(badge, 4, 4);
    painter->setPen(QColor(255, 205, 90));
    painter->drawText(badge, Qt::AlignCenter, text);
}

HistoryStrip::HistoryStrip(HistoryModel* history, QWidget* parent)
    : QWidget(parent), m_history(history), m_filter(new QLineEdit), m_count(mutedLabel({})), m_list(new StripList) {
    m_filter->setPlaceholderText(tr("Find: happy T<0.8 ★"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(280);
    m_filter->setAccessibleName(tr("Find in the history"));
    m_filter->setToolTip(
        tr("Words that must all hold: a label, a part of the title, a screen or a model; happy>50 (percent), T<0.8, "
           "seed=42, age<7 (days), ★ or * (★★★: three or more); a minus before a word asks for the opposite."));
    m_count->setWordWrap(false);
    setAccessibleValue(m_count, tr("States in the history"));
    m_list->setModel(history);
    m_list->setItemDelegate(new HistoryDelegate(history, m_list));
    m_list->setFlow(QListView::LeftToRight);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("History"));
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* top = new QHBoxLayout;
    top->addWidget(heading(tr("History")));
    top->addSpacing(kGap);
    top->addWidget(m_filter, 1);
    top->addWidget(m_count, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kMargin, 0);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(m_list);
    connect(m_filter, &QLineEdit::textChanged, this, &HistoryStrip::applyFilter);
    connect(history, &HistoryModel::countsChanged, this, &HistoryStrip::showCounts);
    connect(m_list, &QListView::clicked, this,
            [this](const QModelIndex& index) { Q_EMIT restoreRequested(index.row()); });
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryStrip::chosenChanged);
    connect(history, &QAbstractItemModel::modelReset, this, &HistoryStrip::chosenChanged);
    fitHeight();
    showCounts();
}

int HistoryStrip::chosen() const {
    const QModelIndexList rows = m_list->selectionModel()->selectedIndexes();
    return rows.isEmpty() ? -1 : rows.first().row();
}

/// The dock gives no more than the least height: whole tiles, and room for the scroll bar below them.
void HistoryStrip::fitHeight() {
    QStyleOptionViewItem option;
    option.font = m_list->font();
    m_list->setFixedHeight(m_list->itemDelegate()->sizeHint(option, {}).height() +
                           m_list->horizontalScrollBar()->sizeHint().height());
}

void HistoryStrip::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) fitHeight();
}

void HistoryStrip::applyFilter(const QString& text) {
    m_problem = m_history->setFilter(text);
    showCounts();
}

void HistoryStrip::showCounts() {
    setRole(m_count, m_problem.isEmpty() ? "muted" : "problem");
    if (!m_problem.isEmpty()) return m_count->setText(m_problem);
    const int total = m_history->total(), shown = m_history->rowCount();
    if (total == 0) return m_count->setText(tr("What you draw and edit is kept here; a click goes back to it."));
    const QString counts = shown == total ? tr("%L1 states").arg(total) : tr("%L1 of %L2 states").arg(shown).arg(total);
    m_count->setText(tr("%1; the newest %L2 and all with a ★ are kept").arg(counts).arg(project::kMostStates));
}

}  // namespace bplf::ui
