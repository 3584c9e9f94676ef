// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <thread>

#include "core/base/error.h"
#include "core/engine/film.h"
#include "core/engine/session.h"
#include "core/face/align.h"
#include "core/face/detector.h"
#include "core/flow/checkpoint.h"
#include "core/flow/models_folder.h"
#include "core/flow/registry.h"
#include "core/image/photo.h"
#include "core/sample/cells.h"
#include "core/sample/latent_look.h"
#include "core/sample/morph_timing.h"

namespace bplf {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

FaceBox to_box(const Face& face) {
    FaceBox box{face.box.x, face.box.y, face.box.width, face.box.height, face.score, {}};
    if (!face.landmarks) return box;
    box.landmarks.emplace();
    for (std::size_t i = 0; i < 5; ++i) (*box.landmarks)[i] = {(*face.landmarks)[i].x, (*face.landmarks)[i].y};
    return box;
}

Face to_face(const FaceBox& box) {
    Face face{{box.x, box.y, box.width, box.height}, box.score, {}, 1};
    if (!box.landmarks) return face;
    face.landmarks.emplace();
    for (std::size_t i = 0; i < 5; ++i) (*face.landmarks)[i] = {(*box.landmarks)[i][0], (*box.landmarks)[i][1]};
    return face;
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

class TorchEngine final : public Engine {
  public:
    explicit TorchEngine(EngineOptions options) : options_(std::move(options)) {}

    Result<ModelInfo> load_model(const std::string& model) override {
        return capture([&] {
            auto fresh = std::make_unique<Session>(model, "cpu", options_.threads);
            session_ = std::move(fresh);
            return session_->info();
        });
    }

    std::vector<std::string> embedded_models() const override {
        std::vector<std::string> names;
        for (const auto& folder : flow::models_folders()) {
            std::error_code code;
            for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
                if (!flow::is_checkpoint(entry.path() / "model.safetensors")) continue;
                names.push_back(entry.path().filename().string());
            }
        }
        std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) {
            return std::pair(a != "default", a) < std::pair(b != "default", b);
        });
        names.erase(std::unique(names.begin(), names.end()), names.end());
        return names;
    }

    Result<SampleSummary> sample(const SampleRequest& request, const CellSink& sink, const std::stop_token& stop,
                                 const std::vector<int>& first) override {
        return capture([&] { return draw_cells(request, sink, stop, first); });
    }

    Result<Latent> latent_of(const SampleRequest& request, int cell) override {
        return capture([&] {
            const CellSpec spec = cell_of(request, cell, session().info().own);
            Latent latent = session().latent_from(session().sampler().code_of_seed(spec.seed, spec.look.temperature));
            set_look(latent, spec.look);
            latent.metadata["request"] = to_json(request).dump();
            return latent;
        });
    }

    Result<std::vector<FaceBox>> find_faces(const Image& photo, const FaceOptions& options) override {
        return capture([&] {
            std::vector<FaceBox> boxes;
            for (const Face& face : detector(options).detect(photo, {options.min_face})) boxes.push_back(to_box(face));
            return boxes;
        });
    }

    Result<Image> crop_face(const Image& photo, const FaceBox& face, double margin, double roll) override {
        return capture([&] { return crop(photo, face, margin, roll); });
    }

    Result<Encoding> encode(const Image& image, const LabelMix& mix, const std::stop_token& stop) override {
        return capture([&] { return encode_crop(session(), image, mix, stop); });
    }

    Result<Cell> decode(const Latent& latent, const Look& look) override {
        return capture([&] { return decode_cell(latent, look); });
    }

    Result<SampleSummary> morph(const MorphRequest& request, const FrameSink& sink, const std::stop_token& stop,
                                int from, int to) override {
        return capture([&] { return draw_frames(request, sink, stop, from, to); });
    }

  private:
    const Session& session() const {
        if (!session_) throw Error(ErrorKind::kUsage, "No model is loaded.", {}, "Open a model first.");
        return *session_;
    }

    /// Detectors are kept: reading a cascade takes longer than using it.
    FaceDetector& detector(const FaceOptions& options) {
        auto& kept = detectors_[options.detector + "\n" + options.mtcnn_weights];
        if (!kept) {
            DetectorFiles files;
            files.mtcnn_weights = options.mtcnn_weights;
            kept = make_face_detector(options.detector, files);
        }
        return *kept;
    }

    Image crop(const Image& photo, const FaceBox& face, double margin, double roll) const {
        const ModelInfo& info = session().info();
        if (photo.empty() || !(face.width > 0) || !(face.height > 0)) {
            throw_usage_error("the face box is empty.", "face", "Draw a box with a width and a height.");
        }
        return crop_like_training(photo, to_face(face), info.width, info.channels, margin, roll);
    }

    SampleSummary draw_cells(const SampleRequest& request, const CellSink& sink, const std::stop_token& stop,
                             const std::vector<int>& first) const {
        const auto start = Clock::now();
        const std::vector<CellSpec> specs = cells(request, session().info().own);
        std::vector<std::shared_ptr<const FlowContext>> rows;
        for (std::size_t i = 0; i < specs.size(); i += static_cast<std::size_t>(request.count))
            rows.push_back(session().context(specs[i].look));
        SampleSummary summary;
        summary.requested = static_cast<int>(specs.size());
        const auto make = [&](int index) {
            const CellSpec& spec = specs[static_cast<std::size_t>(index)];
            return DrawJob{session().sampler().code_of_seed(spec.seed, spec.look.temperature),
                           rows[static_cast<std::size_t>(index / request.count)]};
        };
        const auto deliver = [&](int index, Drawing&& drawing, double seconds) {
            Cell cell = finish_cell(std::move(drawing), seconds);
            const CellSpec& spec = specs[static_cast<std::size_t>(index)];
            cell.index = index;
            cell.seed = spec.seed;
            cell.look = spec.look;
            ++summary.finished;
            sink(std::move(cell));
        };
        session().sampler().draw(drawing_order(summary.requested, first), make, deliver, stop);
        summary.seconds = seconds_since(start);
        return summary;
    }

    Cell finish_cell(Drawing&& drawing, double seconds) const {
        Cell cell;
        cell.bits_per_dim = session().bits_per_dim(drawing.log_likelihood);
        cell.image = std::move(drawing.image);
        cell.sha256 = pixel_hash(cell.image);
        cell.milliseconds = seconds * 1000;
        return cell;
    }

    Cell decode_cell(const Latent& latent, const Look& asked) const {
        const auto start = Clock::now();
        const Look look = resolved(asked, look_as_stored(latent.shapes.size()));
        auto codes = session().codes_of(latent);
        scale_levels(codes, look.temperature);
        Cell cell = finish_cell(session().sampler().draw_one({codes, session().context(look)}), seconds_since(start));
        cell.look = look;
        return cell;
    }

    Encoding encode_photo(const std::string& file, const LabelMix& mix, const std::stop_token& stop) {
        const Image photo = read_photo(file);
        const auto faces = find_faces(photo, {}).value_or_throw();
        if (faces.empty()) {
            throw_input_error(
                "no face was found.", file,
                "Encode it by hand (bplf encode --box or --detector none) and use the latent as the key.");
        }
        return encode_crop(session(), crop(photo, faces.front(), 0, 0), mix, stop);
    }

    SampleSummary draw_frames(const MorphRequest& request, const FrameSink& sink, const std::stop_token& stop, int from,
                              int to) {
        const auto start = Clock::now();
        const auto keys = open_keys(session(), request, [&](const std::string& file, const LabelMix& mix) {
            return encode_photo(file, mix, stop);
        });
        const auto places = key_frames(request);
        const int end = to < 0 ? request.frames : std::min(to, request.frames);
        std::vector<int> order(static_cast<std::size_t>(std::max(0, end - std::max(0, from))));
        std::iota(order.begin(), order.end(), std::max(0, from));
        SampleSummary summary;
        summary.requested = static_cast<int>(order.size());
        const auto make = [&](int frame) {
            FilmKey key = frame_between(request, keys, places, frame);
            return DrawJob{std::move(key.codes), session().context(key.weights)};
        };
        session().sampler().draw(
            order, make,
            [&](int frame, Drawing&& drawing, double) {
                ++summary.finished;
                sink(frame, drawing.image);
            },
            stop);
        summary.seconds = seconds_since(start);
        return summary;
    }

    EngineOptions options_;
    std::unique_ptr<Session> session_;
    std::map<std::string, std::unique_ptr<FaceDetector>> detectors_;
};

}  // namespace

Result<std::unique_ptr<Engine>> make_engine(const EngineOptions& options) {
    return capture([&]() -> std::unique_ptr<Engine> {
        if (options.threads < 0 || options.threads > 1024) throw_usage_error("must be 0 to 1024.", "threads");
        if (options.device != "auto" && options.device != "cpu") {
            throw Error(ErrorKind::kResource, "'" + options.device + "' cannot draw pictures in this version.",
                        "device", "Use --device cpu; bplf train can use a GPU.");
        }
        if (options.threads > 0) at::set_num_threads(options.threads);
        if (!options.models_folder.empty()) flow::prefer_models_folder(options.models_folder);
        return std::make_unique<TorchEngine>(options);
    });
}

}  // namespace bplf
