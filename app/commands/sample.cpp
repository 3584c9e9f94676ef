// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/sample.h"

#include <cmath>
#include <optional>

#include "app/commands/labels.h"
#include "app/commands/pictures.h"
#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/models_folder.h"
#include "core/publish/recipe.h"
#include "core/sample/cells.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

int automatic_columns(const SampleOptions& options, const SampleRequest& request) {
    if (request.looks.size() > 1) return request.count;
    if (options.columns > 0) return std::min(options.columns, request.count);
    return static_cast<int>(std::ceil(std::sqrt(request.count)));
}

SampleRequest request_from_options(const SampleOptions& options, const Session& session, const ModelInfo& model) {
    SampleRequest request;
    request.model = options.model.empty() ? "default" : options.model;
    request.seed = session.options().seed;
    request.count = options.count;
    request.looks = {options.look};
    if (!options.labels.empty()) request.looks = looks_of(parse_mixes(options.labels, model), options.look);
    request.columns = automatic_columns(options, request);
    return request;
}

/// The model named on the command line, else the recipe's, else the default.
ModelInfo load_model(const SampleOptions& options, const std::optional<SampleRequest>& recipe, Session& session) {
    const bool from_recipe = options.model.empty() && recipe && !recipe->model.empty();
    if (!from_recipe) return session.load_model(options.model.empty() ? "default" : options.model);
    try {
        return session.load_model(model_that_drew(recipe->model, recipe->model_sha256));
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::kInput) throw;
        throw_input_error(
            "The picture was drawn by the model \"" + recipe->model + "\", which is not found here: " + error.problem(),
            options.recipe, "Name its file: bplf sample MODEL.safetensors --recipe PICTURE.");
    }
}

/// A recipe drawn by other weights gives other faces: an error, unless the model was chosen on purpose.
void check_weights(const SampleRequest& request, const ModelInfo& model, const SampleOptions& options,
                   const Session& session) {
    if (request.model_sha256.empty() || request.model_sha256 == model.sha256) return;
    if (options.model.empty())
        throw_input_error("The picture was drawn by other weights than those of \"" + model.name + "\".",
                          options.recipe, "Name the MODEL to draw the recipe with it all the same.");
    session.console().warn("the picture was drawn by other weights: these are other faces");
}

std::string cell_name(const LabelMix& mix, std::uint64_t seed) {
    return mix_name(mix) + '-' + std::to_string(seed);
}

std::vector<std::string> cell_names(const SampleRequest& request) {
    std::vector<std::string> names;
    for (int cell = 0; cell < cell_count(request); ++cell)
        names.push_back(
            cell_name(request.looks[static_cast<std::size_t>(cell / request.count)].mix, seed_of_cell(request, cell)));
    return names;
}

/// What the recipe says, with what the command line says in its place; what was chosen of other weights or seeds is
/// chosen anew.
void set_best_of(const SampleOptions& options, bool is_other_drawing, SampleRequest& request) {
    if (options.best_of > 0) request.best_of = {options.best_of, options.classifier, {}};
    if (is_other_drawing) request.best_of.chosen.clear();
}

SampleRequest chosen(const SampleRequest& request, Session& session) {
    ProgressView view(session.options());
    return session.engine().choose(request, view.sink(), session.stop()).value_or_throw();
}

Json cell_json(const Cell& cell, const std::filesystem::path& path) {
    return {{"path", path.string()},
            {"index", cell.index},
            {"label", format_label_mix(cell.look.mix)},
            {"seed", cell.seed},
            {"temperature", cell.look.temperature},
            {"intensity", *cell.look.intensity},
            {"bits_per_dim", cell.bits_per_dim},
            {"sha256", cell.sha256}};
}

void save_codes(const SampleRequest& request, const std::string& path, Session& session) {
    std::vector<Latent> codes;
    for (int cell = 0; cell < cell_count(request); ++cell) {
        throw_if_stopped(session.stop());
        codes.push_back(session.engine().latent_of(request, cell).value_or_throw());
    }
    save_latent(path, codes);
}

