// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/decode.h"

#include <algorithm>

#include "app/commands/labels.h"
#include "app/commands/pictures.h"
#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "core/base/error.h"
#include "core/base/models_folder.h"
#include "core/sample/latent_look.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

/// What to decode one code under: the asked mixes, else the one the code was made under. (An asked "no label" is not
/// filled in.)
std::vector<Look> looks_for(const Latent& code, const std::vector<LabelMix>& asked, const Look& look,
                            const ModelInfo& model) {
    const Look own = look_of_latent(code, look, asked.empty() ? model.labels : std::vector<std::string>{});
    return asked.empty() ? std::vector{own} : looks_of(asked, own);
}

/// "default" is the model that the first code names by its weights, where it comes with the program: codes of an
/// earlier default are still drawn.
std::string model_of(const std::vector<Latent>& codes, const std::string& asked) {
    if (asked != "default" || codes.empty()) return asked;
    const auto made_by = codes.front().metadata.find("model_sha256");
    return made_by == codes.front().metadata.end() ? asked : model_that_drew(asked, made_by->second);
}

void warn_about_weights(const std::vector<Latent>& codes, const ModelInfo& model, const Session& session) {
    for (const Latent& code : codes) {
        const auto made_by = code.metadata.find("model_sha256");
        if (made_by == code.metadata.end() || made_by->second == model.sha256) continue;
        session.console().warn("the codes were made by other weights: these are other faces");
        return;
    }
}

/// A code with a source is one of a photo.
Origin origin_of(const std::vector<Latent>& codes) {
    const bool edited = std::ranges::any_of(codes, [](const Latent& code) { return code.metadata.contains("source"); });
    return edited ? Origin::kEdited : Origin::kDrawn;
}

Json picture_json(const Cell& cell, const std::filesystem::path& path, std::size_t code) {
    return {{"path", path.string()},
            {"code", code + 1},
            {"label", format_label_mix(cell.look.mix)},
            {"intensity", *cell.look.intensity},
            {"bits_per_dim", cell.bits_per_dim},
            {"sha256", cell.sha256}};
}

}  // namespace

int run(const DecodeOptions& options, Session& session) {
    PictureOutput output(options.out, session.options().force, options.size);
    const std::vector<Latent> codes = load_latents(options.latents);
    const ModelInfo model = session.load_model(model_of(codes, options.model));
    const std::vector<LabelMix> asked = parse_mixes(options.labels, model);
    warn_about_weights(codes, model, session);

    ProgressView view(session.options());
    Progress progress = progress_of("decode", codes.size(), "codes");
    std::vector<Picture> pictures;
    Json images = Json::array();
    for (std::size_t i = 0; i < codes.size(); ++i) {
        for (const Look& look : looks_for(codes[i], asked, options.look, model)) {
            throw_if_stopped(session.stop());
            const Cell cell = session.engine().decode(codes[i], look, options.as).value_or_throw();
            const std::string name = mix_name(look.mix) + "-code" + std::to_string(i + 1);
            images.push_back(picture_json(cell, output.path_of(name), i));
            pictures.push_back({cell.image, name, ""});
        }
        progress.done += 1;
        view.show(progress);
    }
    std::vector<std::string> names;
    for (const Picture& picture : pictures) names.push_back(picture.name);
    output.refuse_existing_pictures(names);
    const int columns = asked.size() > 1 ? static_cast<int>(asked.size()) : 0;
    output.mark(origin_of(codes), model.licence);
    output.write_all(pictures, columns, "");
    session.console().result({{"schema", "bplf.decode.result.v1"}, {"images", images}},
                             options.out + ": " + plural(static_cast<long long>(pictures.size()), "picture") +
                                 " from " + plural(static_cast<long long>(codes.size()), "code"));
    return 0;
}

}  // namespace bplf::cli
