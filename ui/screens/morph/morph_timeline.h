// SPDX-License-Identifier: GPL-3.0-or-later
// The Morph screen's state: keys on frames, selection, playhead. GUI-free; the truth is a MorphRequest.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/sample/morph_timing.h"

namespace bplf::ui {

/// Edits a MorphRequest the way a timeline does. Not thread-safe.
class MorphTimeline {
  public:
    MorphTimeline() = default;

    const MorphRequest& request() const { return m_request; }
    /// Replaces everything (a recipe, a session); selection and playhead are brought back into range.
    void setRequest(const MorphRequest& request);

    std::size_t size() const { return m_request.keys.size(); }
    const MorphKey& key(std::size_t i) const { return m_request.keys[i]; }
    /// A film needs two keys.
    bool isPlayable() const { return size() >= 2; }
    std::vector<double> keyFrames() const { return key_frames(m_request); }
    int lastFrame() const { return m_request.frames - 1; }
    double seconds() const { return m_request.frames / m_request.fps; }

    /// -1 when there is no key.
    int selected() const { return m_selected; }
    void select(int key);
    double playhead() const { return m_playhead; }
    /// Clamped to the film; returns the frame taken.
    double setPlayhead(double frame);

    /// Adds a key at the end. Evenly spaced keys stay evenly spaced; placed ones keep their frames and the
    /// film grows by the mean distance between keys; of a loop the new key stands where it closed, and the way back
    /// follows. The new key is selected.
    void append(const MorphKey& key);
    /// Inserts a key at a frame that shows what the film shows there (exactly, where both neighbours have the
    /// same source; else with the source of the nearer one). Returns its index.
    int insertAt(double frame);
    /// A copy half way to the next key (or after the last, as append()).
    int duplicate(int key);
    void remove(int key);
    /// Moves a key; it may pass others. Snaps to whole frames unless told not to. Returns its new index.
    int move(int key, double frame, bool snap = true);
    void removeKeys(const std::function<bool(const MorphKey&)>& isGone);
    void spaceEvenly();
    bool isEvenlySpaced() const;

    void setKey(int key, const MorphKey& changed);
    /// Changes the length; placed keys keep their share of the film.
    void setFrames(int frames);
    void setFps(double fps);
    void setPath(Path path);
    void setLoop(bool loop);
    void setModel(const std::string& model, const std::string& sha256);
    /// The same code under each label in turn, evenly spaced, at least `framesPerLabel` frames each.
    void setAllEmotions(const MorphKey& face, const std::vector<std::string>& labels, int framesPerLabel = 12);

    /// What the film shows at a frame as one key (source of the nearer key, mix and temperature blended).
    MorphKey blendAt(double frame) const;

    /// Grows whenever some frame may look different; fps, selection and playhead do not count.
    std::uint64_t pictureVersion() const { return m_version; }

  private:
    void placeAll();
    void clampView();

    MorphRequest m_request;
    int m_selected = -1;
    double m_playhead = 0;
    std::uint64_t m_version = 0;
};

/// Both mixes at weights 1 - t and t, labels in the order they appear. "No label" cannot be blended by
/// name: when one of them is empty, the nearer one is taken.
LabelMix blendMixes(const LabelMix& a, const LabelMix& b, double t);

}  // namespace bplf::ui
