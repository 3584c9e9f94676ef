// SPDX-License-Identifier: GPL-3.0-or-later
// Frames to files.
#include "ui/screens/morph/morph_export.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/image/png.h"
#include "core/image/resize.h"
#include "core/io/film_writer.h"

namespace bplf::ui {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kPiece = 8;  ///< frames between two looks at what else waits

/// How much larger a GIF's frame is than a PNG's of the same picture: LZW against deflate on faces.
constexpr double kGifToPng = 1.15;
/// The same for a video, whose frames say only what changed.
constexpr double kMp4ToPng = 0.5;

double size_beside_png(MorphExport::Kind kind) {
    if (kind == MorphExport::Kind::kGif) return kGifToPng;
    return kind == MorphExport::Kind::kMp4 ? kMp4ToPng : 1;
}

Image enlarged(const Image& image, const MorphExport& what) {
    if (what.scale <= 1) return image;
    return resize(image, image.width * what.scale, image.height * what.scale,
                  what.isSmooth ? Filter::kLanczos3 : Filter::kNearest);
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

/// Counted from 1, as `bplf morph` does.
std::string frame_name(int frame, int frames) {
    const std::size_t digits = std::max<std::size_t>(4, std::to_string(frames).size());
    std::string number = std::to_string(frame + 1);
    number.insert(0, digits - number.size(), '0');
    return "frame_" + number + ".png";
}

nlohmann::json recipe_of(const MorphExport& what) {
    nlohmann::json json = to_json(what.request);
    json["scale"] = what.scale;
    json["smooth"] = what.isSmooth;
    return json;
}

/// Makes the folder ours: empty of other morphs, with morph.json inside.
void claim_folder(const MorphExport& what) {
    std::error_code error;
    fs::create_directories(what.path, error);
    if (error) {
        throw Error(ErrorKind::kResource, "The folder cannot be made: " + error.message() + ".", what.path.string(),
                    "Choose another place.");
    }
    const fs::path note = what.path / "morph.json";
    const std::string text = recipe_of(what).dump(2) + "\n";
    if (!fs::exists(note)) return write_file(note, text);
    if (read_file(note, 16u << 20) == text) return;
    throw_usage_error("The folder holds the frames of another morph.", what.path.string(),
                      "Choose an empty folder, or remove its morph.json and frames.");
}

void write_sequence(Engine& engine, const MorphExport& what, const std::stop_token& stop, Meter& meter,
                    const std::function<void()>& yield, MorphExportSummary& summary) {
    claim_folder(what);
    const int frames = what.request.frames;
    const auto path_of = [&](int frame) { return what.path / frame_name(frame, frames); };
    nlohmann::json recipe = recipe_of(what);
    const FrameSink write = [&](int frame, const Image& image) {
        recipe["frame"] = frame;
        write_png(path_of(frame), enlarged(image, what), recipe.dump());
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
    std::unique_ptr<FilmWriter> film;
    const FrameSink add = [&](int, const Image& image) {
        const Image frame = enlarged(image, what);
        if (!film) film = make_film_writer(what.path, frame.width, frame.height, what.request.fps);
        film->add(frame);
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
    const double pixels = static_cast<double>(side) * side;
    const double perFrame = sample.empty() ? pixels * (0.6 + 0.05 * what.scale * what.scale)
                                           : static_cast<double>(encode_png(enlarged(sample, what)).size());
    estimate.bytes = perFrame * what.request.frames * size_beside_png(what.kind);
    return estimate;
}

std::string describe(const MorphEstimate& estimate) {
    const auto print = [](const char* pattern, double value) {
        std::array<char, 48> text{};
        std::snprintf(text.data(), text.size(), pattern, value);
        return std::string(text.data());
    };
    std::string text = std::to_string(estimate.frames) + " frames, " + print("%.1f s of film", estimate.filmSeconds);
    if (estimate.workSeconds > 0) text += print(", ≈ %.1f s to make", std::max(estimate.workSeconds, 0.1));
    return text + print(", ≈ %.1f MB", std::max(estimate.bytes / 1e6, 0.1));
}

}  // namespace bplf::ui
