// SPDX-License-Identifier: GPL-3.0-or-later
// An engine that needs no weights: the studio is developed and tested against it.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <thread>

#include "core/engine/engine.h"
#include "core/engine/null_face.h"
#include "core/image/resize.h"
#include "core/sample/cells.h"
#include "core/sample/latent_look.h"
#include "core/sample/morph_timing.h"

namespace bplf {
namespace {

using namespace null_engine;  // NOLINT(google-build-using-namespace)
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

class NullEngine final : public Engine {
  public:
    explicit NullEngine(double milliseconds_per_cell) : milliseconds_(milliseconds_per_cell) {}

    Result<ModelInfo> load_model(const std::string& model) override {
        if (model == "default" || model.empty()) return use("default", 32);
        if (model == "default-48") return use("default-48", 48);
        if (!std::filesystem::exists(model))
            return Error(ErrorKind::kInput, "There is no model of this name.", model,
                         "Choose one of the list, or open a model.safetensors file.");
        return Error(ErrorKind::kInput, "This is not a model.", model,
                     "The drawing engine has only its embedded models.");
    }

    std::vector<std::string> embedded_models() const override { return {"default", "default-48"}; }

    Result<SampleSummary> sample(const SampleRequest& request, const CellSink& sink, const std::stop_token& stop,
                                 const std::vector<int>& first) override {
        const Clock::time_point start = Clock::now();
        SampleSummary summary;
        summary.requested = cell_count(request);
        for (const int index : order(summary.requested, first)) {
            if (!work(stop)) return Error(ErrorKind::kInterrupted, "Stopped.");
            auto cell = capture([&] { return draw_cell(request, index); });
            if (!cell.ok()) return cell.error();
            sink(std::move(cell).value());
            ++summary.finished;
        }
        summary.seconds = seconds_since(start);
        return summary;
    }

    Result<Latent> latent_of(const SampleRequest& request, int cell) override {
        return capture([&] {
            const CellSpec spec = cell_of(request, cell, info_.own);
            return draw(spec.seed, spec.look.temperature, side_);
        });
    }

    Result<std::vector<FaceBox>> find_faces(const Image& photo, const FaceOptions& options) override {
        const double side = std::min(photo.width, photo.height);
        std::vector<FaceBox> faces;
        if (side < 24 && options.detector != "none") return faces;
        const FaceBox whole{(photo.width - side) / 2, (photo.height - side) / 2, side, side, 1, {}};
        if (options.detector == "none") return std::vector{whole};
        // A picture of one single grey has no face in it.
        const auto [low, high] = std::ranges::minmax(photo.pixels);
        if (high - low < 8) return faces;
        faces.push_back(
            {photo.width / 2.0 - side * 0.3, photo.height / 2.0 - side * 0.3, side * 0.6, side * 0.6, 9.5, {}});
        if (photo.width > 1.3 * photo.height)
            faces.push_back({side * 0.05, side * 0.2, side * 0.3, side * 0.3, 4.0, {}});
        return faces;
    }

    Result<Image> crop_face(const Image& photo, const FaceBox& face, double margin, double roll) override {
        return capture([&] {
            const double cx = face.x + face.width / 2, cy = face.y + face.height / 2;
            const double side = std::max(face.width, face.height) * (1 + 2 * margin);
            const Image turned = roll == 0 ? photo : rotate(photo, roll, cx, cy);
            const int pixels = std::max(1, static_cast<int>(std::lround(side)));
            const Image cut = crop(turned, static_cast<int>(std::lround(cx - side / 2)),
                                   static_cast<int>(std::lround(cy - side / 2)), pixels, pixels);
            return resize(to_grey(cut), side_, side_, Filter::kArea);
        });
    }

    Result<Encoding> encode(const Image& crop, const LabelMix& mix, const std::stop_token& stop) override {
        if (!work(stop)) return Error(ErrorKind::kInterrupted, "Stopped.");
        return capture([&] { return encode_crop(crop, mix); });
    }

