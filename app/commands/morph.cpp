// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/morph.h"

#include <chrono>
#include <nlohmann/json.hpp>

#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/publish/film_file.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

MorphRequest request_of(const MorphOptions& options, const ModelInfo& model) {
    MorphRequest request;
    request.model = options.model;
    request.model_sha256 = model.sha256;
    for (const std::string& key : options.keys) request.keys.push_back(parse_morph_key(key, model.labels));
    request.frames = options.frames;
    request.fps = options.fps;
    request.path = options.path == "linear" ? Path::kLinear : Path::kSlerp;
    request.loop = options.loop;
    request.as = options.as;
    return request;
}

/// Error(kUsage) for a format that films are not written as, or an output that is there already, unless forced.
void check_output(const MorphOptions& options, bool force) {
    if (is_film_file(options.out)) return refuse_existing(options.out, force);
    const std::string ending = lower_ending(options.out);
    if (!ending.empty() && !std::filesystem::is_directory(options.out))
        throw_usage_error("Films are not written as \"" + ending + "\".", "--out",
                          "Give a name ending in .gif or .mp4, or a folder for numbered PNGs.");
    if (std::filesystem::exists(options.out) && !std::filesystem::is_directory(options.out))
        throw_usage_error("This is a file, not a folder.", options.out,
                          "Give a name ending in .gif or .mp4, or a folder.");
    for (int frame = 0; frame < options.frames; ++frame)
        refuse_existing(frame_file(options.out, frame, options.frames), force);
}

}  // namespace

int run(const MorphOptions& options, Session& session) {
    if (options.keys.size() < 2)
        throw_usage_error("A morph needs at least two keys.", "--key", "Give --key once for each.");
    check_output(options, session.options().force);
    const ModelInfo model = session.load_model(options.model);
    const MorphRequest request = request_of(options, model);
    const std::unique_ptr<FilmFile> film = open_film(options.out, request, options.size, model.licence);
    ProgressView view(session.options());
    Progress progress = progress_of("morph", static_cast<std::size_t>(request.frames), "frames");
    const auto start = std::chrono::steady_clock::now();
    const FrameSink sink = [&](int frame, const Image& image) {
        film->add(frame, image);
        progress.done += 1;
        progress.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        view.show(progress);
    };
    const SampleSummary summary = session.engine().morph(request, sink, session.stop()).value_or_throw();
    film->finish();
    session.console().result({{"schema", "bplf.morph.result.v1"},
                              {"request", Json(to_json(request))},
                              {"frames", request.frames},
                              {"fps", request.fps},
                              {"path", options.out},
                              {"seconds", summary.seconds}},
                             options.out + ": " + plural(request.frames, "frame") + ", " +
                                 duration_text(request.frames / request.fps) + " at " + fixed(request.fps, 1) +
                                 " frames/s, made in " + duration_text(summary.seconds));
    return 0;
}

}  // namespace bplf::cli
