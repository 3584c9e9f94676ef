// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/error.h"
#include "core/engine/choose.h"
#include "core/engine/complete.h"
#include "core/engine/film.h"
#include "core/engine/session.h"
#include "core/face/align.h"
#include "core/face/detector.h"
#include "core/face/frame.h"
#include "core/image/photo.h"
#include "core/publish/recipe.h"
#include "core/sample/cells.h"
#include "core/sample/latent_look.h"
#include "core/sample/morph_timing.h"

namespace bplf {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// The cells asked for first, then the rest, each once.
std::vector<int> drawing_order(int total, const std::vector<int>& first) {
    std::vector<int> order;
    std::vector<bool> taken(static_cast<std::size_t>(total));
    const auto take = [&](int index) {
        if (index < 0 || index >= total || taken[static_cast<std::size_t>(index)]) return;
        taken[static_cast<std::size_t>(index)] = true;
        order.push_back(index);
    };
    for (const int index : first) take(index);
    for (int index = 0; index < total; ++index) take(index);
    return order;
}

Image cut_out(const Session& session, const Image& photo, const Face& face, double margin, double roll, int size = 0) {
    if (photo.empty() || !(face.box.width > 0) || !(face.box.height > 0))
        throw_usage_error("the face box is empty.", "face", "Draw a box with a width and a height.");
    const ModelInfo& info = session.info();
    return crop_like_training(photo, face, size > 0 ? size : info.width, info.channels,
                              both_margins(info.frame_margin, margin), roll);
}

Cell finished_cell(const Sampler& sampler, DrawnPicture&& drawing, double seconds) {
    Cell cell;
    cell.bits_per_dim = sampler.plan().bits_per_dim(drawing.log_likelihood);
    cell.image = std::move(drawing.image);
    cell.sha256 = pixel_hash(cell.image);
    cell.milliseconds = seconds * 1000;
    return cell;
}

SampleSummary draw_cells(const Session& session, const SampleRequest& request, const CellSink& sink,
                         const std::stop_token& stop, const std::vector<int>& first) {
    const auto start = Clock::now();
    const std::vector<CellSpec> specs = cells(request, session.info().own);
    const Sampler& sampler = session.sampler(request.as);
    std::vector<std::shared_ptr<const FlowContext>> rows;
    for (std::size_t i = 0; i < specs.size(); i += static_cast<std::size_t>(request.count))
        rows.push_back(session.context(specs[i].look));
    SampleSummary summary;
    summary.requested = static_cast<int>(specs.size());
    summary.chosen = request.best_of.chosen;
    const auto make = [&](int index) {
        const CellSpec& spec = specs[static_cast<std::size_t>(index)];
        auto codes = session.sampler().code_of_seed(spec.seed, spec.look.temperature);
        return DrawJob{Session::codes_for(sampler, std::move(codes)),
                       rows[static_cast<std::size_t>(index / request.count)]};
    };
    const auto deliver = [&](int index, DrawnPicture&& drawing, double seconds) {
        Cell cell = finished_cell(sampler, std::move(drawing), seconds);
        const CellSpec& spec = specs[static_cast<std::size_t>(index)];
        cell.index = index;
        cell.seed = spec.seed;
        cell.look = spec.look;
        ++summary.finished;
        sink(std::move(cell));
    };
    sampler.draw(drawing_order(summary.requested, first), make, deliver, stop);
    summary.seconds = seconds_since(start);
    return summary;
}

Latent code_of_cell(const Session& session, const SampleRequest& request, int cell) {
    const CellSpec spec = cell_of(request, cell, session.info().own);
    Latent latent = session.latent_from(session.sampler().code_of_seed(spec.seed, spec.look.temperature));
    set_look(latent, spec.look);
    latent.metadata["request"] = recipe_of(request);
    return latent;
}

Cell decode_cell(const Session& session, const Latent& latent, const Look& asked, const DrawnAs& as) {
    const auto start = Clock::now();
    const Look look = resolved(asked, look_as_stored(latent.shapes.size()));
    auto codes = session.codes_of(latent);
    scale_levels(codes, look.temperature);
    const Sampler& sampler = session.sampler(as);
    DrawnPicture drawing = sampler.draw_one({Session::codes_for(sampler, std::move(codes)), session.context(look)});
    Cell cell = finished_cell(sampler, std::move(drawing), seconds_since(start));
    cell.look = look;
    return cell;
}

SampleSummary decode_cells(const Session& session, const std::vector<CodeAndLook>& jobs, const CellSink& sink,
                           const std::stop_token& stop) {
    const auto start = Clock::now();
    std::vector<Look> looks;
    for (const CodeAndLook& job : jobs) looks.push_back(resolved(job.look, look_as_stored(job.code->shapes.size())));
    SampleSummary summary;
    summary.requested = static_cast<int>(jobs.size());
    std::vector<int> order(jobs.size());
    std::iota(order.begin(), order.end(), 0);
    const auto make = [&](int index) {
        const auto at = static_cast<std::size_t>(index);
        auto codes = session.codes_of(*jobs[at].code);
        scale_levels(codes, looks[at].temperature);
        return DrawJob{std::move(codes), session.context(looks[at])};
    };
    const auto deliver = [&](int index, DrawnPicture&& drawing, double seconds) {
        Cell cell = finished_cell(session.sampler(), std::move(drawing), seconds);
        cell.index = index;
        cell.look = looks[static_cast<std::size_t>(index)];
        ++summary.finished;
        sink(std::move(cell));
    };
    session.sampler().draw(order, make, deliver, stop);
    summary.seconds = seconds_since(start);
    return summary;
}

SampleSummary draw_frames(const Session& session, const MorphRequest& request, const PhotoEncoder& encode_photo,
                          const FrameSink& sink, const std::stop_token& stop, int from, int to) {
    const auto start = Clock::now();
    const auto keys = open_keys(session, request, encode_photo);
    const auto places = key_frames(request);
    const int end = to < 0 ? request.frames : std::min(to, request.frames);
    std::vector<int> order(static_cast<std::size_t>(std::max(0, end - std::max(0, from))));
    std::iota(order.begin(), order.end(), std::max(0, from));
    SampleSummary summary;
    summary.requested = static_cast<int>(order.size());
    const Sampler& sampler = session.sampler(request.as);
    const auto make = [&](int frame) {
        FilmKey key = frame_between(request, keys, places, frame);
        return DrawJob{Session::codes_for(sampler, std::move(key.codes)), session.context(key.weights)};
    };
    const auto deliver = [&](int frame, DrawnPicture&& drawing, double) {
        ++summary.finished;
        sink(frame, drawing.image);
    };
    sampler.draw(order, make, deliver, stop);
    summary.seconds = seconds_since(start);
    return summary;
}

}  // namespace

