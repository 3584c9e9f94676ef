// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/relabel.h"

#include <filesystem>
#include <set>
#include <span>

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

/// A face with its code.
struct Coded {
    TakenFace face;
    Encoding encoding;
};

std::vector<Coded> encode_faces(std::vector<TakenFace> faces, const LabelMix& from, Session& session) {
    std::vector<Coded> coded;
    for (TakenFace& face : faces) {
        throw_if_stopped(session.stop());
        Encoding encoding = session.engine().encode(face.crop, from, session.stop()).value_or_throw();
        coded.push_back({std::move(face), std::move(encoding)});
    }
    return coded;
}

Json coded_json(const Coded& coded, const ModelInfo& model) {
    Json json{{"from", format_label_mix(coded.encoding.look.mix)}, {"face", face_json(coded.face.chosen)}};
    json.update(encoding_json(coded.encoding, model));
    return json;
}

class Relabelling {
  public:
    Relabelling(const RelabelOptions& options, Session& session)
        : options_(options),
          session_(session),
          output_(options.out, session.options().force, options.size),
          model_(session.load_model(options.model)),
          targets_(parse_mixes({options.to}, model_)),
          from_(parse_mix(options.from, model_)),
          strength_(options.strength.value_or(relabel_strength(model_.own))),
          photos_(photos_in(options.photos)) {
        output_.mark(Origin::kEdited, model_.licence);
    }

    void run() {
        if (options_.paste_back && output_.is_sheet() && photos_.size() > 1)
            throw_usage_error("Several whole photos are no sheet.", "--out", "Give a folder.");
        if (is_of_one_face()) output_.refuse_existing_pictures(names_of(""));
        ProgressView view(session_.options());
        Progress progress = progress_of("relabel", photos_.size(), "photos");
        for (const std::string& photo : photos_) {
            throw_if_stopped(session_.stop());
            relabel_photo(photo);
            progress.done += 1;
            view.show(progress);
        }
        if (output_.is_sheet()) output_.write_all(pictures_, static_cast<int>(names_of("").size()), "");
    }

    void report() const {
        Json json{{"schema", "bplf.relabel.result.v1"}, {"strength", strength_}};
        // One photo is the usual case: its numbers stand where a script looks first.
        if (reports_.size() == 1) json.update(reports_.front());
        json["photos"] = reports_;
        session_.console().result(json, text_ + "saved " + options_.out + ": to " + options_.to);
    }

  private:
    bool is_of_one_face() const { return photos_.size() == 1 && !options_.source.all_faces; }
    /// A strip starts with the face as it is.
    bool is_strip() const { return options_.to == "all"; }

    std::vector<std::string> names_of(const std::string& prefix) const {
        std::vector<std::string> names;
        if (is_strip()) names.push_back(prefix + "original");
        for (const LabelMix& target : targets_) names.push_back(prefix + mix_name(target));
        return names;
    }

    void relabel_photo(const std::string& photo) {
        std::vector<TakenFace> faces = take_faces(photo, options_.source, session_);
        const std::string stem = is_of_one_face() ? "" : file_word(std::filesystem::path(photo).stem().string()) + '-';
        // Changed faces of one photo belong into it together.
        const bool each_alone = options_.source.all_faces && !options_.paste_back;
        std::vector<std::string> prefixes{stem};
        if (each_alone) {
            prefixes.clear();
            for (std::size_t i = 1; i <= faces.size(); ++i) prefixes.push_back(stem + std::to_string(i) + '-');
        }
        for (const std::string& prefix : prefixes) claim(names_of(prefix), photo);
        const std::vector<Coded> coded = encode_faces(std::move(faces), from_, session_);
        Json report{{"photo", photo}, {"images", Json::array()}};
        for (std::size_t i = 0; i < prefixes.size(); ++i)
            add_pictures(each_alone ? std::span(coded).subspan(i, 1) : std::span(coded), prefixes[i], report["images"]);
        if (coded.size() == 1) report.update(coded_json(coded.front(), model_));
        report["faces"] = Json::array();
        for (const Coded& one : coded) {
            report["faces"].push_back(coded_json(one, model_));
            text_ += photo + ": " + face_text(one.face) + ", from " + format_label_mix(one.encoding.look.mix) + '\n' +
                     encoding_text(one.encoding, model_);
        }
        reports_.push_back(report);
    }

