// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/publish/recipe.h"

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/base/models_folder.h"
#include "core/base/result.h"
#include "core/base/sha256.h"
#include "core/image/png.h"
#include "core/sample/cells.h"
#include "core/sample/request_key.h"

namespace bplf {
namespace {

/// The request as it may leave the computer: the model by its name and hash, not by the user's folders.
template <typename Request>
nlohmann::json portable(Request request) {
    request.model = model_name(request.model);
    if constexpr (requires { request.best_of; }) request.best_of.classifier = model_name(request.best_of.classifier);
    return to_json(request);
}

/// The films' photos and codes by their names, as set_photo_source() notes them.
MorphRequest without_folders(MorphRequest film) {
    for (MorphKey& key : film.keys) {
        const std::string kind = file_kind_of(key);
        if (kind.empty()) continue;
        key.source = kind + std::filesystem::path(file_of(key)).filename().string();
    }
    return film;
}

/// What lies beside the picture is meant; what does not keeps its name, which an error then says.
MorphRequest with_files_beside(MorphRequest film, const std::filesystem::path& picture) {
    for (MorphKey& key : film.keys) {
        const std::string kind = file_kind_of(key);
        if (kind.empty()) continue;
        const std::filesystem::path file(file_of(key));
        const auto beside = picture.parent_path() / file;
        if (file.is_relative() && std::filesystem::exists(beside)) key.source = kind + beside.string();
    }
    return film;
}

nlohmann::json film_json(const MorphRequest& request, const SavedSize& size) {
    nlohmann::json json = portable(without_folders(request));
    write_size(json, size);
    return json;
}

nlohmann::json read_json(const std::filesystem::path& file) {
    nlohmann::json json = nlohmann::json::parse(read_file(file, std::size_t{16} << 20), nullptr, false);
    if (json.is_discarded()) throw_input_error("This is no recipe.", file.string(), "Use another copy of the file.");
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
    nlohmann::json json = film_json(request, size);
    for (const MorphKey& key : request.keys) {
        const std::string kind = file_kind_of(key);
        const std::filesystem::path file(file_of(key));
        // A film may be told of before its files are there.
        if (kind.empty() || !std::filesystem::is_regular_file(file)) continue;
        json["sha256_of_sources"][kind + file.filename().string()] = sha256_of_file(file);
    }
    return json.dump(2) + "\n";
}

SampleRequest request_in(const std::filesystem::path& picture) {
    const nlohmann::json json = recipe_json(picture);
    try {
        return sample_request_from_json(json);
    } catch (const Error& problem) {
        throw_input_error("The recipe is not one of faces: " + problem.problem(), picture.string(), problem.hint());
    }
}

MorphRequest film_in(const std::filesystem::path& file) {
    const nlohmann::json json = lower_ending(file) == ".json" ? read_json(file) : recipe_json(file);
    try {
        return with_files_beside(morph_request_from_json(json), file);
    } catch (const Error& problem) {
        throw_input_error("The recipe is not one of a film: " + problem.problem(), file.string(), problem.hint());
    }
}

std::string recipe_schema(const std::filesystem::path& picture) {
    const auto json = capture([&] { return recipe_json(picture); });
    if (!json.ok() || !json.value().is_object()) return {};
    const auto schema = json.value().find("schema");
    return schema != json.value().end() && schema->is_string() ? schema->get<std::string>() : std::string();
}

}  // namespace bplf
