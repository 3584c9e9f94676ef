// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen tells the history of itself.
#pragma once

#include <string>
#include <vector>

#include "core/image/image.h"
#include "core/project/history_record.h"

namespace bplf::ui {

struct Snapshot {
    /// Kind, title, mix, temperature, seed and photos; the history adds the rest.
    project::HistoryRecord facts;
    std::vector<Image> pictures;  ///< for the thumbnail, at most four
    Image face;                   ///< what the model saw of a photo, in case the photo goes; may be empty
    std::string essence;          ///< equal for states that look alike
};

}  // namespace bplf::ui
