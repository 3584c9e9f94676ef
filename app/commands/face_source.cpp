// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/face_source.h"

#include <algorithm>
#include <filesystem>

#include "app/commands/taken_face.h"
#include "core/base/error.h"
#include "core/collect/sources/picture_list.h"
#include "core/image/photo.h"

namespace bplf::cli {
namespace {

Face box_of_user(const std::vector<double>& box, const Image& photo) {
    if (box[2] < 1 || box[3] < 1)
        throw_usage_error("The rectangle is empty.", "--box", "Give x,y,width,height in pixels.");
    const bool outside =
        box[0] >= photo.width || box[1] >= photo.height || box[0] + box[2] <= 0 || box[1] + box[3] <= 0;
    if (outside)
        throw_usage_error("The rectangle lies outside the photo of " + std::to_string(photo.width) + 'x' +
                              std::to_string(photo.height) + " pixels.",
                          "--box");
    Face face;
    face.box = {box[0], box[1], box[2], box[3]};
    return face;
}

void find(TakenFace& taken, const FaceSource& source, Session& session) {
    for (const std::string& detector : source.detectors) {
        FaceOptions options;
        options.detector = taken.detector = detector;
        options.min_face = source.min_face;
        taken.faces = session.engine().find_faces(*taken.photo, options).value_or_throw();
        if (!taken.faces.empty()) return;
    }
    throw_input_error(
        "No face was found.", taken.path,
        "Use the whole picture with --detector none, name the place with --box x,y,w,h, or look again with "
        "--detector haar or a smaller --min-face.");
}

Face choose(const TakenFace& taken, int wanted) {
    const auto found = static_cast<int>(taken.faces.size());
    if (wanted > found)
        throw_usage_error("There is no face " + std::to_string(wanted) + ": " + plural(found, "face") +
                              (found == 1 ? " was found." : " were found."),
                          "--face");
    return taken.faces[static_cast<std::size_t>(wanted) - 1];
}

/// The photo with its faces, or the rectangle that was given.
TakenFace opened(const std::string& path, const FaceSource& source, Session& session) {
    TakenFace taken;
    taken.path = path;
    std::string warning;
    taken.photo = std::make_shared<const Image>(read_photo(path, &warning));
    if (!warning.empty()) session.console().warn(path + ": " + warning);
    if (source.box.empty()) {
        find(taken, source, session);
    } else {
        taken.detector = "box";
        taken.faces = {box_of_user(source.box, *taken.photo)};
    }
    return taken;
}

void cut(TakenFace& taken, const FaceSource& source, Session& session) {
    taken.crop = session.engine().crop_face(*taken.photo, taken.chosen, source.margin, source.roll).value_or_throw();
}

}  // namespace

TakenFace take_face(const std::string& path, const FaceSource& source, Session& session) {
    TakenFace taken = opened(path, source, session);
    taken.chosen = source.box.empty() ? choose(taken, source.face) : taken.faces.front();
    cut(taken, source, session);
    return taken;
}

std::vector<TakenFace> take_faces(const std::string& path, const FaceSource& source, Session& session) {
    if (!source.all_faces) return {take_face(path, source, session)};
    const TakenFace found = opened(path, source, session);
    std::vector<TakenFace> all;
    for (const Face& face : found.faces) {
        all.push_back(found);
        all.back().chosen = face;
        cut(all.back(), source, session);
    }
    return all;
}

std::vector<std::string> photos_in(const std::vector<std::string>& words) {
    std::vector<std::string> photos;
    for (const std::string& word : words) {
        if (!std::filesystem::is_directory(word)) {
            photos.push_back(word);
            continue;
        }
        const std::size_t before = photos.size();
        for (const std::filesystem::path& file : sorted_entries(word))
            if (is_picture(file)) photos.push_back(file.string());
        if (photos.size() == before)
            throw_input_error("has no pictures.", word, "Name a folder with photos in it, or files.");
    }
    return photos;
}

nlohmann::ordered_json face_json(const Face& face) {
    const FaceRect& box = face.box;
    nlohmann::ordered_json json{{"box", {box.x, box.y, box.width, box.height}}, {"score", face.score}};
    json["landmarks"] = nullptr;
    if (!face.landmarks) return json;
    for (const Point& point : *face.landmarks) json["landmarks"].push_back({point.x, point.y});
    return json;
}

std::string face_text(const TakenFace& taken) {
    const FaceRect& box = taken.chosen.box;
    std::string text = taken.detector == "box" ? "given rectangle" : "face at";
    text += ' ' + fixed(box.x, 0) + ',' + fixed(box.y, 0) + ' ' + fixed(box.width, 0) + 'x' + fixed(box.height, 0);
    if (taken.detector == "box") return text;
    return text + " (" + taken.detector + ", " + plural(static_cast<long long>(taken.faces.size()), "face") + " found)";
}

}  // namespace bplf::cli
