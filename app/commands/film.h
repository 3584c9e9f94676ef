// SPDX-License-Identifier: GPL-3.0-or-later
// Where the frames of a morph go: a GIF, an MP4 or a folder of numbered PNGs.
#pragma once

#include <memory>

#include "app/commands/morph.h"
#include "core/image/image.h"

namespace bplf::cli {

class Film {
  public:
    virtual ~Film() = default;
    /// Frames come in order, from 0.
    virtual void add(int frame, const Image& image) = 0;
    /// Makes a GIF or MP4 appear under its name; one that is never finished leaves nothing.
    virtual void finish() = 0;
};

/// By the ending of --out. Error(kUsage) for an unknown format, or an existing output
/// without `force`.
std::unique_ptr<Film> open_film(const MorphOptions& options, bool force);

}  // namespace bplf::cli