Engine::Engine(EngineParts parts) : parts_(std::move(parts)) {}
Engine::~Engine() = default;

const Session& Engine::session() const {
    if (!session_) throw Error(ErrorKind::kUsage, "No model is loaded.", {}, "Open a model first.");
    return *session_;
}

FaceDetector& Engine::detector(const FaceOptions& options) {
    auto& kept = detectors_[options.detector];
    if (!kept) kept = parts_.detector(options);
    return *kept;
}

Judge& Engine::judge(const std::string& classifier) {
    auto& kept = judges_[classifier];
    if (!kept) kept = parts_.judge(classifier);
    return *kept;
}

SampleRequest Engine::chosen(const SampleRequest& request, const ProgressSink& progress, const std::stop_token& stop) {
    if (request.best_of.candidates == 1 || !request.best_of.chosen.empty()) return request;
    return with_best(session(), request, judge(request.best_of.classifier), progress, stop);
}

Result<ModelInfo> Engine::load_model(const std::string& model, const std::stop_token& stop) {
    return capture([&] {
        auto loaded = std::make_unique<Session>(parts_.load(model), parts_.threads);
        if (stop.stop_requested()) throw Error(ErrorKind::kInterrupted, "Stopped.", model);
        session_ = std::move(loaded);
        loaded_as_ = model;
        return session_->info();
    });
}

Result<WeightsFound> Engine::try_weights(const std::string& model) {
    return capture([&] {
        if (parts_.try_weights) return parts_.try_weights(model);
        const ModelInfo info = parts_.load(model).info;
        return WeightsFound{info.name, info.parameters};
    });
}

Result<ModelInfo> Engine::use_model(const std::string& model) {
    if (session_ && loaded_as_ == model) return session_->info();
    return load_model(model);
}

std::vector<std::string> Engine::embedded_models() const {
    return parts_.embedded();
}

Result<SampleSummary> Engine::sample(const SampleRequest& request, const CellSink& sink, const std::stop_token& stop,
                                     const std::vector<int>& first) {
    return capture([&] { return draw_cells(session(), chosen(request, {}, stop), sink, stop, first); });
}

Result<SampleRequest> Engine::choose(const SampleRequest& request, const ProgressSink& progress,
                                     const std::stop_token& stop) {
    return capture([&] { return chosen(request, progress, stop); });
}

Result<Latent> Engine::latent_of(const SampleRequest& request, int cell) {
    return capture([&] { return code_of_cell(session(), chosen(request, {}, {}), cell); });
}

Result<std::vector<Face>> Engine::find_faces(const Image& photo, const FaceOptions& options) {
    return capture([&] { return detector(options).detect(photo, {options.min_face}); });
}

Result<Image> Engine::crop_face(const Image& photo, const Face& face, double margin, double roll, int size) {
    return capture([&] { return cut_out(session(), photo, face, margin, roll, size); });
}

Result<Completed> Engine::complete(const Completion& what, const std::stop_token& stop) {
    return capture([&] { return complete_face(session(), what, stop); });
}

Result<Encoding> Engine::encode(const Image& crop, const LabelMix& mix, const std::stop_token& stop) {
    return capture([&] { return encode_crop(session(), crop, mix, stop); });
}

Result<Cell> Engine::decode(const Latent& latent, const Look& look, const DrawnAs& as) {
    return capture([&] { return decode_cell(session(), latent, look, as); });
}

Result<SampleSummary> Engine::decode_all(const std::vector<CodeAndLook>& jobs, const CellSink& sink,
                                         const std::stop_token& stop) {
    return capture([&] { return decode_cells(session(), jobs, sink, stop); });
}

Encoding Engine::encode_photo(const std::string& file, const LabelMix& mix, const std::stop_token& stop) {
    const Image photo = read_photo(file);
    const auto faces = find_faces(photo, {}).value_or_throw();
    if (faces.empty()) {
        throw_input_error("no face was found.", file,
                          "Encode it by hand (bplf encode --box or --detector none) and use the latent as the key.");
    }
    return encode_crop(session(), cut_out(session(), photo, faces.front(), 0, 0), mix, stop);
}

Result<SampleSummary> Engine::morph(const MorphRequest& request, const FrameSink& sink, const std::stop_token& stop,
                                    int from, int to) {
    return capture([&] {
        const PhotoEncoder photos = [&](const std::string& file, const LabelMix& mix) {
            return encode_photo(file, mix, stop);
        };
        return draw_frames(session(), request, photos, sink, stop, from, to);
    });
}

}  // namespace bplf