std::vector<Cell> draw(const SampleRequest& request, const PictureOutput& output, Session& session,
                       SampleSummary& summary) {
    ProgressView view(session.options());
    std::vector<Cell> cells(static_cast<std::size_t>(cell_count(request)));
    Progress progress = progress_of("draw", cells.size(), "faces");
    const CellSink sink = [&](Cell cell) {
        // A folder fills as faces come, so that an interrupted run leaves the finished ones.
        if (!output.is_sheet())
            output.write_one(
                {cell.image, cell_name(cell.look.mix, cell.seed), recipe_of_cell(request, cell.seed, cell.look)});
        progress.done += 1;
        progress.seconds += cell.milliseconds / 1000;
        view.show(progress);
        const auto at = static_cast<std::size_t>(cell.index);
        cells.at(at) = std::move(cell);
    };
    summary = session.engine().sample(request, sink, session.stop()).value_or_throw();
    return cells;
}

void write_sheet(const std::vector<Cell>& cells, const SampleRequest& request, const PictureOutput& output) {
    std::vector<Picture> pictures;
    pictures.reserve(cells.size());
    for (const Cell& cell : cells) pictures.push_back({cell.image, "", ""});
    output.write_all(pictures, request.columns, recipe_of(request));
}

void print(const std::vector<Cell>& cells, const SampleRequest& request, const SampleOptions& options,
           const SampleSummary& summary, const PictureOutput& output, const Session& session) {
    Json images = Json::array();
    double bits = 0;
    for (const Cell& cell : cells) {
        images.push_back(cell_json(cell, output.path_of(cell_name(cell.look.mix, cell.seed))));
        bits += cell.bits_per_dim;
    }
    const auto count = static_cast<double>(cells.size());
    const std::string best =
        request.best_of.candidates > 1 ? ", each the best of " + std::to_string(request.best_of.candidates) : "";
    const Json result{{"schema", "bplf.sample.result.v1"},
                      {"request", Json(to_json(request))},
                      {"images", images},
                      {"seconds", summary.seconds}};
    session.console().result(result, options.out + ": " + plural(static_cast<long long>(cells.size()), "face") + best +
                                         " in " + duration_text(summary.seconds) + ", " + fixed(bits / count, 3) +
                                         " bits/dim on average");
}

}  // namespace

int run(const SampleOptions& options, Session& session) {
    if (!options.latents.empty()) refuse_existing(options.latents, session.options().force);
    std::optional<SampleRequest> recipe;
    if (!options.recipe.empty()) recipe = request_in(options.recipe);
    SavedSize size = options.size;
    if (recipe && size == SavedSize{} && recipe->pixels > 0) size = {.is_smooth = true, .pixels = recipe->pixels};
    PictureOutput output(options.out, session.options().force, size);
    const ModelInfo model = load_model(options, recipe, session);
    SampleRequest request = recipe ? *recipe : request_from_options(options, session, model);
    if (recipe) check_weights(request, model, options, session);
    if (recipe && !options.model.empty()) request.model = options.model;
    if (recipe && session.options().seed_given) request.seed = session.options().seed;
    set_best_of(options, session.options().seed_given || request.model_sha256 != model.sha256, request);
    request.model_sha256 = model.sha256;
    if (options.as.size > 0) request.as.size = options.as.size;
    if (options.as.grey) request.as.grey = true;
    request.pixels = size.pixels;
    request = chosen(request, session);
    output.refuse_existing_pictures(cell_names(request));
    output.mark(Origin::kDrawn, model.licence);

    SampleSummary summary;
    const std::vector<Cell> cells = draw(request, output, session, summary);
    if (output.is_sheet()) write_sheet(cells, request, output);
    if (!options.latents.empty()) save_codes(request, options.latents, session);
    print(cells, request, options, summary, output, session);
    return 0;
}

}  // namespace bplf::cli
