// SPDX-License-Identifier: GPL-3.0-or-later
// The strip under the morph's picture: ruler, cached frames, keys with thumbnails, playhead.
#pragma once

#include <QImage>
#include <QWidget>
#include <vector>

#include "core/sample/request.h"
#include "ui/kit/accessible_parts.h"
#include "ui/screens/morph/timeline_layout.h"

namespace bplf::ui {

/// One key as drawn.
struct TimelineKey {
    double frame = 0;
    double hold = 0;
    Easing easing = Easing::kEaseInOut;
    QImage picture;  ///< may be null: not drawn yet
    QString name;    ///< e.g. "happy"
    QString spoken;  ///< for screen readers
};

/// Shows what it is given and turns gestures into intents; changes nothing itself.
/// Mouse: click seeks or selects, drag moves a key (Alt: between frames) or scrubs, double click inserts.
/// Keys: ← → frame (Shift: 10), Page Up/Down choose a key, Ctrl+← → move it, Insert, Delete, Home, End.
class Timeline : public QWidget, public AccessibleParts {
    Q_OBJECT

  public:
    explicit Timeline(QWidget* parent = nullptr);

    void setFilm(int frames, double fps, bool loop, std::vector<TimelineKey> keys);
    void setSelected(int key);
    void setPlayhead(double frame);
    /// One flag per frame: already drawn.
    void setCached(std::vector<bool> cached);
    const TimelineLayout& places() const { return m_layout; }

    int partCount() const override { return static_cast<int>(m_keys.size()); }
    int partColumns() const override { return partCount(); }
    QString partName(int key) const override { return m_keys[static_cast<std::size_t>(key)].spoken; }
    QRect partRect(int key) const override;
    int selectedPart() const override { return m_selected; }
    void selectPart(int key) override { Q_EMIT keySelected(key); }

    QSize sizeHint() const override { return {600, 122}; }
    QSize minimumSizeHint() const override { return {300, 122}; }

  Q_SIGNALS:
    void seekRequested(double frame);
    void keySelected(int key);
    void keyMoved(int key, double frame, bool snap);
    void insertRequested(double frame);
    void removeRequested(int key);
    void keyMenuRequested(int key, const QPoint& globalPosition);
    void filesDropped(const QStringList& paths, double frame);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

  private:
    void layOut();
    void paintRuler(QPainter& painter) const;
    void paintCache(QPainter& painter) const;
    void paintSegments(QPainter& painter) const;
    void paintKey(QPainter& painter, std::size_t key) const;
    void paintPlayhead(QPainter& painter) const;
    void speak();
    bool moveSelectedKey(int direction);

    TimelineLayout m_layout;
    int m_frames = 2;
    double m_fps = 12;
    bool m_loop = false;
    std::vector<TimelineKey> m_keys;
    std::vector<bool> m_cached;
    int m_selected = -1;
    double m_playhead = 0;
    enum class Drag { kNone, kScrub, kKey };
    Drag m_drag = Drag::kNone;
    bool m_hasMoved = false;
    QPoint m_press;
};

}  // namespace bplf::ui
