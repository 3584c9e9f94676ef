// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/average.h"

#include <nlohmann/json.hpp>

#include "app/commands/labels.h"
#include "app/commands/pictures.h"
#include "app/commands/session.h"
#include "core/base/error.h"
#include "core/image/photo.h"
#include "core/publish/recipe.h"
#include "core/stimuli/average.h"
#include "core/stimuli/face_files.h"

namespace bplf::cli {
namespace {

Image average_pixels(const AverageOptions& options, const Session& session) {
    stimuli::PixelAverage average;
    for (const std::string& file : options.files) {
        throw_if_stopped(session.stop());
        average.add(read_photo(file));
    }
    return average.image();
}

Image average_codes(const AverageOptions& options, const ModelInfo& model, Session& session) {
    const stimuli::Tools tools{&session.engine(), nullptr, stimuli::steady_finder(session.engine())};
    std::vector<stimuli::OpenedFace> faces;
    for (const std::string& file : options.files) {
        throw_if_stopped(session.stop());
        for (stimuli::OpenedFace& face : stimuli::open_faces(file, model, tools, session.stop()))
            faces.push_back(std::move(face));
    }
    std::vector<const Latent*> codes;
    for (const stimuli::OpenedFace& face : faces) codes.push_back(&face.code);
    Look look = stimuli::mean_look(faces, model.labels);
    if (!options.label.empty()) look.mix = parse_mix(options.label, model);
    return session.engine().decode(stimuli::average_of_codes(codes), look).value_or_throw().image;
}

std::string three_digits(int number) {
    const std::string text = std::to_string(number);
    return std::string(3 - text.size(), '0') + text;
}

}  // namespace

int run(const AverageOptions& options, Session& session) {
    PictureOutput output(options.out, session.options().force, options.size);
    if (!output.is_sheet()) throw_usage_error("An average is one picture.", "--out", "Give a name ending in .png.");
    const ModelInfo model = session.load_model(options.model);
    const Image image =
        options.of == "pixels" ? average_pixels(options, session) : average_codes(options, model, session);
    output.mark(Origin::kEdited, model.licence);
    output.write_all({{image, "", ""}}, 1, "");
    session.console().result({{"schema", "bplf.average.result.v1"},
                              {"path", options.out},
                              {"of", options.of},
                              {"files", options.files.size()},
                              {"sha256", pixel_hash(image)}},
                             options.out + ": the average of the " + options.of + " of " +
                                 plural(static_cast<long long>(options.files.size()), "file"));
    return 0;
}

int run(const ContinuumOptions& options, Session& session) {
    PictureOutput output(options.out, session.options().force, options.size);
    const ModelInfo model = session.load_model(options.model);
    MorphRequest request;
    request.model = options.model;
    request.model_sha256 = model.sha256;
    for (const std::string& source : {options.from, options.to}) {
        request.keys.push_back(stimuli::key_of(source, model.labels));
        request.keys.back().easing = Easing::kLinear;
        request.keys.back().hold = 0;
        request.keys.back().at = -1;
    }
    request.frames = 100 / options.step + 1;
    std::vector<std::string> names;
    for (int percent = 0; percent <= 100; percent += options.step) names.push_back(three_digits(percent));
    output.refuse_existing_pictures(names);
    std::vector<Picture> pictures;
    const FrameSink sink = [&](int frame, const Image& image) {
        pictures.push_back(
            {image, names[static_cast<std::size_t>(frame)], recipe_of_frame(request, frame, options.size)});
    };
    session.engine().morph(request, sink, session.stop()).value_or_throw();
    output.mark(origin_of(request), model.licence);
    output.write_all(pictures, request.frames, recipe_of_film(request, options.size));
    nlohmann::ordered_json images = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < pictures.size(); ++i)
        images.push_back({{"path", output.path_of(pictures[i].name).string()},
                          {"percent", static_cast<int>(i) * options.step},
                          {"sha256", pixel_hash(pictures[i].image)}});
    session.console().result(
        {{"schema", "bplf.continuum.result.v1"},
         {"request", nlohmann::ordered_json(to_json(request))},
         {"images", images}},
        options.out + ": " + plural(request.frames, "face") + " in steps of " + std::to_string(options.step) + " %");
    return 0;
}

}  // namespace bplf::cli
