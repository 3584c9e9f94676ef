// SPDX-License-Identifier: GPL-3.0-or-later
// The pixels a cell shows at its size on screen, made once per picture and size. Both back ends show
// these, so a magnified face looks the same in both.
#pragma once

#include <QImage>
#include <cstdint>
#include <vector>

#include "core/image/image.h"

namespace bplf::ui {

/// Remembers the last scaled picture per slot.
class CellPixels {
  public:
    /// The picture of `slot`; `version` says which picture it is.
    const QImage& get(std::size_t slot, const Image& image, std::uint64_t version, int width, int height, bool smooth);
    /// Changes whenever get() made new pixels for the slot.
    std::uint64_t revision(std::size_t slot) const { return m_entries[slot].revision; }

  private:
    struct Entry {
        std::uint64_t version = 0;
        int width = 0, height = 0;
        bool smooth = false;
        std::uint64_t revision = 0;
        QImage pixels;
    };
    std::vector<Entry> m_entries;
};

}  // namespace bplf::ui
