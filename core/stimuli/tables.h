// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of a set, each as the text of its file.
#pragma once

#include <string>
#include <vector>

#include "core/stimuli/set_record.h"

namespace bplf::stimuli {

/// stimuli.csv: a row per picture with everything that is known of it.
std::string stimuli_csv(const SetRecord& set);
/// conditions_groupN.csv as PsychoPy reads it, one per group; without groups one of every picture.
std::vector<std::string> conditions_csv(const SetRecord& set);
/// images.json: the names of all pictures, to preload in jsPsych.
std::string images_json(const SetRecord& set);
/// stimuli.tsv and what its columns mean, after the draft of BIDS (BEP044).
std::string bids_tsv(const SetRecord& set);
std::string bids_json(const SetRecord& set);
/// candidates.csv: what became of each face that was drawn to choose from. Empty without such.
std::string candidates_csv(const SetRecord& set);

}  // namespace bplf::stimuli
