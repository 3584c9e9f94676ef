// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/drawn_engine.h"

#include <algorithm>
#include <filesystem>

#include "core/base/error.h"
#include "core/base/models_folder.h"
#include "core/face/whole_image.h"
#include "core/flow/model_file.h"
#include "tests/support/brightness_judge.h"

namespace bplf::test {
namespace {

class DrawnFaces final : public FaceDetector {
  public:
    std::string name() const override { return "drawn"; }
    std::vector<Face> detect(const Image& photo, const DetectOptions&) override {
        const double side = std::min(photo.width, photo.height);
        if (side < 24) return {};
        const auto [low, high] = std::ranges::minmax(photo.pixels);
        if (high - low < 8) return {};
        std::vector<Face> faces(1);
        faces[0].box = {photo.width / 2.0 - side * 0.3, photo.height / 2.0 - side * 0.3, side * 0.6, side * 0.6};
        faces[0].score = 9.5;
        if (photo.width <= 1.3 * photo.height) return faces;
        faces.emplace_back();
        faces[1].box = {side * 0.05, side * 0.2, side * 0.3, side * 0.3};
        faces[1].score = 4;
        return faces;
    }
};

LoadedModel drawn_model(const std::string& asked, DrawnPace pace, double intensity) {
    // What recipes call the default.
    const std::string name = asked == kDefaultModel ? "default" : asked;
    const bool is_file = std::filesystem::exists(name);
    const bool is_flow = is_file && flow::is_checkpoint(flow::resolve_model(name));
    if (!is_flow && name != "default" && name != "default-48" && name != "default-64") {
        if (is_file) throw_input_error("This is not a model.", name, "There are only drawn ones.");
        throw_input_error("There is no model of this name.", name,
                          "Choose one of the list, or open a model.safetensors file.");
    }
    const int side = is_flow || name == "default" ? 32 : name == "default-48" ? 48 : 64;
    LoadedModel model;
    model.plan = std::make_shared<DrawnPlan>(side, pace, side == 64 ? 4 : 3);
    model.info.name = model.info.path = name;
    model.info.sha256 = std::string(64, side == 32 ? 'a' : side == 48 ? 'b' : 'c');
    if (is_flow) model.info.name = model_name(name);
    model.info.system = "drawn";
    model.info.config_json = "{}";
    model.info.height = model.info.width = side;
    model.info.labels = drawn_labels();
    model.info.levels = model.plan->shapes();
    model.info.own = {{}, {0.3, 0.5, 0.9}, intensity};
    if (side == 64) model.info.level_parts = {"64", "base", "base", "base"};
    if (side == 64) model.info.own.temperature.insert(model.info.own.temperature.begin(), 0.3);
    model.info.bits_per_dim = 4.4;
    model.info.usual_bits_per_dim = std::array{3.6, 5.4};
    model.info.device = "drawn";
    return model;
}

std::unique_ptr<FaceDetector> finder(const FaceOptions& options) {
    if (options.detector == "none") return std::make_unique<WholeImageDetector>();
    if (options.detector == "broken")
        throw Error(ErrorKind::kResource, "has no weights.", options.detector, "Give --weights FILE.");
    return std::make_unique<DrawnFaces>();
}

}  // namespace

std::unique_ptr<Engine> make_drawn_engine(DrawnPace pace, double intensity) {
    EngineParts parts;
    parts.load = [pace, intensity](const std::string& name) { return drawn_model(name, pace, intensity); };
    parts.embedded = [] { return std::vector<std::string>{"default", "default-48"}; };
    parts.detector = finder;
    parts.judge = [](const std::string&) { return std::make_unique<BrightnessJudge>(); };
    auto engine = std::make_unique<Engine>(std::move(parts));
    engine->load_model("default").value_or_throw();
    return engine;
}

}  // namespace bplf::test
