// SPDX-License-Identifier: GPL-3.0-or-later
// bplf encode: photos to codes, exactly.
#pragma once

#include <string>
#include <vector>

#include "app/commands/face_source.h"
#include "app/commands/verb.h"

namespace bplf::cli {

struct EncodeOptions {
    std::string model;
    std::vector<std::string> photos;
    FaceSource source;
    std::string label;           ///< empty: the most likely one
    std::string out;             ///< latent file; empty: only measure
    std::string reconstruction;  ///< a sheet: crop and reconstruction, one row per face
    bool keep_going = false;     ///< leave out photos that fail
};

BPLF_VERB(20, root, "encode", EncodeOptions, add_encode);

}  // namespace bplf::cli
