// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/morph.h"

#include <chrono>
#include <nlohmann/json.hpp>

#include "app/commands/film.h"
#include "app/commands/pictures.h"
#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "core/base/error.h"

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
    return request;
}

}  // namespace

int run(const MorphOptions& options, Session& session) {
    if (options.keys.size() < 2)
        throw_usage_error("A morph needs at least two keys.", "--key", "Give --key once for each.");
    const std::unique_ptr<Film> film = open_film(options, session.options().force);
    const ModelInfo model = session.load_model(options.model);
    const MorphRequest request = request_of(options, model);
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
