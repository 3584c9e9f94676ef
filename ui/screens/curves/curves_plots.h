// SPDX-License-Identifier: GPL-3.0-or-later
// The plots of the Curves screen: one card per tag in a scrolling grid, x axes and crosshairs linked.
#pragma once

#include <QScrollArea>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

class QGridLayout;

namespace bplf::ui {

class CurveStore;
class PlotView;

/// How all plots are drawn.
struct PlotLook {
    bool logX = false;
    bool logY = false;
    bool showRaw = true;
    bool operator==(const PlotLook&) const = default;
};

/// Keeps one PlotView per visible tag in step with the store.
class CurvesPlots : public QScrollArea {
    Q_OBJECT

  public:
    explicit CurvesPlots(CurveStore* store, QWidget* parent = nullptr);

    const PlotLook& look() const { return m_look; }
    void setLook(const PlotLook& look);
    void fitAll();
    /// Shows this tag alone, or all again when empty.
    void enlarge(const std::string& tag);
    const std::string& enlarged() const { return m_enlarged; }
    /// The tags on the screen, in order.
    std::vector<std::string> tags() const;
    PlotView* plot(const std::string& tag) const;
    /// The x range the user zoomed to, in data units.
    std::optional<std::array<double, 2>> visibleX() const { return m_x; }

    /// Whether every plot that can be seen shows what it should.
    bool isSettled() const;

  Q_SIGNALS:
    void settledChanged();
    void exportRequested(const std::string& tag);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Card {
        QWidget* frame = nullptr;
        PlotView* plot = nullptr;
    };
    void refresh();
    Card makeCard(const std::string& tag);
    void fill(const std::string& tag, PlotView* plot);
    void arrange();
    void link(std::optional<std::array<double, 2>> x, PlotView* from);

    CurveStore* m_store;
    QWidget* m_body;
    QGridLayout* m_grid;
    std::map<std::string, Card> m_cards;
    std::vector<std::string> m_tags;
    std::string m_enlarged;
    PlotLook m_look;
    std::optional<std::array<double, 2>> m_x;
};

}  // namespace bplf::ui