    Result<Cell> decode(const Latent& latent, const Look& asked) override {
        return capture([&] {
            Latent scaled = latent;
            const Look look = resolved(asked, look_as_stored(3));
            for (std::size_t i = 0; i < scaled.levels.size(); ++i)
                for (float& value : scaled.levels[i]) value *= static_cast<float>(look.temperature[i]);
            return picture(scaled, look);
        });
    }

    Result<SampleSummary> morph(const MorphRequest& request, const FrameSink& sink, const std::stop_token& stop,
                                int from, int to) override {
        const Clock::time_point start = Clock::now();
        SampleSummary summary;
        const int end = to < 0 ? request.frames : std::min(to, request.frames);
        summary.requested = std::max(0, end - from);
        auto keys = capture([&] { return codes_of(request); });
        if (!keys.ok()) return keys.error();
        for (int frame = from; frame < end; ++frame) {
            if (!work(stop)) return Error(ErrorKind::kInterrupted, "Stopped.");
            auto image = capture([&] { return frame_of(request, keys.value(), frame); });
            if (!image.ok()) return image.error();
            sink(frame, image.value());
            ++summary.finished;
        }
        summary.seconds = seconds_since(start);
        return summary;
    }

  private:
    ModelInfo use(const std::string& name, int side) {
        side_ = side;
        info_ = {};
        info_.name = name;
        info_.path = name;
        info_.sha256 = name == "default" ? std::string(64, 'a') : std::string(64, 'b');
        info_.system = "null";
        info_.config_json = "{}";
        info_.channels = 1;
        info_.height = info_.width = side;
        info_.labels = labels();
        info_.levels = level_shapes(side);
        info_.own = {{}, {0.3, 0.5, 0.9}, 1};
        info_.bits_per_dim = 4.4;
        info_.usual_bits_per_dim = std::array{3.6, 5.4};
        info_.device = "drawn";
        return info_;
    }

    /// Takes the time a cell is meant to take; false when asked to stop.
    bool work(const std::stop_token& stop) const {
        const auto end = Clock::now() + std::chrono::duration<double, std::milli>(milliseconds_);
        while (!stop.stop_requested() && Clock::now() < end)
            std::this_thread::sleep_for(std::chrono::microseconds(500));
        return !stop.stop_requested();
    }

    static std::vector<int> order(int count, const std::vector<int>& first) {
        std::vector<int> result;
        std::vector<bool> taken(static_cast<std::size_t>(count), false);
        const auto take = [&](int index) {
            if (index < 0 || index >= count || taken[static_cast<std::size_t>(index)]) return;
            taken[static_cast<std::size_t>(index)] = true;
            result.push_back(index);
        };
        std::ranges::for_each(first, take);
        for (int i = 0; i < count; ++i) take(i);
        return result;
    }

    Cell picture(const Latent& latent, const Look& look) const {
        Cell cell;
        cell.look = look;
        cell.image = to_image(null_engine::decode(latent, condition_of(look, labels()), side_), side_);
        cell.bits_per_dim = bits_per_dim(latent, side_);
        cell.sha256 = pixel_hash(cell.image);
        cell.milliseconds = milliseconds_;
        return cell;
    }

    Cell draw_cell(const SampleRequest& request, int index) {
        const CellSpec spec = cell_of(request, index, info_.own);
        Cell cell = picture(draw(spec.seed, spec.look.temperature, side_), spec.look);
        cell.index = index;
        cell.seed = spec.seed;
        return cell;
    }

