// SPDX-License-Identifier: GPL-3.0-or-later
// Scales again only when something about the cell changed.
#include "ui/viewport/cell_pixels.h"

#include "ui/kit/scaled_picture.h"

namespace bplf::ui {

const QImage& CellPixels::get(std::size_t slot, const Image& image, std::uint64_t version, int width, int height,
                              bool smooth) {
    if (slot >= m_entries.size()) m_entries.resize(slot + 1);
    Entry& entry = m_entries[slot];
    if (entry.version != version || entry.width != width || entry.height != height || entry.smooth != smooth ||
        entry.pixels.isNull()) {
        entry = {version, width, height, smooth, entry.revision + 1, scaledPicture(image, width, height, smooth)};
    }
    return entry.pixels;
}

}  // namespace bplf::ui
