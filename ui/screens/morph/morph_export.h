// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a morph as a GIF, an MP4 or numbered PNGs: piecewise, stoppable, and for PNGs resumable. Qt-free.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "core/base/progress.h"
#include "core/engine/engine.h"
#include "core/publish/saved_size.h"

namespace bplf::ui {

/// What to write.
struct MorphExport {
    enum class Kind { kGif, kMp4, kPngSequence };
    MorphRequest request;
    Kind kind = Kind::kGif;
    std::filesystem::path path;  ///< the GIF or MP4, or the folder of the PNGs
    SavedSize size;
    std::string licence;  ///< of the model's weights
};

/// What was written.
struct MorphExportSummary {
    int frames = 0;  ///< of the whole film
    int kept = 0;    ///< PNGs that were there already
    double seconds = 0;
    std::uintmax_t bytes = 0;
};

/// Draws and writes every frame. Runs on the engine's thread; `yield` is called between pieces of a few
/// frames. A GIF or MP4 appears complete or not at all. PNGs appear one by one as frame_0001.png … beside
/// morph.json, which says what they are: stopped and started again with the same morph, the frames that are
/// there are kept. Errors: kInterrupted when stopped, kUsage when the folder holds another morph,
/// kResource when nothing can be written, or the engine's.
Result<MorphExportSummary> exportMorph(Engine& engine, const MorphExport& what, const std::stop_token& stop,
                                       const ProgressSink& progress, const std::function<void()>& yield);

/// A guess before anything is written.
struct MorphEstimate {
    int frames = 0;
    double filmSeconds = 0;
    double workSeconds = 0;  ///< 0 when unknown
    double bytes = 0;
    int width = 0, height = 0;  ///< of a frame in pixels
};

/// `sample`: any frame of the film, or empty; `millisecondsPerFrame` 0 when unknown; `side` of a frame in
/// pixels when there is no sample.
MorphEstimate estimateMorph(const MorphExport& what, const Image& sample, int side, double millisecondsPerFrame);
/// "48 frames of 256 × 256 px, 4.0 s of film, ≈ 1.2 s to make, ≈ 0.3 MB".
std::string describe(const MorphEstimate& estimate);

}  // namespace bplf::ui
