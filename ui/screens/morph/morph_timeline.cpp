// SPDX-License-Identifier: GPL-3.0-or-later
// Editing of keys on a timeline.
#include "ui/screens/morph/morph_timeline.h"

#include <algorithm>
#include <cmath>

namespace bplf::ui {
namespace {

constexpr int kFewestFrames = 2;
constexpr int kMostFrames = 10000;

std::vector<double> blendTemperatures(const std::vector<double>& a, const std::vector<double>& b, double t) {
    if (a.size() != b.size()) return t < 0.5 ? a : b;
    std::vector<double> result;
    for (std::size_t i = 0; i < a.size(); ++i) result.push_back(a[i] + (b[i] - a[i]) * t);
    return result;
}

void addWeights(LabelMix& into, const LabelMix& mix, double share) {
    if (share <= 0) return;
    for (const LabelWeight& weight : mix) {
        const auto known =
            std::find_if(into.begin(), into.end(), [&](const LabelWeight& w) { return w.label == weight.label; });
        if (known != into.end())
            known->weight += share * weight.weight;
        else
            into.push_back({weight.label, share * weight.weight});
    }
}

/// The frame nearest the middle of a gap.
double middle(double a, double b) {
    return std::round((a + b) / 2);
}

}  // namespace

LabelMix blendMixes(const LabelMix& a, const LabelMix& b, double t) {
    if (a.empty() || b.empty()) return t < 0.5 ? a : b;
    LabelMix mix;
    addWeights(mix, a, 1 - t);
    addWeights(mix, b, t);
    return mix;
}

Look blendLooks(const Look& a, const Look& b, double t) {
    Look look = t < 0.5 ? a : b;
    look.mix = blendMixes(a.mix, b.mix, t);
    look.temperature = blendTemperatures(a.temperature, b.temperature, t);
    if (a.intensity && b.intensity) look.intensity = (1 - t) * *a.intensity + t * *b.intensity;
    return look;
}

void MorphTimeline::setRequest(const MorphRequest& request) {
    if (request == m_request) return;
    m_request = request;
    ++m_version;
    clampView();
}

void MorphTimeline::clampView() {
    m_selected = std::clamp(m_selected, size() == 0 ? -1 : 0, static_cast<int>(size()) - 1);
    m_playhead = std::clamp(m_playhead, 0.0, static_cast<double>(lastFrame()));
}

void MorphTimeline::select(int key) {
    m_selected = key;
    clampView();
}

double MorphTimeline::setPlayhead(double frame) {
    m_playhead = frame;
    clampView();
    return m_playhead;
}

bool MorphTimeline::isEvenlySpaced() const {
    return std::all_of(m_request.keys.begin(), m_request.keys.end(), [](const MorphKey& key) { return key.at < 0; });
}

void MorphTimeline::placeAll() {
    const std::vector<double> frames = keyFrames();
    for (std::size_t i = 0; i < size(); ++i) m_request.keys[i].at = std::round(frames[i]);
}

void MorphTimeline::append(const MorphKey& key) {
    const bool isEven = isEvenlySpaced();
    MorphKey added = key;
    added.at = -1;
    if (!isEven) {
        placeAll();
        // Of a loop the way back to the first key is one of the distances, and comes after the new key.
        const int gaps = std::max(static_cast<int>(size()) - (m_request.loop ? 0 : 1), 1);
        const int step = std::max(1, (m_request.loop ? m_request.frames : lastFrame()) / gaps);
        const int end = m_request.frames;
        m_request.frames = std::min(m_request.frames + step, kMostFrames);
        added.at = m_request.loop ? std::min(end, lastFrame()) : lastFrame();
    }
    m_request.keys.push_back(added);
    m_selected = static_cast<int>(size()) - 1;
    ++m_version;
}

MorphKey MorphTimeline::blendAt(double frame) const {
    const MorphMoment moment = morph_moment(m_request, frame);
    const MorphKey &a = key(moment.from), &b = key(moment.to);
    MorphKey blend = moment.t < 0.5 ? a : b;
    blend.look = blendLooks(a.look, b.look, moment.t);
    blend.easing = a.easing;
    blend.hold = 0;
    blend.at = -1;
    return blend;
}

int MorphTimeline::insertAt(double frame) {
    if (size() == 0) {
        append(MorphKey{});
        return 0;
    }
    MorphKey added = blendAt(frame);
    placeAll();
    added.at = std::clamp(std::round(frame), 0.0, static_cast<double>(lastFrame()));
    const auto place = std::find_if(m_request.keys.begin(), m_request.keys.end(),
                                    [&](const MorphKey& key) { return key.at > added.at; });
    m_selected = static_cast<int>(place - m_request.keys.begin());
    m_request.keys.insert(place, added);
    ++m_version;
    return m_selected;
}

int MorphTimeline::duplicate(int index) {
    if (index < 0 || index >= static_cast<int>(size())) return m_selected;
    MorphKey copy = key(static_cast<std::size_t>(index));
    if (index + 1 == static_cast<int>(size())) {
        append(copy);
        return m_selected;
    }
    if (!isEvenlySpaced()) {
        placeAll();
        const auto next = static_cast<std::size_t>(index) + 1;
        copy.at = middle(key(next - 1).at, key(next).at);
    }
    m_request.keys.insert(m_request.keys.begin() + index + 1, copy);
    m_selected = index + 1;
    ++m_version;
    return m_selected;
}

void MorphTimeline::remove(int index) {
    if (index < 0 || index >= static_cast<int>(size())) return;
    m_request.keys.erase(m_request.keys.begin() + index);
    if (m_selected > index || m_selected >= static_cast<int>(size())) --m_selected;
    ++m_version;
    clampView();
}

int MorphTimeline::move(int index, double frame, bool snap) {
    if (index < 0 || index >= static_cast<int>(size())) return index;
    placeAll();
    MorphKey moved = key(static_cast<std::size_t>(index));
    moved.at = std::clamp(snap ? std::round(frame) : frame, 0.0, static_cast<double>(lastFrame()));
    m_request.keys.erase(m_request.keys.begin() + index);
    int place = static_cast<int>(std::count_if(m_request.keys.begin(), m_request.keys.end(),
                                               [&](const MorphKey& k) { return k.at < moved.at; }));
    const int equal = static_cast<int>(std::count_if(m_request.keys.begin(), m_request.keys.end(),
                                                     [&](const MorphKey& k) { return k.at == moved.at; }));
    place = std::clamp(index, place, place + equal);
    m_request.keys.insert(m_request.keys.begin() + place, moved);
    if (m_selected == index) m_selected = place;
    ++m_version;
    return place;
}

void MorphTimeline::removeKeys(const std::function<bool(const MorphKey&)>& isGone) {
    if (std::erase_if(m_request.keys, isGone) == 0) return;
    ++m_version;
    clampView();
}

void MorphTimeline::spaceEvenly() {
    if (isEvenlySpaced()) return;
    for (MorphKey& key : m_request.keys) key.at = -1;
    ++m_version;
}

void MorphTimeline::setKey(int index, const MorphKey& changed) {
    if (index < 0 || index >= static_cast<int>(size())) return;
    MorphKey& key = m_request.keys[static_cast<std::size_t>(index)];
    if (key == changed) return;
    key = changed;
    ++m_version;
}

void MorphTimeline::setFrames(int frames) {
    frames = std::clamp(frames, kFewestFrames, kMostFrames);
    if (frames == m_request.frames) return;
    const double share = static_cast<double>(frames - 1) / lastFrame();
    for (MorphKey& key : m_request.keys) {
        if (key.at >= 0) key.at = std::round(key.at * share);
        key.hold = std::round(key.hold * share);
    }
    m_playhead = std::round(m_playhead * share);
    m_request.frames = frames;
    ++m_version;
    clampView();
}

void MorphTimeline::setFps(double fps) {
    if (fps == m_request.fps) return;
    m_request.fps = fps;
}

void MorphTimeline::setPath(Path path) {
    if (path == m_request.path) return;
    m_request.path = path;
    ++m_version;
}

void MorphTimeline::setLoop(bool loop) {
    if (loop == m_request.loop) return;
    m_request.loop = loop;
    ++m_version;
}

void MorphTimeline::setModel(const std::string& model, const std::string& sha256) {
    m_request.model = model;
    m_request.model_sha256 = sha256;
    ++m_version;
}

void MorphTimeline::setAllEmotions(const MorphKey& face, const std::vector<std::string>& labels, int framesPerLabel) {
    if (labels.empty()) return;
    m_request.keys.clear();
    for (const std::string& label : labels) {
        MorphKey key = face;
        key.look.mix = {{label, 1.0}};
        key.at = -1;
        key.hold = 0;
        m_request.keys.push_back(key);
    }
    const int wanted = framesPerLabel * static_cast<int>(labels.size());
    m_request.frames = std::clamp(std::max(m_request.frames, wanted), kFewestFrames, kMostFrames);
    ++m_version;
    m_selected = 0;
    m_playhead = 0;
}

}  // namespace bplf::ui
