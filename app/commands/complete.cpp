// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/complete.h"

#include <algorithm>
#include <filesystem>

#include "app/commands/pictures.h"
#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "app/commands/taken_face.h"
#include "core/base/error.h"
#include "core/engine/complete.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

/// What is drawn of each face.
struct Wish {
    bool colour_of_grey = false;  ///< draw colour where the photo has none
    bool colour = false;          ///< draw it whatever the photo has
    bool details = false;
    int size = 0;  ///< with details: up to this one, 0 = the model's own
};

class Completing {
  public:
    Completing(const CompletePhotos& options, const Wish& wish, Session& session)
        : options_(options),
          wish_(wish),
          session_(session),
          output_(options.out, session.options().force, options.saved),
          model_(session.load_model(options.model)) {
        output_.mark(Origin::kEdited, model_.licence);
    }

    /// Every face, or, with --keep-going, those that go.
    void run() {
        const std::vector<std::string> photos = photos_in(options_.photos);
        ProgressView view(session_.options());
        Progress progress = progress_of("draw", photos.size(), "photos");
        for (const std::string& photo : photos) {
            throw_if_stopped(session_.stop());
            try {
                complete_photo(photo);
            } catch (const Error& error) {
                const bool is_about_photo = error.kind() == ErrorKind::kInput || error.kind() == ErrorKind::kUsage;
                if (!options_.keep_going || !is_about_photo) throw;
                session_.console().warn(photo + ": " + error.what());
                failures_.push_back(error);
            }
            progress.done += 1;
            view.show(progress);
        }
        if (pictures_.empty()) throw failures_.front();
        if (output_.is_sheet()) output_.write_all(pictures_, 0, pictures_.front().recipe);
    }

    int report() const {
        Json result{{"schema", "bplf.complete.result.v1"}, {"images", images_}, {"seed", session_.options().seed}};
        if (!failures_.empty()) {
            result["failures"] = Json::array();
            for (const Error& error : failures_)
                result["failures"].push_back({{"message", error.problem()}, {"where", error.where()}});
        }
        session_.console().result(result, text_ + "saved " + options_.out);
        return failures_.empty() ? 0 : static_cast<int>(ErrorKind::kInput);
    }

  private:
    void complete_photo(const std::string& photo) {
        const std::vector<TakenFace> faces = take_faces(photo, options_.source, session_);
        for (std::size_t i = 0; i < faces.size(); ++i) {
            std::string name = std::filesystem::path(photo).stem().string();
            if (options_.source.all_faces) name += '-' + std::to_string(i + 1);
            complete_face(faces[i], file_word(name));
        }
    }

    void complete_face(const TakenFace& face, const std::string& name) {
        if (std::ranges::find(pictures_, name, &Picture::name) != pictures_.end())
            throw_usage_error("Two pictures would become \"" + name + ".png\".", face.path,
                              "Give them different names.");
        output_.refuse_existing_pictures({name});
        const FaceSource& source = options_.source;
        const int side = options_.given > 0 ? options_.given
                                            : size_within(model_, side_in_photo(model_, face.chosen, source.margin));
        Completion what;
        what.given =
            session_.engine().crop_face(*face.photo, face.chosen, source.margin, source.roll, side).value_or_throw();
        what.draws_colour = wish_.colour || (wish_.colour_of_grey && is_grey(what.given));
        what.size = wish_.details ? wish_.size : side;
        what.seed = session_.options().seed;
        const Completed done = session_.engine().complete(what, session_.stop()).value_or_throw();
        const std::string recipe = recipe_of_completion(model_, what, done, face.path);
        pictures_.push_back({done.image, name, recipe});
        if (!output_.is_sheet()) output_.write_one(pictures_.back());
        text_ += face.path + ": " + face_text(face) + '\n' + "  given     " + plural(side, "pixel") + " a side" +
                 (what.draws_colour ? ", without colour" : "") + '\n' + "  drawn     " + drawn_text(done) +
                 ": drawn, not seen\n";
        Json image = Json::parse(recipe);
        image["path"] = output_.path_of(name).string();
        image["face"] = face_json(face.chosen);
        image["sha256"] = pixel_hash(done.image);
        images_.push_back(image);
    }

    static std::string drawn_text(const Completed& done) {
        std::string text;
        for (const std::string& part : done.drawn)
            text += (text.empty() ? "" : ", ") + (part == "chroma" ? "colour" : "details at " + part + " pixels");
        return text;
    }

    const CompletePhotos& options_;
    Wish wish_;
    Session& session_;
    PictureOutput output_;
    ModelInfo model_;
    std::vector<Picture> pictures_;
    std::vector<Error> failures_;
    Json images_ = Json::array();
    std::string text_;
};

int complete_all(const CompletePhotos& options, const Wish& wish, Session& session) {
    if (!options.source.mtcnn_weights.empty()) session.console().note(kWeightsNote);
    Completing completing(options, wish, session);
    completing.run();
    return completing.report();
}

}  // namespace

int run(const EnlargeOptions& options, Session& session) {
    return complete_all(options, {options.colour, false, true, options.size}, session);
}

int run(const ColouriseOptions& options, Session& session) {
    return complete_all(options, {true, true, false, 0}, session);
}

}  // namespace bplf::cli
