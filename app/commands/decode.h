// SPDX-License-Identifier: GPL-3.0-or-later
// bplf decode: codes to pictures.
#pragma once

#include <string>
#include <vector>

#include "app/commands/verb.h"
#include "core/publish/saved_size.h"
#include "core/sample/look.h"
#include "core/sample/request.h"

namespace bplf::cli {

struct DecodeOptions {
    std::string model;
    std::string latents;
    std::vector<std::string> labels;  ///< one mix a word; "all"; empty: the one stored with the code
    Look look;                        ///< temperature and intensity; what is not asked for is the code's own
    std::string out;
    SavedSize size;
    DrawnAs as;
};

BPLF_VERB(30, root, "decode", DecodeOptions, add_decode);

}  // namespace bplf::cli
