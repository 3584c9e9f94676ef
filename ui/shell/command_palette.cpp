// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/command_palette.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/kit/fuzzy_match.h"
#include "ui/kit/theme.h"
#include "ui/kit/widget_helpers.h"

namespace bplf::ui {
namespace {

constexpr int kMostShown = 50;
constexpr int kMostRecent = 8;
constexpr QSize kSize(560, 400);
constexpr int kTint = 40;
/// A value that a number was typed for is what was meant.
constexpr int kTypedValue = 100'000;
/// Of what fits alike, that of the screen in front.
constexpr int kNear = 90;
/// Of what fits alike, what cannot be chosen now stands below what can.
constexpr int kUnavailable = -500;

/// The chosen line is tinted and has a bar at its side: the texts on it keep their colours and stay readable.
class PaletteDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex&) const override {
        if (!(option.state & QStyle::State_Selected)) return;
        const ThemeColors colors = ThemeColors::of(isDark(option.palette));
        QColor tint = colors.accent;
        tint.setAlpha(kTint);
        painter->fillRect(option.rect, tint);
        painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), colors.accent);
    }
};

/// A line of the list: title and place on the left, keys on the right.
QWidget* lineOf(const QString& title, const QString& place, const QString& keys, bool isEnabled) {
    auto* line = new QWidget;
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(kGap, 4, kGap, 4);
    auto* name = new QLabel(title);
    name->setTextFormat(Qt::PlainText);
    name->setEnabled(isEnabled);
    layout->addWidget(name);
    for (const auto& [text, stretch] : {std::pair(place, 1), std::pair(keys, 0)}) {
        auto* muted = mutedLabel(text);
        muted->setWordWrap(false);
        muted->setTextFormat(Qt::PlainText);
        layout->addWidget(muted, stretch);
    }
    return line;
}

}  // namespace

CommandPalette::CommandPalette(QWidget* parent)
    : QDialog(parent), m_field(new QLineEdit), m_list(new QListWidget), m_hint(mutedLabel({})) {
    setWindowTitle(tr("Commands"));
    setObjectName(QStringLiteral("commandPalette"));
    m_field->setPlaceholderText(tr("Type a command, or a value: temp 0.8, happy 60, seed 42"));
    m_field->setAccessibleName(tr("Command"));
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    m_list->setAccessibleName(tr("Commands that fit"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_hint->setWordWrap(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kGap);
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_hint);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::find);
    connect(m_field, &QLineEdit::returnPressed, this, &CommandPalette::choose);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::choose);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        const bool isHit = row >= 0 && row < static_cast<int>(m_hits.size());
        const QString text = isHit ? textOf(m_hits[static_cast<std::size_t>(row)]) : tr("Nothing fits.");
        m_hint->setText(text);
        // The field has the focus, so it says what Return would do.
        m_field->setAccessibleDescription(text);
    });
    resize(kSize);
}

void CommandPalette::open(std::vector<PaletteEntry> entries) {
    m_entries = std::move(entries);
    m_field->clear();
    find();
    if (parentWidget() != nullptr) {
        const QPoint corner = parentWidget()->mapToGlobal(QPoint((parentWidget()->width() - width()) / 2, 80));
        move(corner);
    }
    m_field->setFocus();
    setModal(true);
    show();
    raise();
    activateWindow();
}

