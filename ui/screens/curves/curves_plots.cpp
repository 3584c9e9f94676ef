// SPDX-License-Identifier: GPL-3.0-or-later
// Cards of plots and what links them.
#include "ui/screens/curves/curves_plots.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/kit/widget_helpers.h"
#include "ui/screens/curves/curve_store.h"
#include "ui/screens/curves/plot_view.h"

namespace bplf::ui {
namespace {

constexpr int kLeastPlotWidth = 380;
constexpr int kLeastPlotHeight = 230;

}  // namespace

CurvesPlots::CurvesPlots(CurveStore* store, QWidget* parent)
    : QScrollArea(parent), m_store(store), m_body(new QWidget), m_grid(new QGridLayout(m_body)) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setWidget(m_body);
    m_grid->setContentsMargins(8, 8, 8, 8);
    m_grid->setSpacing(10);
    connect(m_store, &CurveStore::curvesChanged, this, &CurvesPlots::refresh);
}

CurvesPlots::Card CurvesPlots::makeCard(const std::string& tag) {
    const QString title = QString::fromStdString(tag);
    auto* frame = new QFrame(m_body);
    frame->setFrameShape(QFrame::StyledPanel);
    frame->setAutoFillBackground(true);
    frame->setBackgroundRole(QPalette::Base);
    auto* plot = new PlotView(title, frame);
    plot->setStatusTip(tr("Drag: zoom into a box · Shift+drag: move · double click: show all"));
    auto* label = new QLabel(title, frame);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* enlargeButton = quietButton("fit", tr("Enlarge this plot, or show all again"), frame);
    auto* saveButton = quietButton("save", tr("Export this plot…"), frame);
    auto* header = new QHBoxLayout;
    header->setContentsMargins(10, 4, 4, 0);
    header->addWidget(label, 1);
    header->addWidget(saveButton);
    header->addWidget(enlargeButton);
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(plot, 1);
    connect(enlargeButton, &QToolButton::clicked, this,
            [this, tag] { enlarge(m_enlarged == tag ? std::string() : tag); });
    connect(saveButton, &QToolButton::clicked, this, [this, tag] { Q_EMIT exportRequested(tag); });
    connect(plot, &PlotView::visibleXChanged, this, [this, plot](auto x) { link(x, plot); });
    connect(plot, &PlotView::settledChanged, this, &CurvesPlots::settledChanged);
    connect(plot, &PlotView::crosshairMoved, this, [this, plot](std::optional<double> x) {
        for (auto& [other, card] : m_cards) {
            if (card.plot != plot) card.plot->setCrosshair(x, false);
        }
    });
    plot->setAxes(m_look.logX, m_look.logY, m_store->treatment().x, m_look.showRaw);
    return {frame, plot};
}

void CurvesPlots::fill(const std::string& tag, PlotView* plot) {
    std::vector<PlotLine> lines;
    for (const CurveRun& run : m_store->runs()) {
        const auto curve = run.curves.find(tag);
        if (!run.isShown() || curve == run.curves.end()) continue;
        lines.push_back({run.name, run.style, curve->second});
    }
    plot->setAccessibleDescription(tr("%n runs", nullptr, static_cast<int>(lines.size())));
    plot->setLines(std::move(lines));
}

void CurvesPlots::refresh() {
    const std::vector<std::string> wanted = m_store->visibleTags();
    const bool isOther = wanted != m_tags;
    m_tags = wanted;
    for (auto it = m_cards.begin(); it != m_cards.end();) {
        if (std::find(m_tags.begin(), m_tags.end(), it->first) != m_tags.end()) {
            ++it;
            continue;
        }
        it->second.frame->deleteLater();
        it->second.frame->hide();
        it = m_cards.erase(it);
    }
    if (!m_cards.contains(m_enlarged) && std::find(m_tags.begin(), m_tags.end(), m_enlarged) == m_tags.end()) {
        m_enlarged.clear();
    }
    for (const std::string& tag : m_tags) {
        const bool isNew = !m_cards.contains(tag);
        if (isNew) m_cards[tag] = makeCard(tag);
        fill(tag, m_cards[tag].plot);
        if (isNew && m_x) m_cards[tag].plot->showX((*m_x)[0], (*m_x)[1]);
    }
    if (isOther) arrange();
}

std::vector<std::string> CurvesPlots::tags() const {
    return m_enlarged.empty() ? m_tags : std::vector<std::string>{m_enlarged};
}

PlotView* CurvesPlots::plot(const std::string& tag) const {
    const auto card = m_cards.find(tag);
    return card == m_cards.end() ? nullptr : card->second.plot;
}

bool CurvesPlots::isSettled() const {
    return std::all_of(m_cards.begin(), m_cards.end(), [](const auto& card) { return card.second.plot->isSettled(); });
}

void CurvesPlots::arrange() {
    const std::vector<std::string> shown = tags();
    const int count = static_cast<int>(shown.size());
    const int fitting = std::max(1, (viewport()->width() - 16) / kLeastPlotWidth);
    const int columns = std::clamp(count <= 1 ? 1 : count <= 4 ? 2 : 3, 1, fitting);
    const int rows = count == 0 ? 1 : (count + columns - 1) / columns;
    for (auto& [tag, card] : m_cards) {
        m_grid->removeWidget(card.frame);
        card.frame->hide();
    }
    for (int row = 0; row < std::max(m_grid->rowCount(), rows); ++row) {
        m_grid->setRowMinimumHeight(row, row < rows && count > 0 ? kLeastPlotHeight : 0);
        m_grid->setRowStretch(row, row < rows ? 1 : 0);
    }
    for (int column = 0; column < std::max(m_grid->columnCount(), columns); ++column) {
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
    }
    const bool scrolls = rows * (kLeastPlotHeight + 10) + 16 > viewport()->height();
    for (int i = 0; i < count; ++i) {
        Card& card = m_cards[shown[static_cast<std::size_t>(i)]];
        m_grid->addWidget(card.frame, i / columns, i % columns);
        card.plot->setWheelAlwaysZooms(!scrolls);
        card.frame->show();
    }
}

void CurvesPlots::enlarge(const std::string& tag) {
    m_enlarged = tag;
    arrange();
}

void CurvesPlots::setLook(const PlotLook& look) {
    m_look = look;
    for (auto& [tag, card] : m_cards) {
        card.plot->setAxes(look.logX, look.logY, m_store->treatment().x, look.showRaw);
    }
}

void CurvesPlots::fitAll() {
    m_x.reset();
    for (auto& [tag, card] : m_cards) card.plot->fit();
}

void CurvesPlots::link(std::optional<std::array<double, 2>> x, PlotView* from) {
    m_x = x;
    for (auto& [tag, card] : m_cards) {
        if (card.plot == from) continue;
        if (x)
            card.plot->showX((*x)[0], (*x)[1]);
        else
            card.plot->fit();
    }
}

void CurvesPlots::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    arrange();
}

}  // namespace bplf::ui
