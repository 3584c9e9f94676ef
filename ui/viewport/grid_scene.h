// SPDX-License-Identifier: GPL-3.0-or-later
// What the viewport shows: a grid of pictures with captions, zoom, pan, selection and marks. GUI-free;
// both back ends draw this and nothing else. Lengths are device-independent pixels.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/image/image.h"

namespace bplf::ui {

struct Point {
    double x = 0, y = 0;
};
struct Box {
    double x = 0, y = 0, width = 0, height = 0;
    bool contains(Point p) const { return p.x >= x && p.y >= y && p.x < x + width && p.y < y + height; }
    bool operator==(const Box&) const = default;
};

/// One place of the grid.
struct SceneCell {
    Image image;                ///< empty = nothing drawn yet
    Image reference;            ///< pinned picture to compare with; may be empty
    std::uint64_t version = 0;  ///< changes with `image`
    std::uint64_t referenceVersion = 0;
    bool stale = false;  ///< of an older request, shown until the new one lands
    std::string caption;
    std::string spoken;  ///< for screen readers
};

/// A value-like model of the viewport. Not thread-safe.
class GridScene {
  public:
    enum class Zoom { kFit, kFree };

    /// `count` cells in `columns`; pictures of indices that stay are kept. Resets nothing else.
    void setGrid(int count, int columns);
    int count() const { return static_cast<int>(m_cells.size()); }
    int columns() const { return m_columns; }
    int rows() const { return (count() + m_columns - 1) / m_columns; }
    const SceneCell& cell(int index) const { return m_cells[static_cast<std::size_t>(index)]; }

    /// A finished picture; it is no longer stale. Indices outside the grid are ignored.
    void setCell(int index, Image image, std::string caption, std::string spoken = {});
    void setCaption(int index, std::string caption);
    void markAllStale();
    /// The picture of this cell is of an older request. Indices outside the grid are ignored.
    void markStale(int index);
    int staleCount() const;
    void clear();

    /// Keeps the present pictures as references for the wipe; unpin forgets them.
    void pin();
    void unpin();
    bool isPinned() const { return m_pinned; }
    /// Share of each cell, from the left, that shows the reference.
    double wipe() const { return m_wipe; }
    void setWipe(double wipe);

    void setViewport(double width, double height);
    /// Size of one picture in its own pixels (of the model), before the first one is there.
    void setPictureSize(int width, int height);
    void setCaptionsVisible(bool visible);
    bool captionsVisible() const { return m_captions; }
    void setSmooth(bool smooth) { m_smooth = smooth; }
    bool isSmooth() const { return m_smooth; }

    void fit();
    bool isFit() const { return m_mode == Zoom::kFit; }
    /// One picture pixel per `scale` device-independent pixels, centred.
    void setScale(double scale);
    /// The next whole-number scale up (+1) or down (-1), about the middle of the view.
    void stepScale(int direction);
    void zoomAt(Point point, double factor);
    void pan(double dx, double dy);
    double scale() const { return m_scale; }

    std::optional<int> cellAt(Point point) const;
    /// Where the picture of a cell is.
    Box pictureBox(int index) const;
    /// The line below it; zero height when captions are hidden or there is no room.
    Box captionBox(int index) const;
    /// True when the box can be seen.
    bool isVisible(const Box& box) const;
    /// Where in the picture (0..1) a point of a cell is, for the wipe.
    double shareAcross(int index, Point point) const;

    int selected() const { return m_selected; }
    void select(int index);
    int hovered() const { return m_hovered; }
    void setHovered(int index) { m_hovered = index < count() ? index : -1; }
    /// Moves the selection by columns and rows, staying in the grid. Selects 0 when none was.
    void moveSelection(int dx, int dy);
    /// Cell indices, nearest to `centre` (or the middle when none) first: the order to draw in.
    std::vector<int> drawingOrder(int centre) const;

    /// Short text in the corner; empty hides it.
    std::string hud;

  private:
    double pitchX() const;
    double pitchY() const;
    double captionHeight() const;
    double fitScale() const;
    void applyFit();
    void keepInView();

    std::vector<SceneCell> m_cells;
    int m_columns = 1;
    int m_pictureWidth = 32, m_pictureHeight = 32;
    double m_viewWidth = 1, m_viewHeight = 1;
    Zoom m_mode = Zoom::kFit;
    double m_scale = 1;
    Point m_origin;
    bool m_captions = true;
    bool m_smooth = true;
    bool m_pinned = false;
    double m_wipe = 0.5;
    int m_selected = -1;
    int m_hovered = -1;
    std::uint64_t m_version = 0;
};

}  // namespace bplf::ui
