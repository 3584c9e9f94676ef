// SPDX-License-Identifier: GPL-3.0-or-later
// Equal sizes let the view place a hundred thousand tiles without asking for each.
#include "ui/screens/data/review_tiles.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/kit/canvas_colors.h"
#include "ui/kit/icons.h"
#include "ui/kit/scaled_picture.h"
#include "ui/kit/theme.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/data/review_model.h"

namespace bplf::ui {
namespace {

constexpr int kPicture = 72;
constexpr int kPadding = 6;
constexpr int kMostScaled = 600;
constexpr double kLeftOutOpacity = 0.55;

QFont captionFont(const QFont& font) {
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.85);
    return small;
}

}  // namespace

ReviewTileDelegate::ReviewTileDelegate(ReviewModel* images, QObject* parent)
    : QStyledItemDelegate(parent), m_images(images), m_scaled(kMostScaled) {
    connect(images, &QAbstractItemModel::modelReset, this, [this] { m_scaled.clear(); });
}

QSize ReviewTileDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    const int text = QFontMetrics(captionFont(option.font)).height();
    return {kPicture + 2 * kPadding, kPicture + 2 * kPadding + text + 2};
}

const QImage& ReviewTileDelegate::scaled(qint64 line, int side) const {
    const QImage* known = m_scaled.object(line);
    if (known != nullptr && known->width() == side) return *known;
    auto* made = new QImage(scaledPicture(m_images->picture(line), side, side, true));
    m_scaled.insert(line, made);
    return *made;
}

void ReviewTileDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const qint64 line = m_images->lineAt(index);
    if (line < 0) return;
    const ThemeColors colors = ThemeColors::of(isDark(option.palette));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(option.rect).adjusted(1, 1, -1, -1);
    const bool isSelected = option.state & QStyle::State_Selected;
    if (isSelected || (option.state & QStyle::State_HasFocus)) {
        painter->setPen(QPen(colors.accent, isSelected ? 2 : 1));
        painter->setBrush(isSelected ? colors.raised : QColor(Qt::transparent));
        painter->drawRoundedRect(frame, 5, 5);
    } else if (option.state & QStyle::State_MouseOver) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(colors.raised);
        painter->drawRoundedRect(frame, 5, 5);
    }
    const QRect box(option.rect.x() + (option.rect.width() - kPicture) / 2, option.rect.y() + kPadding, kPicture,
                    kPicture);
    paintPicture(painter, box, line, option);
    paintMark(painter, box, line, option);
    painter->setFont(captionFont(option.font));
    painter->setPen(m_images->item(line).kept() ? colors.muted : colors.warning);
    const QRect below(option.rect.x() + 2, box.bottom() + 3, option.rect.width() - 4,
                      option.rect.bottom() - box.bottom() - 4);
    painter->drawText(below, Qt::AlignCenter,
                      painter->fontMetrics().elidedText(caption(line), Qt::ElideRight, below.width()));
    painter->restore();
}

QString ReviewTileDelegate::caption(qint64 line) const {
    const ReviewItem& item = m_images->item(line);
    const Override* decision = m_images->decision(line);
    if (decision != nullptr && decision->action == OverrideAction::kRelabel && m_images->isPendingAt(line))
        return QStringLiteral("→ ") + QString::fromStdString(decision->label);
    // Under one reason all captions would be the same.
    const bool saysReason = !item.kept() && m_images->filter().reason.isEmpty();
    return QString::fromStdString(saysReason || item.label.empty() ? item.reason : item.label);
}

