// SPDX-License-Identifier: GPL-3.0-or-later
// Where things of a timeline are: frames to pixels, boxes of the keys, ruler marks. GUI-free.
#pragma once

#include <optional>
#include <vector>

namespace bplf::ui {

/// A labelled or plain mark of the ruler.
struct RulerMark {
    int frame = 0;
    bool isMajor = false;
};

/// Lays `keys` (their frames) out over `frames` frames in a strip `width` wide, with room for half a
/// thumbnail on both sides. Lengths are device-independent pixels.
class TimelineLayout {
  public:
    static constexpr double kRulerHeight = 26;
    static constexpr double kThumbTop = 34;
    static constexpr double kLargestThumb = 64;
    static constexpr double kSmallestThumb = 22;

    TimelineLayout() = default;
    TimelineLayout(double width, int frames, std::vector<double> keys);

    double xOf(double frame) const;
    /// Clamped to the film; not rounded.
    double frameAt(double x) const;
    /// Side of a key's square: as large as the spacing of the keys allows.
    double thumbSide() const { return m_side; }
    double keyX(std::size_t key) const { return xOf(m_keys[key]); }
    /// The topmost key whose square, stem or diamond is there.
    std::optional<int> keyAt(double x, double y) const;
    std::vector<RulerMark> marks() const;
    double left() const { return kMargin; }
    double right() const { return m_width - kMargin; }
    std::size_t keys() const { return m_keys.size(); }

  private:
    static constexpr double kMargin = 44;
    double m_width = 100;
    int m_frames = 2;
    std::vector<double> m_keys;
    double m_side = kLargestThumb;
};

}  // namespace bplf::ui
