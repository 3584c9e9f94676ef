// SPDX-License-Identifier: GPL-3.0-or-later
// Frames to files.
#include "ui/screens/morph/morph_export.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "core/base/atomic_file.h"
#include "core/image/png.h"
#include "core/publish/film_file.h"
#include "core/publish/recipe.h"
#include "core/publish/sheet_file.h"

namespace bplf::ui {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kPiece = 8;  ///< frames between two looks at what else waits

/// Bytes for each pixel of a frame, as films of faces had them that were written at 128 and 256 pixels: of GIFs with
/// smooth and with square pixels, and of videos, whose frames say only what changed.
constexpr double kGifSmooth = 0.52, kGifSquares = 0.39, kMp4 = 0.024;
/// Of a PNG, before there is a frame to try.
constexpr double kPng = 0.22;

double bytes_per_frame(const MorphExport& what, const Image& sample, double pixels) {
    switch (what.kind) {
        case MorphExport::Kind::kGif:
            return pixels * (what.size.is_smooth ? kGifSmooth : kGifSquares);
        case MorphExport::Kind::kMp4:
            return pixels * kMp4;
        case MorphExport::Kind::kPngSequence:
            break;
    }
    return sample.empty() ? pixels * kPng : static_cast<double>(encode_png(at_size(sample, what.size)).size());
}

/// Counts, measures and reports.
class Meter {
  public:
    Meter(int total, const ProgressSink& sink) : sink_(sink) {
        progress_.stage = "export";
        progress_.unit = "frames";
        progress_.total = total;
    }

    void skip(int frames) { progress_.done += frames; }

    void count() {
        ++progress_.done;
        ++drawn_;
        progress_.seconds = seconds();
        progress_.rate = progress_.seconds > 0 ? drawn_ / progress_.seconds : 0;
        if (sink_) sink_(progress_);
    }

    double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

  private:
    const ProgressSink& sink_;
    Progress progress_;
    double drawn_ = 0;
    Clock::time_point start_ = Clock::now();
};

/// Draws frames [from, to) piece by piece; throws the engine's errors.
void draw(Engine& engine, const MorphRequest& request, int from, int to, const std::stop_token& stop,
          const FrameSink& sink, const std::function<void()>& yield) {
    for (int begin = from; begin < to; begin += kPiece) {
        const int end = std::min(begin + kPiece, to);
        engine.morph(request, sink, stop, begin, end).value_or_throw();
        throw_if_stopped(stop);
        if (yield) yield();
    }
}

/// Makes the folder ours: empty of other morphs, with morph.json inside.
void claim_folder(const MorphExport& what) {
    make_folder(what.path);
    const fs::path note = what.path / "morph.json";
    const std::string text = recipe_of_film(what.request, what.size);
    if (!fs::exists(note)) return write_file(note, text);
    if (read_file(note, 16u << 20) == text) return;
    throw_usage_error("The folder holds the frames of another morph.", what.path.string(),
                      "Choose an empty folder, or remove its morph.json and frames.");
}

/// Frames that are there already are kept.
void write_sequence(Engine& engine, const MorphExport& what, const std::stop_token& stop, Meter& meter,
                    const std::function<void()>& yield, MorphExportSummary& summary) {
    claim_folder(what);
    const auto film = open_film(what.path, what.request, what.size, what.licence);
    const int frames = what.request.frames;
    const auto path_of = [&](int frame) { return frame_file(what.path, frame, frames); };
    const FrameSink write = [&](int frame, const Image& image) {
        film->add(frame, image);
        summary.bytes += fs::file_size(path_of(frame));
        meter.count();
    };
    for (int frame = 0; frame < frames;) {
        int end = frame;
        while (end < frames && fs::exists(path_of(end))) ++end;
        summary.kept += end - frame;
        meter.skip(end - frame);
        frame = end;
        while (end < frames && !fs::exists(path_of(end))) ++end;
        draw(engine, what.request, frame, end, stop, write, yield);
        frame = end;
    }
}

void write_film(Engine& engine, const MorphExport& what, const std::stop_token& stop, Meter& meter,
                const std::function<void()>& yield, MorphExportSummary& summary) {
    const auto film = open_film(what.path, what.request, what.size, what.licence);
    const FrameSink add = [&](int frame, const Image& image) {
        film->add(frame, image);
        meter.count();
    };
    draw(engine, what.request, 0, what.request.frames, stop, add, yield);
    film->finish(stop);
    summary.bytes = fs::file_size(what.path);
}

}  // namespace

Result<MorphExportSummary> exportMorph(Engine& engine, const MorphExport& what, const std::stop_token& stop,
                                       const ProgressSink& progress, const std::function<void()>& yield) {
    return capture([&] {
        MorphExportSummary summary;
        summary.frames = what.request.frames;
        Meter meter(what.request.frames, progress);
        if (what.kind == MorphExport::Kind::kPngSequence)
            write_sequence(engine, what, stop, meter, yield, summary);
        else
            write_film(engine, what, stop, meter, yield, summary);
        summary.seconds = meter.seconds();
        return summary;
    });
}

MorphEstimate estimateMorph(const MorphExport& what, const Image& sample, int side, double millisecondsPerFrame) {
    MorphEstimate estimate;
    estimate.frames = what.request.frames;
    estimate.filmSeconds = what.request.frames / what.request.fps;
    estimate.workSeconds = what.request.frames * millisecondsPerFrame / 1000;
    const Image grey = sample.empty() ? Image(side, side, 1) : sample;
    const double scale =
        what.size.pixels > 0 ? static_cast<double>(what.size.pixels) / grey.width : std::max(1, what.size.scale);
    estimate.width = static_cast<int>(std::lround(grey.width * scale));
    estimate.height = static_cast<int>(std::lround(grey.height * scale));
    const double pixels = static_cast<double>(estimate.width) * estimate.height;
    estimate.bytes = bytes_per_frame(what, sample, pixels) * what.request.frames;
    return estimate;
}

std::string describe(const MorphEstimate& estimate) {
    const auto print = [](const char* pattern, double value) {
        std::array<char, 48> text{};
        std::snprintf(text.data(), text.size(), pattern, value);
        return std::string(text.data());
    };
    const std::string size = std::to_string(estimate.width) + " × " + std::to_string(estimate.height) + " px";
    std::string text =
        std::to_string(estimate.frames) + " frames of " + size + ", " + print("%.1f s of film", estimate.filmSeconds);
    if (estimate.workSeconds > 0) text += print(", ≈ %.1f s to make", std::max(estimate.workSeconds, 0.1));
    const double megabytes = estimate.bytes / 1e6;
    return text +
           (megabytes < 0.1 ? print(", ≈ %.0f kB", std::max(megabytes * 1000, 1.0)) : print(", ≈ %.1f MB", megabytes));
}

}  // namespace bplf::ui