    Encoding encode_crop(const Image& crop, const LabelMix& mix) const {
        if (crop.width != side_ || crop.height != side_ || crop.channels != 1)
            throw_usage_error("The crop has another size than the model.", "crop");
        const std::vector<float> pixels(crop.pixels.begin(), crop.pixels.end());
        Encoding result;
        result.crop = crop;
        score_labels(pixels, result);
        LabelMix used = mix;
        if (used.empty()) {
            const auto best = std::ranges::max_element(result.label_posterior);
            const auto index = static_cast<std::size_t>(best - result.label_posterior.begin());
            used = {{labels()[index], 1.0}};
        }
        result.look = {used, {1, 1, 1}, 1};
        result.latent = null_engine::encode(pixels, dense_weights(used, labels()), side_);
        set_look(result.latent, result.look);
        result.bits_per_dim = bits_per_dim(result.latent, side_);
        for (const auto& level : result.latent.levels) result.levels.push_back(statistics(level));
        compare(pixels, result);
        return result;
    }

    void score_labels(const std::vector<float>& pixels, Encoding& result) const {
        for (const std::string& label : labels()) {
            const auto weights = dense_weights({{label, 1.0}}, labels());
            result.label_bits_per_dim.push_back(bits_per_dim(null_engine::encode(pixels, weights, side_), side_));
        }
        const double best = *std::ranges::min_element(result.label_bits_per_dim);
        double sum = 0;
        for (const double bits : result.label_bits_per_dim) {
            result.label_posterior.push_back(std::exp2((best - bits) * side_ * side_));
            sum += result.label_posterior.back();
        }
        for (double& share : result.label_posterior) share /= sum;
    }

    void compare(const std::vector<float>& pixels, Encoding& result) const {
        const auto back = null_engine::decode(result.latent, dense_weights(result.look.mix, labels()), side_);
        result.reconstruction = to_image(back, side_);
        result.total_pixels = static_cast<std::int64_t>(pixels.size());
        for (std::size_t i = 0; i < pixels.size(); ++i) {
            const double error = std::abs(double{back[i]} - pixels[i]);
            result.max_abs_error = std::max(result.max_abs_error, error);
            result.mean_abs_error += error / static_cast<double>(pixels.size());
            if (result.reconstruction.pixels[i] == result.crop.pixels[i]) ++result.identical_pixels;
        }
    }

    std::vector<Latent> codes_of(const MorphRequest& request) const {
        std::vector<Latent> codes;
        for (const MorphKey& key : request.keys) codes.push_back(code_of(key));
        return codes;
    }

    Latent code_of(const MorphKey& key) const {
        const std::string rest = key.source.substr(key.source.find(':') + 1);
        if (key.source.starts_with("seed:"))
            return draw(std::stoull(rest), resolved(key.look, info_.own).temperature, side_);
        if (!key.source.starts_with("latent:"))
            throw_usage_error("The drawing engine morphs seeds and latents only.", key.source);
        std::vector<Latent> loaded = load_latents(rest);
        if (loaded.empty() || loaded[0].shapes != info_.levels)
            throw_input_error("This latent is of another model.", rest, "Encode the photo again.");
        return loaded[0];
    }

    Image frame_of(const MorphRequest& request, const std::vector<Latent>& codes, int frame) const {
        const MorphMoment moment = morph_moment(request, frame);
        const MorphKey &a = request.keys[moment.from], &b = request.keys[moment.to];
        const auto weights_of = [this](const MorphKey& key) {
            return condition_of(resolved(key.look, own_look(key, info_.own)), labels());
        };
        const auto from = weights_of(a), to = weights_of(b);
        std::vector<double> weights;
        for (std::size_t i = 0; i < from.size(); ++i) weights.push_back(from[i] + (to[i] - from[i]) * moment.t);
        const Latent code = slerp(codes[moment.from], codes[moment.to], moment.t, request.path);
        return to_image(null_engine::decode(code, weights, side_), side_);
    }

    double milliseconds_;
    int side_ = 32;
    ModelInfo info_;
};

}  // namespace

std::unique_ptr<Engine> make_null_engine(double milliseconds_per_cell) {
    auto engine = std::make_unique<NullEngine>(milliseconds_per_cell);
    // Like the real engine, it can draw before a model was chosen.
    static_cast<void>(engine->load_model("default").ok());
    return engine;
}

}  // namespace bplf
