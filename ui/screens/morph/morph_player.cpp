// SPDX-License-Identifier: GPL-3.0-or-later
// Draws what the playhead needs first, the rest ahead of it.
#include "ui/screens/morph/morph_player.h"

#include <algorithm>
#include <cmath>

#include "ui/bridge/engine_bridge.h"

namespace bplf::ui {
namespace {

constexpr int kAhead = 4;  ///< frames per piece: short enough that a scrub need not wait
constexpr int kTick = 15;  ///< milliseconds between looks at the clock while playing
constexpr std::size_t kMostCachedBytes = 256u << 20;
constexpr std::size_t kMostThumbnails = 512;

/// A key without what does not change its own picture.
std::string pictureOf(const MorphKey& key) {
    MorphKey bare = key;
    bare.at = -1;
    bare.hold = 0;
    bare.easing = Easing::kEaseInOut;
    return format_morph_key(bare);
}

}  // namespace

MorphPlayer::MorphPlayer(EngineBridge* bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {
    m_tick.setInterval(kTick);
    m_tick.setTimerType(Qt::PreciseTimer);
    connect(&m_tick, &QTimer::timeout, this, &MorphPlayer::advance);
}

const ModelInfo* MorphPlayer::model() const {
    return m_bridge->model();
}

void MorphPlayer::setModel(const ModelInfo& info) {
    m_thumbnails.clear();
    m_thumbnailsAsked.clear();
    m_frameCost = 0;
    edit([&](MorphTimeline& timeline) { timeline.setModel(info.name, info.sha256); });
}

void MorphPlayer::timelineEdited() {
    if (m_timeline.pictureVersion() != m_version) {
        m_version = m_timeline.pictureVersion();
        m_frames.clear();
        m_problem.clear();
        m_asked.reset();  // what is under way is of an older version
        Q_EMIT cacheChanged();
    }
    if (isPlaying() && !m_timeline.isPlayable()) pause();
    Q_EMIT timelineChanged();
    Q_EMIT playheadMoved(m_timeline.playhead());
    show();
    drawThumbnails();
    pump();
}

int MorphPlayer::shownFrame() const {
    return static_cast<int>(std::lround(m_timeline.playhead()));
}

void MorphPlayer::seek(double frame) {
    m_timeline.setPlayhead(frame);
    if (isPlaying()) {
        m_playFrom = m_timeline.playhead();
        m_clock.restart();
    }
    Q_EMIT playheadMoved(m_timeline.playhead());
    show();
    pump();
}

void MorphPlayer::show() {
    const auto exact = m_frames.find(shownFrame());
    if (exact != m_frames.end()) Q_EMIT frameShown(exact->second, true);
}

const Image* MorphPlayer::frame(int index) const {
    const auto found = m_frames.find(index);
    return found == m_frames.end() ? nullptr : &found->second;
}

void MorphPlayer::setActive(bool active) {
    m_isActive = active;
    if (!active) {
        pause();
        if (m_asked) m_bridge->stopInteractive();
        m_asked.reset();
        return;
    }
    drawThumbnails();
    pump();
}

void MorphPlayer::stop() {
    pause();
    if (m_asked) m_bridge->stopInteractive();
    m_asked.reset();
}

std::optional<std::pair<int, int>> MorphPlayer::nextWanted() const {
    if (!m_timeline.isPlayable() || !m_problem.isEmpty()) return std::nullopt;
    const int count = m_timeline.request().frames;
    const int start = std::clamp(shownFrame(), 0, count - 1);
    if (!isCached(start)) return std::pair{start, start + 1};
    const std::size_t bytes = m_frames.begin()->second.pixels.size();
    if (m_frames.size() * bytes > kMostCachedBytes) return std::nullopt;
    for (int i = 1; i < count; ++i) {
        const int from = (start + i) % count;
        if (isCached(from)) continue;
        int to = from + 1;
        while (to < count && to < from + kAhead && !isCached(to)) ++to;
        return std::pair{from, to};
    }
    return std::nullopt;
}

void MorphPlayer::pump() {
    if (!m_isActive || m_bridge->model() == nullptr) return;
    const auto wanted = nextWanted();
    if (!wanted) {
        Q_EMIT settledChanged();
        return;
    }
    // Let a piece that holds the wanted frame, or any piece drawn ahead of a frame already there, finish.
    const bool isShownMissing = !isCached(shownFrame());
    if (m_asked) {
        const bool holds = wanted->first >= m_asked->first && wanted->first < m_asked->second;
        if (holds || !isShownMissing) return;
    }
    request(wanted->first, wanted->second);
}

void MorphPlayer::request(int from, int to) {
    m_asked = {from, to};
    m_since.restart();
    const std::uint64_t version = m_version;
    m_bridge->morphFrames(
        m_timeline.request(), from, to, this,
        [this, version](int index, const Image& image) { takeFrame(version, index, image); },
        [this, version](const Result<SampleSummary>& done) {
            finished(version, done.ok() ? std::nullopt : std::optional(done.error()));
        });
}

void MorphPlayer::takeFrame(std::uint64_t version, int index, const Image& image) {
    if (version != m_version) {
        // While a slider is dragged every picture is a little late: better than none.
        if (index == shownFrame() && version > m_lateVersion) Q_EMIT frameShown(image, false);
        m_lateVersion = std::max(m_lateVersion, version);
        return;
    }
    const double cost = static_cast<double>(m_since.restart());
    m_frameCost = m_frameCost == 0 ? cost : 0.8 * m_frameCost + 0.2 * cost;
    m_frames[index] = image;
    if (index == shownFrame()) show();
    Q_EMIT cacheChanged();
}

void MorphPlayer::finished(std::uint64_t version, std::optional<Error> error) {
    if (version != m_version) return;
    const bool isStopped = error && error->kind() == ErrorKind::kInterrupted;
    // A stopped piece was replaced by the one now under way.
    if (isStopped) return;
    m_asked.reset();
    if (error) {
        const bool isKnown = !m_problem.isEmpty();  // by a piece that was asked for before
        m_problem = QString::fromStdString(error->problem());
        if (!isKnown) Q_EMIT failed(*error);
        Q_EMIT settledChanged();
        return;
    }
    pump();
}

void MorphPlayer::play() {
    if (!m_timeline.isPlayable() || isPlaying()) return;
    if (!m_timeline.request().loop && m_timeline.playhead() >= m_timeline.lastFrame()) seek(0);
    m_playFrom = m_timeline.playhead();
    m_clock.start();
    m_tick.start();
    Q_EMIT playingChanged(true);
}

void MorphPlayer::pause() {
    if (!isPlaying()) return;
    m_clock.invalidate();
    m_tick.stop();
    Q_EMIT playingChanged(false);
    pump();
}

void MorphPlayer::advance() {
    const int count = m_timeline.request().frames;
    const double elapsed = static_cast<double>(m_clock.elapsed()) / 1000 * m_timeline.request().fps;
    double frame = std::floor(m_playFrom + elapsed);
    // The preview goes round; without the loop switch the last frame jumps back to the first.
    frame = std::fmod(frame, count);
    if (frame == m_timeline.playhead()) return;
    m_timeline.setPlayhead(frame);
    Q_EMIT playheadMoved(frame);
    show();
    if (!m_asked) pump();
}

const Image* MorphPlayer::thumbnail(std::size_t key) const {
    if (key >= m_timeline.size()) return nullptr;
    const auto found = m_thumbnails.find(pictureOf(m_timeline.key(key)));
    return found == m_thumbnails.end() ? nullptr : &found->second;
}

void MorphPlayer::offerThumbnail(const MorphKey& key, const Image& image) {
    m_thumbnails[pictureOf(key)] = image;
    Q_EMIT thumbnailsChanged();
}

void MorphPlayer::drawThumbnails() {
    if (!m_isActive || m_bridge->model() == nullptr) return;
    if (m_thumbnails.size() > kMostThumbnails) {
        m_thumbnails.clear();
        m_thumbnailsAsked.clear();
    }
    for (std::size_t i = 0; i < m_timeline.size(); ++i) {
        const std::string picture = pictureOf(m_timeline.key(i));
        if (m_thumbnails.contains(picture) || !m_thumbnailsAsked.insert(picture).second) continue;
        MorphRequest still = m_timeline.request();
        still.keys = {m_timeline.key(i), m_timeline.key(i)};
        for (MorphKey& key : still.keys) key.at = -1;
        still.frames = 2;
        m_bridge->runBatch<Image>(
            [still](Engine& engine, const std::stop_token& stop) -> Result<Image> {
                Image image;
                const auto done = engine.morph(still, [&](int, const Image& drawn) { image = drawn; }, stop, 0, 1);
                if (!done.ok()) return done.error();
                return image;
            },
            this,
            [this, picture](const Result<Image>& drawn) {
                m_thumbnailsAsked.erase(picture);
                if (!drawn.ok()) return;  // the film's own drawing reports what is wrong with the key
                m_thumbnails[picture] = drawn.value();
                Q_EMIT thumbnailsChanged();
                Q_EMIT settledChanged();
            });
    }
}

bool MorphPlayer::isSettled() const {
    if (isPlaying()) return false;
    if (!m_isActive || m_bridge->model() == nullptr) return true;
    return !m_asked && !nextWanted() && m_thumbnailsAsked.empty();
}

}  // namespace bplf::ui
