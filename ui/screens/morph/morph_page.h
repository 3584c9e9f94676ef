// SPDX-License-Identifier: GPL-3.0-or-later
// The Morph screen's page: the picture, play controls, and the timeline below.
#pragma once

#include <QWidget>

#include "ui/screens/morph/morph_player.h"

class QAction;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace bplf::ui {

class Picture;
class Timeline;

class MorphPage : public QWidget {
    Q_OBJECT

  public:
    explicit MorphPage(MorphPlayer* player, QWidget* parent = nullptr);

    /// Buttons for the screen's commands, in this order.
    void setActions(const QList<QAction*>& actions);
    Timeline* timeline() const { return m_timeline; }
    Picture* picture() const { return m_picture; }
    /// For commands that act only while picture or timeline has the focus.
    QList<QWidget*> shortcutWidgets() const;

  Q_SIGNALS:
    void startRequested();
    void keyMenuRequested(int key, const QPoint& globalPosition);
    void filesDropped(const QStringList& paths, double frame);

  private:
    QWidget* makeEmptyPage();
    void connectTimeline();
    void showFilm();
    void showKeys();
    void showCached();
    void showPlace();

    MorphPlayer* m_player;
    Picture* m_picture;
    Timeline* m_timeline;
    QWidget* m_transport;
    QLabel* m_place;
    QLabel* m_problem;
    QStackedWidget* m_stack;
};

/// The label with most weight, or "no label".
QString shortLabel(const LabelMix& mix);

}  // namespace bplf::ui
