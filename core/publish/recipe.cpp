// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/publish/recipe.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/models_folder.h"
#include "core/base/result.h"
#include "core/image/png.h"
#include "core/sample/cells.h"

namespace bplf {
namespace {

/// The request as it may leave the computer: the model by its name and hash, not by the user's folders.
template <typename Request>
nlohmann::json portable(Request request) {
    request.model = model_name(request.model);
    return to_json(request);
}

nlohmann::json film_json(const MorphRequest& request, const SavedSize& size) {
    nlohmann::json json = portable(request);
    write_size(json, size);
    return json;
}

nlohmann::json recipe_json(const std::filesystem::path& picture) {
    const std::optional<std::string> recipe = read_recipe(picture);
    if (!recipe)
        throw_input_error("The picture carries no recipe.", picture.string(),
                          "Only PNGs drawn by BPLF Studio, and not saved again by another program, do.");
    nlohmann::json json = nlohmann::json::parse(*recipe, nullptr, false);
    if (json.is_discarded())
        throw_input_error("The recipe in this picture is damaged.", picture.string(),
                          "Use another copy of the picture.");
    return json;
}

}  // namespace

std::string recipe_of(const SampleRequest& request) {
    return portable(request).dump();
}

std::string recipe_of_cell(const SampleRequest& request, std::uint64_t seed, const Look& look) {
    return recipe_of(request_of_cell(request, seed, look));
}

std::string recipe_of_frame(const MorphRequest& request, int frame, const SavedSize& size) {
    nlohmann::json json = film_json(request, size);
    json["frame"] = frame;
    return json.dump();
}

std::string recipe_of_film(const MorphRequest& request, const SavedSize& size) {
    return film_json(request, size).dump(2) + "\n";
}

SampleRequest request_in(const std::filesystem::path& picture) {
    const nlohmann::json json = recipe_json(picture);
    try {
        return sample_request_from_json(json);
    } catch (const Error& problem) {
        throw_input_error("The recipe is not one of faces: " + problem.problem(), picture.string(), problem.hint());
    }
}

MorphRequest film_in(const std::filesystem::path& picture) {
    const nlohmann::json json = recipe_json(picture);
    try {
        return morph_request_from_json(json);
    } catch (const Error& problem) {
        throw_input_error("The recipe is not one of a film: " + problem.problem(), picture.string(), problem.hint());
    }
}

std::string recipe_schema(const std::filesystem::path& picture) {
    const auto json = capture([&] { return recipe_json(picture); });
    if (!json.ok() || !json.value().is_object()) return {};
    const auto schema = json.value().find("schema");
    return schema != json.value().end() && schema->is_string() ? schema->get<std::string>() : std::string();
}

}  // namespace bplf
