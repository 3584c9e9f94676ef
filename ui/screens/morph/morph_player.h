// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of the morph on their way to the screen: cache, scrubbing, playing, thumbnails of the keys.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/engine/types.h"
#include "ui/screens/morph/morph_timeline.h"

namespace bplf {
struct SampleSummary;
class Error;
}  // namespace bplf

namespace bplf::ui {

class EngineBridge;

/// Owns the timeline. Frames of the current version are kept; a frame asked for is drawn before those
/// that are only drawn ahead, and a newer wish replaces an older one. Lives on the UI thread.
class MorphPlayer : public QObject {
    Q_OBJECT

  public:
    explicit MorphPlayer(EngineBridge* bridge, QObject* parent = nullptr);

    const MorphTimeline& timeline() const { return m_timeline; }
    /// The one door for edits: changes the timeline, then tells everybody.
    template <typename Edit>
    void edit(Edit change) {
        change(m_timeline);
        timelineEdited();
    }

    /// Moves the playhead and shows that frame as soon as it is drawn.
    void seek(double frame);
    void play();
    void pause();
    bool isPlaying() const { return m_clock.isValid(); }
    /// Frames are drawn only while active.
    void setActive(bool active);
    void stop();
    void setModel(const ModelInfo& info);
    const ModelInfo* model() const;

    /// The frame of the current version, or nullptr.
    const Image* frame(int index) const;
    bool isCached(int index) const { return m_frames.contains(index); }
    int cachedCount() const { return static_cast<int>(m_frames.size()); }
    /// Mean time of one frame as drawn lately, in milliseconds; 0 before the first.
    double millisecondsPerFrame() const { return m_frameCost; }
    /// The key's own picture, or nullptr until it is drawn.
    const Image* thumbnail(std::size_t key) const;
    /// A picture another screen already had of this key.
    void offerThumbnail(const MorphKey& key, const Image& image);
    /// Nothing that could be drawn for the screen is missing.
    bool isSettled() const;
    /// A defect of the keys the engine reported, until the next edit; empty otherwise.
    const QString& problem() const { return m_problem; }

  Q_SIGNALS:
    void timelineChanged();
    void playheadMoved(double frame);
    /// The picture to show. `isExact`: of the current version and of the playhead's frame.
    void frameShown(const bplf::Image& image, bool isExact);
    void cacheChanged();
    void thumbnailsChanged();
    void playingChanged(bool playing);
    void failed(const bplf::Error& error);
    void settledChanged();

  private:
    void timelineEdited();
    void pump();
    void request(int from, int to);
    void takeFrame(std::uint64_t version, int index, const Image& image);
    void finished(std::uint64_t version, std::optional<Error> error);
    std::optional<std::pair<int, int>> nextWanted() const;
    void show();
    void advance();
    void drawThumbnails();
    int shownFrame() const;

    EngineBridge* m_bridge;
    MorphTimeline m_timeline;
    std::map<int, Image> m_frames;
    std::uint64_t m_version = 0;      ///< timeline version the frames belong to
    std::uint64_t m_lateVersion = 0;  ///< newest outdated version a picture was shown of
    std::map<std::string, Image> m_thumbnails;
    std::set<std::string> m_thumbnailsAsked;
    std::optional<std::pair<int, int>> m_asked;  ///< frames being drawn
    bool m_isActive = false;
    QString m_problem;
    QElapsedTimer m_clock;  ///< valid while playing
    QElapsedTimer m_since;  ///< start of the frames being drawn
    double m_playFrom = 0;
    double m_frameCost = 0;
    QTimer m_tick;
};

}  // namespace bplf::ui