std::optional<CommandPalette::Hit> CommandPalette::hitOf(std::size_t index, const QString& typed) const {
    const PaletteEntry& entry = m_entries[index];
    const int penalty = entry.why.isEmpty() ? 0 : kUnavailable;
    const int near = entry.isNear ? kNear : 0;
    if (entry.set) {
        const QString word = typed.section(QLatin1Char(' '), 0, -2), value = typed.section(QLatin1Char(' '), -1);
        const bool hasNumber = !word.isEmpty() && !value.isEmpty() && (value[0].isDigit() || value[0] == '-');
        if (hasNumber) {
            const int whole = word.compare(entry.word, Qt::CaseInsensitive) == 0 ? kTypedValue : 0;
            const auto worth = std::max(fuzzyMatch(word, entry.word), fuzzyMatch(word, entry.title));
            return worth ? std::optional(Hit{index, *worth + kTypedValue + whole + near, value}) : std::nullopt;
        }
    }
    const auto worth = std::max(fuzzyMatch(typed, entry.title), fuzzyMatch(typed, entry.place + ' ' + entry.title));
    if (!worth) return std::nullopt;
    const auto recent = m_recent.indexOf(entry.title);
    const int bonus = typed.isEmpty() && recent >= 0 ? 1000 * (kMostRecent - static_cast<int>(recent)) : 0;
    return Hit{index, *worth + bonus + near + penalty, {}};
}

void CommandPalette::find() {
    const QString typed = m_field->text().simplified();
    std::vector<Hit> hits;
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        if (const auto hit = hitOf(i, typed)) hits.push_back(*hit);
    std::ranges::stable_sort(hits, std::greater{}, &Hit::worth);
    if (hits.size() > kMostShown) hits.resize(kMostShown);
    showHits(hits);
}

QString CommandPalette::textOf(const Hit& hit) const {
    const PaletteEntry& entry = m_entries[hit.entry];
    if (!entry.why.isEmpty()) return entry.why;
    if (!entry.set) return tr("%1, %2. Return does it.").arg(entry.title, entry.place);
    return hit.value.isEmpty() ? tr("Type %1 and a number: %2.").arg(entry.word, entry.range)
                               : tr("Return sets %1 to %2.").arg(entry.title, hit.value);
}

void CommandPalette::showHits(const std::vector<Hit>& hits) {
    m_hits = hits;
    m_list->clear();
    for (const Hit& hit : hits) {
        const PaletteEntry& entry = m_entries[hit.entry];
        const QString title = hit.value.isEmpty() ? entry.title : QStringLiteral("%1 %2").arg(entry.title, hit.value);
        auto* item = new QListWidgetItem(m_list);
        item->setData(Qt::AccessibleTextRole, QStringLiteral("%1, %2, %3").arg(title, entry.place, textOf(hit)));
        QWidget* line = lineOf(title, entry.place, entry.set ? entry.range : entry.keys, entry.why.isEmpty());
        item->setSizeHint(line->sizeHint());
        m_list->setItemWidget(item, line);
    }
    m_list->setCurrentRow(hits.empty() ? -1 : 0);
    if (hits.empty()) m_hint->setText(tr("Nothing fits."));
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_field || event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
    const int row = m_list->currentRow(), last = m_list->count() - 1;
    switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Down:
            m_list->setCurrentRow(std::min(row + 1, last));
            return true;
        case Qt::Key_Up:
            m_list->setCurrentRow(std::max(row - 1, 0));
            return true;
        case Qt::Key_PageDown:
            m_list->setCurrentRow(std::min(row + 8, last));
            return true;
        case Qt::Key_PageUp:
            m_list->setCurrentRow(std::max(row - 8, 0));
            return true;
        default:
            return false;
    }
}

void CommandPalette::choose() {
    const int row = m_list->currentRow();
    if (row < 0 || row >= static_cast<int>(m_hits.size())) return;
    const Hit hit = m_hits[static_cast<std::size_t>(row)];
    const PaletteEntry entry = m_entries[hit.entry];
    if (!entry.why.isEmpty()) return;
    if (entry.set && hit.value.isEmpty()) {
        m_field->setText(entry.word + QLatin1Char(' '));
        return;
    }
    if (entry.set && !entry.set(hit.value)) {
        m_hint->setText(tr("%1 takes %2.").arg(entry.title, entry.range));
        m_field->setAccessibleDescription(m_hint->text());
        return;
    }
    m_recent.removeAll(entry.title);
    m_recent.prepend(entry.title);
    if (m_recent.size() > kMostRecent) m_recent.removeLast();
    accept();
    if (entry.run) entry.run();
}

}  // namespace bplf::ui
