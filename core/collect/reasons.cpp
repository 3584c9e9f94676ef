// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/reasons.h"

namespace bplf {

const std::vector<Reason>& closed_reasons() {
    static const std::vector<Reason> reasons{
        {"kept", "It is in the data set."},
        {"decode_error", "The file cannot be read as a picture or video."},
        {"no_picture", "It is no picture."},
        {"no_frame", "It is labelled, but its images are missing."},
        {"unknown_label", "Its label is none that the collection defines."},
        {"excluded_label", "Its label is none of the classes of this data set."},
        {"bad_view", "The face is not seen from the front."},
        {"user_exclude", "The user excluded it."},
        {"ferplus_nf", "The voters of FER+ saw no face."},
        {"ferplus_unknown", "The voters of FER+ did not agree on its label."},
        {"too_small", "Its shorter side is below 24 pixels."},
        {"blank", "It has no contrast."},
        {"low_info", "Its grey levels carry less than 3 bits per pixel, as drawings and texts do."},
        {"exact_dup", "Its pixels equal those of another image."},
        {"no_face", "No face was found in it."},
        {"over_upscale", "Its face would have to be enlarged more than 4 times."},
        {"near_dup", "Its face is a changed copy of another one."},
        {"label_conflict", "Copies of it carry different labels."},
    };
    return reasons;
}

std::string meaning_of(const std::string& word) {
    for (const Reason& reason : closed_reasons()) {
        if (reason.word == word) return reason.meaning;
    }
    return {};
}

}  // namespace bplf
