// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/tables.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/number_text.h"
#include "core/base/quoted_text.h"
#include "core/sample/request_text.h"
#include "core/stimuli/groups.h"

namespace bplf::stimuli {
namespace {

const std::array<const char*, 5> kPointNames{"left_eye", "right_eye", "nose", "mouth_left", "mouth_right"};

/// A row of cells under names that are given once.
class CsvTable {
  public:
    void add(const std::string& column, const std::string& cell) {
        if (rows_ == 0) names_ += (names_.empty() ? "" : ",") + csv_cell(column);
        row_ += (is_first_ ? "" : ",") + csv_cell(cell);
        is_first_ = false;
    }
    void end_row() {
        text_ += row_ + "\n";
        row_.clear();
        is_first_ = true;
        ++rows_;
    }
    std::string text() const { return names_ + "\n" + text_; }

  private:
    std::string names_, text_, row_;
    int rows_ = 0;
    bool is_first_ = true;
};

const char* kind_name(IdentityEntry::Kind kind) {
    return kind == IdentityEntry::Kind::kSeeds ? "seed" : kind == IdentityEntry::Kind::kPhoto ? "photo" : "latent";
}

std::string orientation_of(const DesignedPicture& picture) {
    return picture.mirrored ? "mirrored" : "as is";
}

std::string temperatures(const std::vector<double>& values) {
    std::string text;
    for (const double value : values) text += (text.empty() ? "" : " ") + text::format_number(value);
    return text;
}

void add_what(CsvTable& table, const SetRecord& set, std::size_t i) {
    const DesignedPicture& picture = set.design.pictures[i];
    const DesignedFace& face = set.face_of(i);
    const Identity& identity = set.identity_of(i);
    table.add("file", picture.file);
    table.add("identity", identity.name);
    table.add("kind", kind_name(identity.kind));
    table.add("source", identity.source);
    table.add("emotion", set.emotion_of(i));
    table.add("level", std::to_string(face.level));
    table.add("orientation", orientation_of(picture));
    table.add("mix", format_label_mix(face.look.mix));
    table.add("intensity", text::format_number(face.look.intensity.value()));
    table.add("temperature",
              identity.kind == IdentityEntry::Kind::kSeeds ? temperatures(set.design.plan.temperature) : "");
    table.add("bits_per_dim", fixed(set.facts_of(i).bits_per_dim, 6));
}

void add_judge(CsvTable& table, const SetRecord& set, std::size_t i) {
    if (!set.judge) return;
    const std::vector<double>& shares = set.facts_of(i).probabilities;
    for (std::size_t label = 0; label < shares.size(); ++label)
        table.add("p_" + set.judge->labels[label], fixed(shares[label], 6));
    const auto best = static_cast<std::size_t>(std::ranges::max_element(shares) - shares.begin());
    table.add("judged", set.judge->labels[best]);
    table.add("judge_accuracy", set.judge->accuracy ? fixed(*set.judge->accuracy, 4) : "");
}

void add_light(CsvTable& table, const PictureRecord& record) {
    table.add("luminance_mean", fixed(record.after.mean, 4));
    table.add("luminance_sd", fixed(record.after.sd, 4));
    table.add("luminance_mean_before", fixed(record.before.mean, 4));
    table.add("luminance_sd_before", fixed(record.before.sd, 4));
    table.add("pixels", std::to_string(record.after.pixels));
    table.add("clipped", fixed(record.clipped, 6));
}

void add_points(CsvTable& table, const SetRecord& set, std::size_t i) {
    const auto points = points_in(set, i);
    for (std::size_t p = 0; p < kPointNames.size(); ++p) {
        table.add(std::string(kPointNames[p]) + "_x", points ? fixed((*points)[p].x, 2) : "");
        table.add(std::string(kPointNames[p]) + "_y", points ? fixed((*points)[p].y, 2) : "");
    }
}

void add_condition(CsvTable& table, const SetRecord& set, std::size_t i) {
    const DesignedFace& face = set.face_of(i);
    table.add("stimulus_file", set.design.pictures[i].file);
    table.add("identity", set.identity_of(i).name);
    table.add("emotion", set.emotion_of(i));
    table.add("level", std::to_string(face.level));
    table.add("orientation", orientation_of(set.design.pictures[i]));
    table.end_row();
}

/// Whether group `emotions` sees this picture: its identity's emotion at the groups' levels, in one orientation.
bool is_shown(const SetRecord& set, std::size_t i, const std::vector<int>& emotions) {
    const DesignedFace& face = set.face_of(i);
    const auto& levels = set.design.plan.groups.levels;
    return face.expression == emotions[static_cast<std::size_t>(face.identity)] &&
           std::ranges::find(levels, face.level) != levels.end() &&
           set.design.pictures[i].mirrored == !set.design.plan.as_is;
}

std::string stem_of(const std::string& file) {
    std::string stem;
    for (const char c : file.substr(0, file.rfind('.'))) {
        const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (is_plain) stem += c;
    }
    return stem;
}

}  // namespace

std::string stimuli_csv(const SetRecord& set) {
    CsvTable table;
    for (std::size_t i = 0; i < set.pictures.size(); ++i) {
        add_what(table, set, i);
        add_judge(table, set, i);
        add_light(table, set.pictures[i]);
        add_points(table, set, i);
        table.add("pixel_sha256", set.pictures[i].pixel_sha256);
        table.add("sha256", set.pictures[i].sha256);
        table.end_row();
    }
    return table.text();
}

std::vector<std::string> conditions_csv(const SetRecord& set) {
    const GroupPlan& groups = set.design.plan.groups;
    if (groups.count == 0) {
        CsvTable table;
        for (std::size_t i = 0; i < set.pictures.size(); ++i) add_condition(table, set, i);
        return {table.text()};
    }
    const auto square =
        latin_square(static_cast<int>(set.design.identities.size()), static_cast<int>(set.design.expressions.size()),
                     groups.count, set.design.plan.seed, "groups");
    std::vector<std::string> tables;
    for (const std::vector<int>& emotions : square) {
        CsvTable table;
        for (std::size_t i = 0; i < set.pictures.size(); ++i) {
            if (is_shown(set, i, emotions)) add_condition(table, set, i);
        }
        tables.push_back(table.text());
    }
    return tables;
}

std::string images_json(const SetRecord& set) {
    nlohmann::ordered_json files = nlohmann::ordered_json::array();
    for (const DesignedPicture& picture : set.design.pictures) files.push_back(picture.file);
    return files.dump(1) + "\n";
}

std::string bids_tsv(const SetRecord& set) {
    std::string text = "stim_id\ttype\tfilename\tdescription\tidentity\temotion\tlevel\torientation\n";
    for (std::size_t i = 0; i < set.pictures.size(); ++i) {
        const DesignedFace& face = set.face_of(i);
        const std::string emotion = set.emotion_of(i), who = set.identity_of(i).name,
                          file = set.design.pictures[i].file;
        text += "stim-" + stem_of(file) + "\timage\t" + file + "\tFace " + who + ", " + emotion + " at " +
                std::to_string(face.level) + " %\t" + who + "\t" + emotion + "\t" + std::to_string(face.level) + "\t" +
                orientation_of(set.design.pictures[i]) + "\n";
    }
    return text;
}

std::string bids_json(const SetRecord& set) {
    const nlohmann::ordered_json json{
        {"stim_id", {{"Description", "Name of the stimulus, after the draft extension BEP044 of BIDS"}}},
        {"type", {{"Description", "Kind of the stimulus file"}, {"Levels", {{"image", "a still picture"}}}}},
        {"filename", {{"Description", "File in this folder"}}},
        {"description", {{"Description", "What it shows"}}},
        {"identity",
         {{"Description", "The person shown; drawn by a model unless stimuli.csv says that it came from a photo"}}},
        {"emotion", {{"Description", "Expression asked of the model"}}},
        {"level", {{"Description", "Share of the full intensity of the expression"}, {"Units", "percent"}}},
        {"orientation", {{"Description", "As drawn, or seen in a mirror"}}},
        {"GeneratedBy", {{"Name", "BPLF Studio"}, {"Version", BPLF_VERSION}}},
        {"ModelSHA256", set.design.model.sha256},
        {"PlanSHA256", set.plan_sha256}};
    return json.dump(2) + "\n";
}

std::string candidates_csv(const SetRecord& set) {
    if (set.candidates.empty()) return {};
    CsvTable table;
    for (const Candidate& candidate : set.candidates) {
        table.add("seed", std::to_string(candidate.seed));
        table.add("bits_per_dim", fixed(candidate.bits_per_dim, 6));
        table.add("percentile", fixed(candidate.percentile, 2));
        table.add("distance", candidate.distance ? fixed(*candidate.distance, 4) : "");
        table.add("recognised", candidate.recognised ? fixed(*candidate.recognised, 4) : "");
        table.add("verdict", candidate.verdict);
        table.end_row();
    }
    return table.text();
}

}  // namespace bplf::stimuli
