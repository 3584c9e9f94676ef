// SPDX-License-Identifier: GPL-3.0-or-later
// The report for people: Markdown, counts as CSV, contact sheets.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/sha256.h"
#include "core/collect/build_record.h"
#include "core/collect/candidate_pictures.h"
#include "core/collect/collection_terms.h"
#include "core/collect/contact_sheets.h"
#include "core/collect/paper_comparison.h"
#include "core/collect/reasons.h"
#include "core/collect/rebuild_command.h"
#include "core/collect/report_tables.h"
#include "core/collect/split_table.h"
#include "core/image/png.h"

namespace bplf {
namespace {

class ReportText {
  public:
    ReportText(const BuildOptions& options, const Collected& all, const BuiltDataset& built)
        : options_(options), all_(all), built_(built) {}

    std::string write(const std::vector<ContactSheet>& sheets) {
        text_ << "# Data set: " << built_.report.kept << " of " << built_.report.read << " images kept\n\n"
              << "Profile " << (options_.profile.empty() ? "none" : options_.profile) << ", " << options_.size << "×"
              << options_.size << "×" << options_.channels << ", detector " << options_.face_crop << ", seed "
              << options_.seed << ". Not to be passed on: the sources' terms apply.\n\n";
        sources();
        reasons();
        if (!options_.overrides.empty()) overrides();
        text_ << split_table(all_) << paper_comparison(all_);
        detector();
        duplicates();
        if (options_.svd != "off") truncation();
        pictures(sheets);
        licences();
        again();
        return text_.str();
    }

  private:
    void sources() {
        text_ << "## Sources\n\n";
        for (const ReadSource& source : all_.sources) {
            const std::string collection = source.collection.empty() ? "" : " (" + source.collection + ")";
            text_ << "- `" << source.spelling << "`" << collection << "\n";
            for (const std::string& note : source.notes) text_ << "  - " << note << "\n";
        }
        if (!all_.label_notes.empty()) text_ << "\n";
        for (const std::string& note : all_.label_notes) text_ << note << "\n";
        skipped();
    }

    void skipped() {
        std::size_t shown = 0, count = 0;
        for (const Candidate& candidate : all_.candidates) {
            if (candidate.reason != "decode_error" && candidate.reason != "no_frame") continue;
            if (++count == 1) text_ << "\nSkipped because they could not be read:\n\n";
            if (++shown <= 50) text_ << "- " << candidate.id << ": " << candidate.detail << "\n";
        }
        if (count > 50) text_ << "- … and " << count - 50 << " more, in manifest.jsonl\n";
        text_ << "\n";
    }

    void reasons() {
        text_ << "## What became of the images\n\n| reason | images | share | meaning |\n|---|---:|---:|---|\n";
        for (const Reason& reason : closed_reasons()) {
            const auto found = built_.report.reasons.find(reason.word);
            if (found == built_.report.reasons.end()) continue;
            text_ << "| " << reason.word << " | " << found->second << " | "
                  << percent_text(found->second, built_.report.read) << " | " << reason.meaning << " |\n";
        }
        text_ << "\nBy source, label and split: `counts.csv`.\n\n| source | label | read | kept |";
        std::vector<std::string> words;
        for (const Reason& reason : closed_reasons()) {
            if (reason.word != kKept && built_.report.reasons.contains(reason.word)) words.push_back(reason.word);
        }
        for (const std::string& word : words) text_ << " " << word << " |";
        text_ << "\n|---|---|---:|---:|";
        for (std::size_t i = 0; i < words.size(); ++i) text_ << "---:|";
        text_ << "\n";
        for (const auto& [source, labels] : built_.report.counts) {
            for (const auto& [label, splits] : labels) reason_row(source, label, splits, words);
        }
        text_ << "\n";
    }

    void overrides() {
        std::map<OverrideAction, std::int64_t> images;
        for (const Candidate& candidate : all_.candidates) {
            if (candidate.decided) ++images[*candidate.decided];
        }
        text_ << "## Decided by a person\n\n"
              << built_.report.overrides_applied << " of " << options_.overrides.size() << " overrides met an image, "
              << built_.report.overrides_unmatched << " none; with copies they exclude "
              << images[OverrideAction::kExclude] << ", keep " << images[OverrideAction::kKeep] << " and relabel "
              << images[OverrideAction::kRelabel] << " images. Counts by label go by the source's own word.\n\n";
    }

    void reason_row(const std::string& source, const std::string& label,
                    const std::map<std::string, std::map<std::string, std::int64_t>>& splits,
                    const std::vector<std::string>& words) {
        std::map<std::string, std::int64_t> sums;
        std::int64_t read = 0;
        for (const auto& [split, reasons] : splits) {
            for (const auto& [reason, count] : reasons) {
                sums[reason] += count;
                read += count;
            }
        }
        text_ << "| " << source.substr(0, source.find(':')) << " | " << label << " | " << read << " | " << sums[kKept]
              << " |";
        for (const std::string& word : words) text_ << " " << sums[word] << " |";
        text_ << "\n";
    }

    void detector() {
        text_ << "## Detector\n\n| source | searched | face found | turned by over 10° | several faces |\n"
                 "|---|---:|---:|---:|---:|\n";
        for (std::size_t source = 0; source < all_.sources.size(); ++source) {
            std::int64_t searched = 0, faces = 0, turned = 0, several = 0;
            for (const Candidate& candidate : all_.candidates) {
                if (candidate.source != source || candidate.hash.empty()) continue;
                const bool found = candidate.face.has_value();
                searched += found || candidate.taken_whole || candidate.reason == "no_face";
                faces += found;
                turned += found && std::abs(candidate.square.roll) > 10;
                several += candidate.several_faces;
            }
            text_ << "| `" << all_.sources[source].spelling << "` | " << searched << " | " << faces << " ("
                  << percent_text(faces, searched) << ") | " << turned << " (" << percent_text(turned, faces) << ") | "
                  << several << " |\n";
        }
        text_ << "\n";
        frames();
    }

