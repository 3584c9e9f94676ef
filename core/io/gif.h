// SPDX-License-Identifier: GPL-3.0-or-later
// Animated GIFs, frame by frame.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>

#include "core/io/film_writer.h"

namespace bplf {

/// Writes one animation. Grey frames keep all 256 greys exactly and are written as they come. RGB
/// frames wait in an unnamed temporary file until finish(), which finds the clip's 256 colours by
/// median cut and then encodes.
class GifWriter final : public FilmWriter {
  public:
    /// `plays`: how often the clip is shown, 0 = for ever. Error(kUsage) for sizes outside 1…65535
    /// or a rate outside (0, 50] frames per second (viewers slow faster GIFs down),
    /// Error(kResource) when the file cannot be written.
    GifWriter(const std::filesystem::path& path, int width, int height, double frames_per_second, int plays = 0);
    ~GifWriter() override;
    GifWriter(const GifWriter&) = delete;
    GifWriter& operator=(const GifWriter&) = delete;

    void add(const Image& frame) override;

    void finish(const std::stop_token& stop = {}, const ProgressSink& progress = {}) override;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bplf
