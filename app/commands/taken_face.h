// SPDX-License-Identifier: GPL-3.0-or-later
// A face on its way from a photo into a model.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/commands/face_source.h"
#include "app/commands/session.h"
#include "core/engine/types.h"

namespace bplf::cli {

struct TakenFace {
    std::string path;
    std::shared_ptr<const Image> photo;
    std::string detector;     ///< the one that found it, or "box"
    std::vector<Face> faces;  ///< all that were found
    Face chosen;
    Image crop;  ///< of the current model's size
};

/// Reads the photo, finds and chooses the face, and cuts it for the current model. Error(kInput) when the
/// photo cannot be read or holds no face; Error(kUsage) for a face or rectangle that is not there.
TakenFace take_face(const std::string& path, const FaceSource& source, Session& session);
/// The same of every face in the photo with --all-faces, else of the one.
std::vector<TakenFace> take_faces(const std::string& path, const FaceSource& source, Session& session);
/// The files named, and in place of each folder the pictures in it, sorted. Error(kInput) for a folder without any.
std::vector<std::string> photos_in(const std::vector<std::string>& words);

/// {"box": [x, y, w, h], "score": …, "landmarks": [[x, y] x 5] or null}
nlohmann::ordered_json face_json(const Face& face);
/// "face at 180,69 102x102 (haar, 2 faces found)"
std::string face_text(const TakenFace& taken);

}  // namespace bplf::cli