    void frames() {
        std::int64_t cut = 0, over = 0;
        double sum = 0;
        for (const Candidate& candidate : all_.candidates) {
            if (!candidate.kept() || !candidate.padded) continue;
            ++cut;
            over += *candidate.padded > 0.05;
            sum += *candidate.padded;
        }
        if (cut == 0) return;
        text_ << "Crops show more than the picture where a face is near its edge, and repeat the edge there: "
              << percent_text(over, cut) << " of the kept crops by more than 5 % of their area, "
              << fixed(100 * sum / static_cast<double>(cut), 1) << " % on average (margin " << fixed(options_.margin, 2)
              << ").\n\n";
    }

    void duplicates() {
        std::int64_t exact = 0, near = 0, leaks = 0, conflicts = 0;
        for (const Candidate& candidate : all_.candidates) {
            exact += candidate.reason == "exact_dup";
            near += candidate.reason == "near_dup";
            conflicts += candidate.reason == "label_conflict";
            leaks += candidate.duplicate_of >= 0 && candidate.detail.find("in train") == std::string::npos;
        }
        text_ << "## Duplicates\n\n"
              << exact << " exact copies, " << near << " near-duplicates and " << conflicts
              << " images whose copies carry different labels were left out; " << leaks
              << " of them were training images that also occur in a held-out split. Frames of one sequence are never "
                 "taken for copies of each other.\n\n";
    }

    void truncation() {
        double sum = 0, lowest = INFINITY;
        std::int64_t counted = 0, equal = 0;
        for (const Candidate& candidate : all_.candidates) {
            if (!candidate.kept()) continue;
            if (std::isinf(candidate.psnr)) {
                ++equal;
                continue;
            }
            sum += candidate.psnr;
            lowest = std::min(lowest, candidate.psnr);
            ++counted;
        }
        text_ << "## Truncation\n\nImages are cut to " << options_.svd << " of their singular values: ";
        if (counted > 0) {
            text_ << "PSNR against the whole images " << fixed(sum / static_cast<double>(counted), 2)
                  << " dB on average, " << fixed(lowest, 2) << " dB at the lowest; ";
        }
        text_ << equal << " images are unchanged.\n\n";
    }

    void pictures(const std::vector<ContactSheet>& sheets) {
        text_ << "## Contact sheets\n\nDrawn from the seed; `sheets/NAME.csv` says which image each cell shows. "
                 "Duplicates stand to the left of what they copy.\n\n";
        for (const ContactSheet& sheet : sheets) {
            text_ << "### " << sheet.title << " (" << sheet.total << ")\n\n![" << sheet.title << "](sheets/"
                  << sheet.name << ".png)\n\n";
        }
    }

    void licences() {
        std::set<std::string> terms;
        for (const ReadSource& source : all_.sources) {
            if (const std::string text = terms_of(source.collection); !text.empty()) terms.insert(text);
        }
        if (terms.empty()) return;
        text_ << "## Terms of the sources\n\n";
        for (const std::string& term : terms) text_ << "- " << term << "\n";
        text_ << "\n";
    }

    void again() {
        text_ << "## Building it again\n\n    " << rebuild_command(options_) << "\n\n";
        if (!options_.overrides.empty()) {
            text_ << "with the decisions of overrides.csv in DIR (or --overrides FILE). ";
        }
        text_ << "The same pictures give the same bytes with the same versions:\n\n";
        const nlohmann::ordered_json versions = build_versions(options_);
        for (const auto& [name, version] : versions.items()) {
            text_ << "- " << name << ": " << version.get<std::string>() << "\n";
        }
    }

    const BuildOptions& options_;
    const Collected& all_;
    const BuiltDataset& built_;
    std::ostringstream text_;
};

}  // namespace

ReportFiles write_build_report(const BuildOptions& options, const Collected& all, const BuiltDataset& built,
                               const std::filesystem::path& folder) {
    std::error_code code;
    std::filesystem::remove_all(folder / "sheets", code);
    std::filesystem::create_directories(folder / "sheets", code);
    if (code) {
        throw Error(ErrorKind::kResource, "cannot be made: " + code.message() + ".", folder.string(),
                    "Make room or choose another folder.");
    }
    ReportFiles files;
    const auto write = [&](const std::string& name, std::string_view content) {
        write_file(folder / name, content);
        files[name] = sha256_hex(std::as_bytes(std::span(content)));
    };
    const auto sheets = contact_sheets(all.candidates, all.class_names, options);
    for (const ContactSheet& sheet : sheets) {
        const auto png = encode_png(sheet.image);
        write("sheets/" + sheet.name + ".png", {reinterpret_cast<const char*>(png.data()), png.size()});
        write("sheets/" + sheet.name + ".csv", cells_csv(sheet, all));
    }
    const auto rejected = std::filesystem::path(kRejectedName).filename();
    write_rejected(folder / rejected, all.candidates, options, built.content.metadata.at("manifest_sha256"));
    files[rejected] = sha256_of_file(folder / rejected);
    write("counts.csv", counts_csv(built.report));
    write("report.md", ReportText(options, all, built).write(sheets));
    return files;
}

}  // namespace bplf