    /// No picture may take another's name, of this run or of one before.
    void claim(const std::vector<std::string>& names, const std::string& photo) {
        for (const std::string& name : names)
            if (!claimed_.insert(name).second)
                throw_usage_error("Two pictures would become \"" + name + ".png\".", photo,
                                  "Give the photos different names.");
        output_.refuse_existing_pictures(names);
    }

    /// The pictures of some faces under each target, `strength_` of the way from the look of their making: of one face
    /// itself, or the photo with all of them.
    void add_pictures(std::span<const Coded> faces, const std::string& prefix, Json& images) {
        if (is_strip()) add_picture(faces, nullptr, prefix + "original", images);
        for (const LabelMix& target : targets_) add_picture(faces, &target, prefix + mix_name(target), images);
    }

    /// target: nullptr is the face as it is.
    void add_picture(std::span<const Coded> faces, const LabelMix* target, const std::string& name, Json& images) {
        throw_if_stopped(session_.stop());
        Image image = options_.paste_back ? *faces.front().face.photo : Image();
        Json json{{"path", output_.path_of(name).string()}, {"label", target ? format_label_mix(*target) : "original"}};
        for (const Coded& one : faces) {
            const Cell cell = target ? drawn_under(*target, one.encoding) : as_it_is(one.encoding);
            if (target && faces.size() == 1) json["bits_per_dim"] = cell.bits_per_dim;
            image = options_.paste_back ? paste_back(image, square_of(one.face), one.encoding.crop, cell.image)
                                        : cell.image;
        }
        json["sha256"] = pixel_hash(image);
        images.push_back(json);
        pictures_.push_back({std::move(image), name, ""});
        if (output_.is_sheet()) return;
        output_.write_one(pictures_.back());
        pictures_.clear();
    }

    CropSquare square_of(const TakenFace& face) const {
        return crop_square(face.chosen, both_margins(model_.frame_margin, options_.source.margin),
                           options_.source.roll);
    }

    static Cell as_it_is(const Encoding& encoding) {
        Cell cell;
        cell.image = encoding.crop;
        cell.bits_per_dim = encoding.bits_per_dim;
        return cell;
    }

    /// A code under a look, or the face as it is where that is the look it was made under.
    Cell drawn_under(const LabelMix& target, const Encoding& encoding) {
        const Look look = relabelled(encoding.look.mix, target, strength_, model_.labels);
        if (look.mix == encoding.look.mix) {
            if (look.intensity == encoding.look.intensity) return as_it_is(encoding);
            session_.console().note("The face shows " + format_label_mix(look.mix) + " already: that is exaggerated, " +
                                    fixed(*look.intensity, 2) +
                                    " times as strong. --strength 1 keeps the face as it is.");
        }
        return session_.engine().decode(encoding.latent, look).value_or_throw();
    }

    const RelabelOptions& options_;
    Session& session_;
    PictureOutput output_;
    ModelInfo model_;
    std::vector<LabelMix> targets_;
    LabelMix from_;
    double strength_;
    std::vector<std::string> photos_;
    std::vector<Picture> pictures_;
    std::set<std::string> claimed_;
    Json reports_ = Json::array();
    std::string text_;
};

}  // namespace

int run(const RelabelOptions& options, Session& session) {
    if (!options.source.mtcnn_weights.empty()) session.console().note(kWeightsNote);
    Relabelling relabelling(options, session);
    relabelling.run();
    relabelling.report();
    return 0;
}

}  // namespace bplf::cli
