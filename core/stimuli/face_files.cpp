// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/face_files.h"

#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/engine/engine.h"
#include "core/image/photo.h"
#include "core/publish/recipe.h"
#include "core/sample/latent_look.h"
#include "core/stimuli/stimulus_recipe.h"

namespace bplf::stimuli {
namespace {

/// Of encode, or a picture that the studio saved of a code.
bool holds_codes(const std::filesystem::path& file) {
    return lower_ending(file) == ".safetensors" || recipe_schema(file) == "bplf.latent.v1";
}

OpenedFace face_of_recipe(const std::filesystem::path& file, const ModelInfo& model, Engine& engine) {
    const StimulusRecipe recipe = stimulus_in(file);
    if (!recipe.model_sha256.empty() && recipe.model_sha256 != model.sha256)
        throw_input_error("The picture was drawn by other weights than those of \"" + model.name + "\".", file.string(),
                          "Name the model of its recipe.");
    if (recipe.is_seed) {
        // Recipes of sheets leave to the model what their command did not say.
        const Look look = resolved({recipe.look.mix, recipe.temperature, recipe.look.intensity}, model.own);
        SampleRequest request;
        request.seed = recipe.seed;
        request.count = request.columns = 1;
        request.looks = {look};
        return {engine.latent_of(request, 0).value_or_throw(), {look.mix, {}, look.intensity}};
    }
    const auto codes_file = file.parent_path() / kCodesFile;
    const std::vector<Latent> codes = load_latents(codes_file);
    if (recipe.code < 0 || recipe.code >= static_cast<int>(codes.size()))
        throw_input_error("There is no code of this number.", codes_file.string(),
                          "Use the file of the picture's own set.");
    return {codes[static_cast<std::size_t>(recipe.code)], {recipe.look.mix, {}, recipe.look.intensity}};
}

std::vector<OpenedFace> faces_of_codes(const std::filesystem::path& file, const ModelInfo& model) {
    std::vector<OpenedFace> faces;
    for (const Latent& code : load_latents(file)) {
        if (code.shapes != model.levels)
            throw_input_error("The codes are of another model.", file.string(),
                              "Encode the photos again with this model.");
        faces.push_back({code, look_of_latent(code, {}, model.labels)});
    }
    return faces;
}

OpenedFace face_of_photo(const std::filesystem::path& file, const Tools& tools, const std::stop_token& stop) {
    const Image photo = read_photo(file);
    const std::vector<Face> found = tools.find_faces(photo);
    if (found.empty())
        throw_input_error("No face was found in this photo.", file.string(),
                          "Encode it by hand (bplf encode) and use the codes.");
    const Image crop = tools.engine->crop_face(photo, found.front(), 0, 0).value_or_throw();
    Encoding encoding = tools.engine->encode(crop, {}, stop).value_or_throw();
    return {std::move(encoding.latent), encoding.look};
}

}  // namespace

std::vector<OpenedFace> open_faces(const std::filesystem::path& file, const ModelInfo& model, const Tools& tools,
                                   const std::stop_token& stop) {
    if (holds_codes(file)) return faces_of_codes(file, model);
    if (!recipe_schema(file).empty()) return {face_of_recipe(file, model, *tools.engine)};
    return {face_of_photo(file, tools, stop)};
}

Look mean_look(const std::vector<OpenedFace>& faces, const std::vector<std::string>& labels) {
    BPLF_CHECK(!faces.empty(), "a mean of something");
    double total = 0;
    std::vector<double> sums(labels.size());
    for (const OpenedFace& face : faces) {
        const double intensity = face.look.intensity.value();
        const std::vector<double> weights = dense_weights(face.look.mix, labels);
        for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += intensity * weights[i];
        total += intensity;
    }
    Look look;
    look.intensity = total / static_cast<double>(faces.size());
    for (double& sum : sums) sum = total > 0 ? sum / total : 1.0 / static_cast<double>(sums.size());
    look.mix = sparse_mix(sums, labels);
    return look;
}

MorphKey key_of(const std::string& source, const std::vector<std::string>& labels) {
    if (source.starts_with("seed:") || source.starts_with("latent:") || source.starts_with("photo:"))
        return parse_morph_key(source, labels);
    MorphKey key;
    if (holds_codes(source)) {
        key.source = "latent:" + source;
    } else if (!recipe_schema(source).empty()) {
        const StimulusRecipe recipe = stimulus_in(source);
        if (!recipe.is_seed)
            throw_input_error("This picture comes from a code, not from a seed.", source,
                              std::string("Name the codes: the file ") + kCodesFile + " beside it.");
        key.source = "seed:" + std::to_string(recipe.seed);
        key.look = {recipe.look.mix, recipe.temperature, recipe.look.intensity};
    } else {
        key.source = "photo:" + source;
    }
    return key;
}

}  // namespace bplf::stimuli
