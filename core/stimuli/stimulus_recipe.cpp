// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/stimulus_recipe.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/models_folder.h"
#include "core/image/png.h"
#include "core/publish/recipe.h"
#include "core/sample/cells.h"

namespace bplf::stimuli {
namespace {

/// The place of an identity among those that are no seeds.
int code_index(const SetRecord& set, int identity) {
    int index = 0;
    for (int i = 0; i < identity; ++i)
        index += set.design.identities[static_cast<std::size_t>(i)].kind == IdentityEntry::Kind::kSeeds ? 0 : 1;
    return index;
}

SampleRequest request_of(const SetRecord& set, const DesignedFace& face, const Identity& identity) {
    SampleRequest request;
    request.model = set.design.plan.model;
    request.model_sha256 = set.design.model.sha256;
    request.seed = identity.seed;
    request.count = request.columns = 1;
    request.pixels = set.design.width();
    request.looks = {{face.look.mix, set.design.plan.temperature, face.look.intensity}};
    return request;
}

nlohmann::json face_json(const SetRecord& set, const DesignedFace& face, const Identity& identity) {
    if (identity.kind == IdentityEntry::Kind::kSeeds) return to_json(request_of(set, face, identity));
    return {{"schema", kStimulusSchema},
            {"model", model_name(set.design.plan.model)},
            {"model_sha256", set.design.model.sha256},
            {"code", {{"file", kCodesFile}, {"index", code_index(set, face.identity)}}},
            {"mix", format_label_mix(face.look.mix)},
            {"intensity", face.look.intensity.value()}};
}

/// A picture of `bplf sample` as a stimulus without masks.
Finish plain_finish(const SampleRequest& request, const Image& picture) {
    Finish finish;
    finish.width = request.pixels > 0 ? request.pixels : picture.width;
    finish.height = picture.height;
    return finish;
}

StimulusRecipe of_seed(const nlohmann::json& json, const std::filesystem::path& picture) {
    const SampleRequest request = request_in(picture);
    if (request.count != 1 || request.looks.size() != 1)
        throw_input_error("This is a sheet of several faces.", picture.string(), "Verify pictures of one face each.");
    StimulusRecipe recipe;
    recipe.model = request.model;
    recipe.model_sha256 = request.model_sha256;
    recipe.seed = seed_of_cell(request, 0);
    recipe.temperature = request.looks[0].temperature;
    recipe.look = request.looks[0];
    if (!json.contains("stimulus")) {
        const Image image = read_png(picture);
        recipe.finish = plain_finish(request, image);
        recipe.pixel_sha256 = pixel_hash(image);
        return recipe;
    }
    recipe.finish = finish_from_json(json.at("stimulus").value("finish", nlohmann::json()), picture.string());
    recipe.pixel_sha256 = json.at("stimulus").value("pixel_sha256", "");
    return recipe;
}

StimulusRecipe of_code(const nlohmann::json& json, const std::filesystem::path& picture) {
    StimulusRecipe recipe;
    try {
        recipe.is_seed = false;
        recipe.model = json.at("model").get<std::string>();
        recipe.model_sha256 = json.at("model_sha256").get<std::string>();
        recipe.code = json.at("code").at("index").get<int>();
        recipe.look.mix = parse_label_mix(json.at("mix").get<std::string>(), {});
        recipe.look.intensity = json.at("intensity").get<double>();
        recipe.pixel_sha256 = json.at("stimulus").at("pixel_sha256").get<std::string>();
    } catch (const nlohmann::json::exception&) {
        throw_input_error("The recipe in this picture is damaged.", picture.string(),
                          "Use another copy of the picture.");
    }
    recipe.finish = finish_from_json(json.at("stimulus").value("finish", nlohmann::json()), picture.string());
    return recipe;
}

}  // namespace

std::string stimulus_recipe(const SetRecord& set, std::size_t picture) {
    const DesignedFace& face = set.face_of(picture);
    const Identity& identity = set.identity_of(picture);
    nlohmann::json json = face_json(set, face, identity);
    json["stimulus"] = {{"plan_sha256", set.plan_sha256},
                        {"file", set.design.pictures[picture].file},
                        {"identity", identity.name},
                        {"emotion", set.emotion_of(picture)},
                        {"level", face.level},
                        {"finish", to_json(set.pictures[picture].finish)},
                        {"pixel_sha256", set.pictures[picture].pixel_sha256}};
    return json.dump();
}

StimulusRecipe stimulus_in(const std::filesystem::path& picture) {
    const std::optional<std::string> text = read_recipe(picture);
    const nlohmann::json json = text ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
    if (!text || json.is_discarded() || !json.is_object())
        throw_input_error("The picture carries no recipe.", picture.string(),
                          "Only PNGs drawn by this program, and not saved again by another one, do.");
    if (json.value("schema", "") == kStimulusSchema) return of_code(json, picture);
    return of_seed(json, picture);
}

}  // namespace bplf::stimuli
