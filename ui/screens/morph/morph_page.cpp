// SPDX-License-Identifier: GPL-3.0-or-later
// Layout of the Morph page and what connects timeline and player.
#include "ui/screens/morph/morph_page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/bridge/qimage_conversion.h"
#include "ui/kit/picture.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/morph/timeline.h"
#include "ui/screens/sample/sample_model.h"

namespace bplf::ui {

QString shortLabel(const LabelMix& mix) {
    const auto most =
        std::max_element(mix.begin(), mix.end(), [](const auto& a, const auto& b) { return a.weight < b.weight; });
    return most == mix.end() ? MorphPage::tr("no label") : QString::fromStdString(most->label);
}

MorphPage::MorphPage(MorphPlayer* player, QWidget* parent)
    : QWidget(parent),
      m_player(player),
      m_picture(new Picture(tr("Frame of the morph"))),
      m_timeline(new Timeline),
      m_transport(new QWidget),
      m_place(new QLabel),
      m_problem(new QLabel),
      m_stack(new QStackedWidget) {
    m_picture->setFocusPolicy(Qt::StrongFocus);
    m_picture->setPreferredSide(420);
    m_picture->setPlaceholder(tr("drawing…"));
    m_problem->setWordWrap(true);
    setRole(m_problem, "bad");
    m_problem->hide();
    auto* transport = new QHBoxLayout(m_transport);
    transport->setContentsMargins(kMargin, 4, kMargin, 4);
    transport->setSpacing(kGap);
    transport->addStretch(1);
    transport->addWidget(m_place);
    auto* film = new QWidget;
    auto* filmLayout = new QVBoxLayout(film);
    filmLayout->setContentsMargins(0, 0, 0, 0);
    filmLayout->setSpacing(0);
    auto* stage = new QVBoxLayout;
    stage->setContentsMargins(kMargin, kMargin, kMargin, kGap);
    stage->addWidget(m_picture, 1);
    stage->addWidget(m_problem);
    filmLayout->addLayout(stage, 1);
    filmLayout->addWidget(horizontalRule());
    filmLayout->addWidget(m_transport);
    filmLayout->addWidget(m_timeline);
    m_stack->addWidget(makeEmptyPage());
    m_stack->addWidget(film);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(m_player, &MorphPlayer::timelineChanged, this, &MorphPage::showFilm);
    connect(m_player, &MorphPlayer::thumbnailsChanged, this, &MorphPage::showKeys);
    connect(m_player, &MorphPlayer::cacheChanged, this, &MorphPage::showCached);
    connect(m_player, &MorphPlayer::playheadMoved, this, &MorphPage::showPlace);
    connect(m_player, &MorphPlayer::frameShown, m_picture,
            [this](const Image& image, bool) { m_picture->setImage(image); });
    connect(m_player, &MorphPlayer::failed, this, &MorphPage::showFilm);
    connectTimeline();
    showFilm();
}

QWidget* MorphPage::makeEmptyPage() {
    auto* page = new QWidget;
    auto* start = textButton("face", tr("Start: same face, all emotions"));
    setRole(start, "primary");
    start->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto* purpose =
        mutedLabel(tr("Turn one face into another, or one expression into the next. Keys are seeds, saved latents or "
                      "photos with their own labels; between them every frame is a face of the model. Export the film "
                      "as GIF, MP4 or PNGs."));
    purpose->setAlignment(Qt::AlignCenter);
    purpose->setFixedWidth(440);
    // An aligned item gets its size hint's height, which for wrapped text is that of a wider label.
    purpose->setMinimumHeight(4 * purpose->fontMetrics().lineSpacing());
    auto* layout = new QVBoxLayout(page);
    layout->addStretch(2);
    layout->addWidget(heading(tr("Morph")), 0, Qt::AlignHCenter);
    layout->addSpacing(kGap);
    layout->addWidget(purpose, 0, Qt::AlignHCenter);
    layout->addSpacing(kMargin);
    layout->addWidget(start, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(start, &QPushButton::clicked, this, &MorphPage::startRequested);
    return page;
}

void MorphPage::setActions(const QList<QAction*>& actions) {
    auto* layout = static_cast<QHBoxLayout*>(m_transport->layout());
    int place = 0;
    for (QAction* action : actions) layout->insertWidget(place++, actionButton(action, m_transport));
}

QList<QWidget*> MorphPage::shortcutWidgets() const {
    return {m_picture, m_timeline};
}

void MorphPage::connectTimeline() {
    const auto edit = [this](auto change) { m_player->edit(change); };
    connect(m_timeline, &Timeline::seekRequested, m_player, &MorphPlayer::seek);
    connect(m_timeline, &Timeline::keySelected, this,
            [edit](int key) { edit([&](MorphTimeline& timeline) { timeline.select(key); }); });
    connect(m_timeline, &Timeline::keyMoved, this, [edit](int key, double frame, bool snap) {
        edit([&](MorphTimeline& timeline) { timeline.move(key, frame, snap); });
    });
    connect(m_timeline, &Timeline::insertRequested, this,
            [edit](double frame) { edit([&](MorphTimeline& timeline) { timeline.insertAt(frame); }); });
    connect(m_timeline, &Timeline::removeRequested, this,
            [edit](int key) { edit([&](MorphTimeline& timeline) { timeline.remove(key); }); });
    connect(m_timeline, &Timeline::keyMenuRequested, this, &MorphPage::keyMenuRequested);
    connect(m_timeline, &Timeline::filesDropped, this, &MorphPage::filesDropped);
}

void MorphPage::showFilm() {
    m_stack->setCurrentIndex(m_player->timeline().size() == 0 ? 0 : 1);
    m_problem->setText(m_player->problem());
    m_problem->setVisible(!m_player->problem().isEmpty());
    showKeys();
    showCached();
    showPlace();
}

void MorphPage::showKeys() {
    const MorphTimeline& timeline = m_player->timeline();
    const std::vector<double> frames = timeline.keyFrames();
    std::vector<TimelineKey> keys;
    for (std::size_t i = 0; i < timeline.size(); ++i) {
        const MorphKey& key = timeline.key(i);
        const Image* picture = m_player->thumbnail(i);
        TimelineKey shown{
            frames[i], key.hold, key.easing, picture ? toQImage(*picture) : QImage(), shortLabel(key.look.mix), {}};
        shown.spoken = tr("Key %1 of %2, frame %3, %4, %5")
                           .arg(i + 1)
                           .arg(timeline.size())
                           .arg(frames[i])
                           .arg(QString::fromStdString(key.source), mixText(key.look.mix));
        keys.push_back(shown);
    }
    const MorphRequest& request = timeline.request();
    m_timeline->setFilm(request.frames, request.fps, request.loop, std::move(keys));
    m_timeline->setSelected(timeline.selected());
    if (timeline.size() != 1) return;
    if (const Image* only = m_player->thumbnail(0)) m_picture->setImage(*only);
}

void MorphPage::showCached() {
    std::vector<bool> cached;
    for (int i = 0; i < m_player->timeline().request().frames; ++i) cached.push_back(m_player->isCached(i));
    m_timeline->setCached(std::move(cached));
}

void MorphPage::showPlace() {
    const MorphTimeline& timeline = m_player->timeline();
    m_timeline->setPlayhead(timeline.playhead());
    m_place->setText(tr("frame %1 of %2 · %3 s of %4 s")
                         .arg(static_cast<int>(timeline.playhead()) + 1)
                         .arg(timeline.request().frames)
                         .arg(timeline.playhead() / timeline.request().fps, 0, 'f', 1)
                         .arg(timeline.seconds(), 0, 'f', 1));
}

}  // namespace bplf::ui
