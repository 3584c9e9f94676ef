// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/encode.h"

#include <algorithm>

#include "app/commands/encoding_report.h"
#include "app/commands/labels.h"
#include "app/commands/pictures.h"
#include "app/commands/progress_view.h"
#include "app/commands/session.h"
#include "app/commands/taken_face.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/publish/provenance.h"

namespace bplf::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Encoded {
    TakenFace face;
    Encoding encoding;
};

/// One face of the photo, or all of them, appended.
void encode_photo(const std::string& photo, const EncodeOptions& options, const LabelMix& mix, Session& session,
                  std::vector<Encoded>& encoded) {
    for (TakenFace& face : take_faces(photo, options.source, session)) {
        Encoding encoding = session.engine().encode(face.crop, mix, session.stop()).value_or_throw();
        set_photo_source(encoding.latent, photo);
        encoded.push_back({std::move(face), std::move(encoding)});
    }
}

/// Every photo, or, with --keep-going, those that can be encoded; the errors of the others are kept.
std::vector<Encoded> encode_all(const EncodeOptions& options, const LabelMix& mix, Session& session,
                                std::vector<Error>& failures) {
    ProgressView view(session.options());
    const std::vector<std::string> photos = photos_in(options.photos);
    Progress progress = progress_of("encode", photos.size(), "photos");
    std::vector<Encoded> encoded;
    for (const std::string& photo : photos) {
        throw_if_stopped(session.stop());
        try {
            encode_photo(photo, options, mix, session, encoded);
        } catch (const Error& error) {
            if (!options.keep_going || error.kind() != ErrorKind::kInput) throw;
            session.console().warn(error.what());
            failures.push_back(error);
        }
        progress.done += 1;
        view.show(progress);
    }
    if (encoded.empty()) throw failures.front();
    return encoded;
}

void save_codes(const std::vector<Encoded>& encoded, const std::string& path) {
    std::vector<Latent> codes;
    for (const Encoded& one : encoded) codes.push_back(one.encoding.latent);
    save_latent(path, codes);
}

void save_reconstructions(const std::vector<Encoded>& encoded, const PictureOutput& output) {
    std::vector<Picture> pictures;
    for (const Encoded& one : encoded) {
        pictures.push_back({one.encoding.crop, "", ""});
        pictures.push_back({one.encoding.reconstruction, "", ""});
    }
    output.write_all(pictures, 2, "");
}

Json photo_json(const Encoded& one, const ModelInfo& model) {
    Json faces = Json::array();
    for (const Face& face : one.face.faces) faces.push_back(face_json(face));
    Json json{{"photo", one.face.path},
              {"detector", one.face.detector},
              {"faces", faces},
              {"face", face_json(one.face.chosen)}};
    json.update(encoding_json(one.encoding, model));
    return json;
}

void print(const std::vector<Encoded>& encoded, const std::vector<Error>& failures, const EncodeOptions& options,
           const ModelInfo& model, const Session& session) {
    Json result{{"schema", "bplf.encode.result.v1"}};
    Json photos = Json::array();
    std::string text;
    for (const Encoded& one : encoded) {
        photos.push_back(photo_json(one, model));
        text += one.face.path + ": " + face_text(one.face) + '\n' + encoding_text(one.encoding, model);
    }
    // One photo is the usual case: its numbers stand where a script looks first.
    if (encoded.size() == 1 && failures.empty()) result.update(photos.front());
    result["photos"] = photos;
    Json problems = Json::array();
    for (const Error& error : failures)
        problems.push_back({{"message", error.problem()}, {"where", error.where()}, {"hint", error.hint()}});
    if (!failures.empty()) result["failures"] = problems;
    if (!options.out.empty()) {
        result["out"] = options.out;
        text += "saved " + options.out + '\n';
    }
    session.console().result(result, text);
}

}  // namespace

int run(const EncodeOptions& options, Session& session) {
    if (!options.source.mtcnn_weights.empty()) session.console().note(kWeightsNote);
    const bool force = session.options().force;
    if (!options.out.empty()) refuse_existing(options.out, force);
    std::optional<PictureOutput> sheet;
    if (!options.reconstruction.empty()) sheet.emplace(options.reconstruction, force, SavedSize{});
    if (sheet && !sheet->is_sheet())
        throw_usage_error("The reconstruction is one sheet.", "--reconstruction", "Give a name ending in .png.");
    const ModelInfo model = session.load_model(options.model);
    const LabelMix mix = parse_mix(options.label, model);
    std::vector<Error> failures;
    const std::vector<Encoded> encoded = encode_all(options, mix, session, failures);
    if (!options.out.empty()) save_codes(encoded, options.out);
    if (sheet) save_reconstructions(encoded, *sheet);
    print(encoded, failures, options, model, session);
    return failures.empty() ? 0 : static_cast<int>(ErrorKind::kInput);
}

}  // namespace bplf::cli
