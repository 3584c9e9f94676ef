// SPDX-License-Identifier: GPL-3.0-or-later
// bplf enlarge and colourise: photos of which a part is drawn.
#pragma once

#include <string>
#include <vector>

#include "app/commands/face_source.h"
#include "app/commands/verb.h"
#include "core/publish/saved_size.h"

namespace bplf::cli {

/// What both have.
struct CompletePhotos {
    std::string model;
    std::vector<std::string> photos;  ///< files and folders
    FaceSource source;
    int given = 0;            ///< side that the face is taken at; 0: by its pixels in the photo
    bool keep_going = false;  ///< leave out photos that fail
    std::string out;
    SavedSize saved;
};

struct EnlargeOptions : CompletePhotos {
    int size = 0;         ///< side to draw; 0: the model's own
    bool colour = false;  ///< of grey photos as well
};

struct ColouriseOptions : CompletePhotos {};

BPLF_VERB(42, root, "enlarge", EnlargeOptions, add_enlarge);
BPLF_VERB(44, root, "colourise", ColouriseOptions, add_colourise);

}  // namespace bplf::cli
