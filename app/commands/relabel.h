// SPDX-License-Identifier: GPL-3.0-or-later
// bplf relabel: the same face with another expression.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/commands/face_source.h"
#include "app/commands/verb.h"
#include "core/publish/saved_size.h"

namespace bplf::cli {

struct RelabelOptions {
    std::string model;
    std::vector<std::string> photos;  ///< files and folders
    FaceSource source;
    std::string to;    ///< a mix, or "all" for the strip
    std::string from;  ///< empty: the most likely label
    /// 0 keeps `from`, 1 is wholly `to`, up to 4 exaggerates it; absent: 1 or the model's own intensity, if that is
    /// more
    std::optional<double> strength;
    bool paste_back = false;  ///< save the photo with the changed face in it
    std::string out;
    SavedSize size;
};

BPLF_VERB(40, root, "relabel", RelabelOptions, add_relabel);

}  // namespace bplf::cli
