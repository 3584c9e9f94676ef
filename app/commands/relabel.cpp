// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/relabel.h"

#include "app/commands/encoding_report.h"
#include "app/commands/labels.h"
#include "app/commands/pictures.h"
#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "app/commands/taken_face.h"
#include "core/base/error.h"
#include "core/face/frame.h"
#include "core/face/paste.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

Json picture_json(const Picture& picture, const std::string& label, const PictureOutput& output) {
    return {{"path", output.path_of(picture.name).string()}, {"label", label}, {"sha256", pixel_hash(picture.image)}};
}

struct Relabelled {
    std::vector<Picture> pictures;
    Json images = Json::array();
};

/// What is saved of a changed face: itself, or the photo with it.
Image shown(const Image& changed, const Encoding& encoding, const TakenFace& face, const RelabelOptions& options,
            const ModelInfo& model) {
    if (!options.paste_back) return changed;
    const double margin = both_margins(model.frame_margin, options.source.margin);
    return paste_back(face.photo, crop_square(face.chosen, margin, options.source.roll), encoding.crop, changed);
}

/// A code under a look, or the face as it is where that is the look it was made under.
Cell drawn_under(const Look& look, const Encoding& encoding, Session& session) {
    if (look.mix == encoding.look.mix) {
        if (look.intensity == encoding.look.intensity) {
            Cell cell;
            cell.image = encoding.crop;
            cell.bits_per_dim = encoding.bits_per_dim;
            return cell;
        }
        session.console().note("The face shows " + format_label_mix(look.mix) + " already: that is exaggerated, " +
                               fixed(*look.intensity, 2) + " times as strong. --strength 1 keeps the face as it is.");
    }
    return session.engine().decode(encoding.latent, look).value_or_throw();
}

/// The pictures of the code under each target, `strength` of the way from the look of its making.
Relabelled decode_targets(const Encoding& encoding, const TakenFace& face, const std::vector<LabelMix>& targets,
                          const RelabelOptions& options, double strength, const ModelInfo& model,
                          const PictureOutput& output, Session& session) {
    Relabelled result;
    // A strip starts with the face as it is.
    if (options.to == "all") {
        result.pictures.push_back({shown(encoding.crop, encoding, face, options, model), "original", ""});
        result.images.push_back(picture_json(result.pictures.back(), "original", output));
    }
    for (const LabelMix& target : targets) {
        throw_if_stopped(session.stop());
        const Look look = relabelled(encoding.look.mix, target, strength, model.labels);
        const Cell cell = drawn_under(look, encoding, session);
        result.pictures.push_back({shown(cell.image, encoding, face, options, model), mix_name(target), ""});
        Json image = picture_json(result.pictures.back(), format_label_mix(target), output);
        image["bits_per_dim"] = cell.bits_per_dim;
        result.images.push_back(image);
    }
    return result;
}

std::vector<std::string> names_of(const std::vector<LabelMix>& targets, bool strip) {
    std::vector<std::string> names;
    if (strip) names.emplace_back("original");
    for (const LabelMix& target : targets) names.push_back(mix_name(target));
    return names;
}

}  // namespace

int run(const RelabelOptions& options, Session& session) {
    if (!options.source.mtcnn_weights.empty()) session.console().note(kWeightsNote);
    PictureOutput output(options.out, session.options().force, options.size);
    const ModelInfo model = session.load_model(options.model);
    const std::vector<LabelMix> targets = parse_mixes({options.to}, model);
    const LabelMix asked_from = parse_mix(options.from, model);
    output.refuse_existing_pictures(names_of(targets, options.to == "all"));
    const TakenFace face = take_face(options.photo, options.source, session);
    const Encoding encoding = session.engine().encode(face.crop, asked_from, session.stop()).value_or_throw();
    const LabelMix& from = encoding.look.mix;
    const double strength = options.strength.value_or(relabel_strength(model.own));
    const Relabelled result = decode_targets(encoding, face, targets, options, strength, model, output, session);
    output.mark(Origin::kEdited, model.licence);
    output.write_all(result.pictures, static_cast<int>(result.pictures.size()), "");

    Json json{{"schema", "bplf.relabel.result.v1"},
              {"images", result.images},
              {"from", format_label_mix(from)},
              {"strength", strength},
              {"face", face_json(face.chosen)}};
    json.update(encoding_json(encoding, model));
    session.console().result(json, options.photo + ": " + face_text(face) + '\n' + encoding_text(encoding, model) +
                                       "saved " + options.out + ": " + format_label_mix(from) + " to " + options.to);
    return 0;
}

}  // namespace bplf::cli