void ReviewTileDelegate::paintPicture(QPainter* painter, const QRect& box, qint64 line,
                                      const QStyleOptionViewItem& option) const {
    const auto side = static_cast<int>(std::lround(kPicture * painter->device()->devicePixelRatioF()));
    const QImage& picture = scaled(line, side);
    if (picture.isNull()) {
        const CanvasColors colors = CanvasColors::from(option.palette);
        painter->setPen(Qt::NoPen);
        painter->setBrush(colors.empty);
        painter->drawRoundedRect(box, 4, 4);
        painter->setPen(colors.mutedText);
        painter->setFont(captionFont(option.font));
        painter->drawText(box.adjusted(4, 4, -4, -4), Qt::AlignCenter | Qt::TextWordWrap, tr("no picture"));
        return;
    }
    const ReviewItem& item = m_images->item(line);
    // What is left out stands back among what is kept; by itself it is there to be looked at.
    if (!item.kept() && m_images->filter().reason.isEmpty()) painter->setOpacity(kLeftOutOpacity);
    painter->drawImage(box, picture);
    painter->setOpacity(1);
}

void ReviewTileDelegate::paintMark(QPainter* painter, const QRect& box, qint64 line,
                                   const QStyleOptionViewItem& option) const {
    const Override* decision = m_images->decision(line);
    const bool isPending = m_images->isPendingAt(line);
    if (decision == nullptr && !isPending) return;
    const ThemeColors colors = ThemeColors::of(isDark(option.palette));
    const QRect badge(box.right() - 19, box.top(), 20, 20);
    painter->setPen(QPen(isPending ? colors.accent : colors.border, 1.5));
    painter->setBrush(colors.raised);
    painter->drawEllipse(QRectF(badge).adjusted(1, 1, -1, -1));
    const QString name = decision == nullptr                            ? QStringLiteral("undo")
                         : decision->action == OverrideAction::kExclude ? QStringLiteral("close")
                         : decision->action == OverrideAction::kKeep    ? QStringLiteral("keep")
                                                                        : QStringLiteral("relabel");
    static const std::map<QString, QIcon> icons{
        {"undo", icon("undo")}, {"close", icon("close")}, {"keep", icon("keep")}, {"relabel", icon("relabel")}};
    icons.at(name).paint(painter, badge.adjusted(3, 3, -3, -3));
}

ReviewTiles::ReviewTiles(ReviewModel* images, QWidget* parent) : QListView(parent), m_images(images) {
    setModel(images);
    setItemDelegate(new ReviewTileDelegate(images, this));
    setAccessibleName(tr("Images"));
    setFlow(QListView::LeftToRight);
    setWrapping(true);
    setResizeMode(QListView::Adjust);
    setUniformItemSizes(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setSelectionRectVisible(true);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setProperty("role", QStringLiteral("tiles"));
    connect(images, &QAbstractItemModel::modelReset, this, &ReviewTiles::chooseRemembered);
}

void ReviewTiles::paintEvent(QPaintEvent* event) {
    QListView::paintEvent(event);
    if (model()->rowCount() > 0) return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(kGap, kGap, -kGap, -kGap), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("No image fits what is asked for. Choose another row on the left, or empty the fields above."));
}

void ReviewTiles::remember() {
    const qint64 line = currentLine();
    if (line < 0) return;
    m_line = line;
    m_hash = m_images->item(line).pixel_sha256;
}

void ReviewTiles::chooseRemembered() {
    if (m_line >= 0 && m_line < m_images->total() && m_images->item(m_line).pixel_sha256 == m_hash) choose(m_line);
    Q_EMIT chosenChanged();
}

std::vector<qint64> ReviewTiles::selectedLines() const {
    std::vector<qint64> lines;
    for (const QModelIndex& index : selectedIndexes()) lines.push_back(m_images->lineAt(index));
    std::ranges::sort(lines);
    return lines;
}

qint64 ReviewTiles::currentLine() const {
    return m_images->lineAt(currentIndex());
}

void ReviewTiles::choose(qint64 line) {
    const int row = m_images->rowOf(line);
    if (row < 0) return;
    setCurrentIndex(m_images->index(row));
    scrollTo(m_images->index(row));
}

void ReviewTiles::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
    QListView::selectionChanged(selected, deselected);
    Q_EMIT chosenChanged();
}

void ReviewTiles::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    remember();
    Q_EMIT chosenChanged();
}

}  // namespace bplf::ui
