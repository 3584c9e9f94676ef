// SPDX-License-Identifier: GPL-3.0-or-later
// Animated GIFs, frame by frame.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>

#include "core/base/progress.h"
#include "core/image/image.h"

namespace bplf {

/// Writes one animation. Grey frames keep all 256 greys exactly and are written as they come. RGB
/// frames wait in an unnamed temporary file until finish(), which finds the clip's 256 colours by
/// median cut and then encodes. The file appears at finish(); without it (cancelled, or an error)
/// the destructor leaves nothing behind. Not thread-safe.
class GifWriter {
  public:
    /// `plays`: how often the clip is shown, 0 = for ever. Error(kUsage) for sizes outside 1…65535
    /// or a rate outside (0, 50] frames per second (viewers slow faster GIFs down),
    /// Error(kResource) when the file cannot be written.
    GifWriter(const std::filesystem::path& path, int width, int height, double frames_per_second,
              int plays = 0);
    ~GifWriter();
    GifWriter(const GifWriter&) = delete;
    GifWriter& operator=(const GifWriter&) = delete;

    /// Precondition: the size given above, and the channels of the first frame.
    void add(const Image& frame);

    /// Completes the file. `progress` counts encoded frames. Error(kInterrupted) when `stop` is
    /// requested, Error(kUsage) when there are no frames.
    void finish(const std::stop_token& stop = {}, const ProgressSink& progress = {});

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bplf
