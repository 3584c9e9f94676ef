// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/contact_sheets.h"

#include <algorithm>
#include <map>

#include "core/base/philox.h"
#include "core/collect/candidate_pictures.h"
#include "core/collect/likeness.h"
#include "core/collect/reasons.h"
#include "core/image/sheet.h"

namespace bplf {
namespace {

constexpr int kColumns = 12;
constexpr std::size_t kMostCells = 96;
constexpr std::uint32_t kSampleStream = 0x53485453;  // "SHTS"

using Lines = std::vector<std::size_t>;

/// At most `most` of the lines, drawn by the seed, in the order of the manifest.
Lines sample(Lines lines, std::size_t most, std::uint64_t seed) {
    if (lines.size() <= most) return lines;
    const PhiloxStream stream(seed, kSampleStream);
    std::stable_sort(lines.begin(), lines.end(),
                     [&](std::size_t a, std::size_t b) { return stream.bits_at(a) < stream.bits_at(b); });
    lines.resize(most);
    std::sort(lines.begin(), lines.end());
    return lines;
}

ContactSheet make_contact_sheet(const std::string& name, const std::string& title, const Lines& lines,
                                const std::vector<Candidate>& candidates, const BuildOptions& options) {
    ContactSheet sheet{name, title, static_cast<std::int64_t>(lines.size()), {}, {}};
    const bool pairs = !lines.empty() && candidates[lines.front()].duplicate_of >= 0;
    std::vector<Image> cells;
    for (const std::size_t line : sample(lines, pairs ? kMostCells / 2 : kMostCells, options.seed)) {
        Lines shown{line};
        if (pairs) shown.push_back(static_cast<std::size_t>(std::max<std::int64_t>(0, candidates[line].duplicate_of)));
        for (const std::size_t one : shown) {
            Image picture = small_picture(candidates[one], options);
            if (picture.empty()) picture = Image(kProbeSide, kProbeSide, 1, 128);
            cells.push_back(std::move(picture));
            sheet.lines.push_back(one);
        }
    }
    SheetLayout layout;
    layout.columns = kColumns;
    layout.scale = 2;
    sheet.image = make_sheet(cells, layout);
    return sheet;
}

}  // namespace

std::vector<ContactSheet> contact_sheets(const std::vector<Candidate>& candidates,
                                         const std::vector<std::string>& class_names, const BuildOptions& options) {
    std::map<std::int64_t, Lines> kept;
    std::map<std::string, Lines> left_out;
    for (std::size_t line = 0; line < candidates.size(); ++line) {
        const Candidate& candidate = candidates[line];
        if (candidate.kept())
            kept[candidate.label].push_back(line);
        else if (candidate.pictures.has_pixels() || candidate.pictures.has_thumb())
            left_out[candidate.reason].push_back(line);
    }
    std::vector<ContactSheet> sheets;
    for (const auto& [label, lines] : kept) {
        const std::string& word = class_names[static_cast<std::size_t>(label)];
        sheets.push_back(
            make_contact_sheet("kept-" + std::to_string(label), "kept: " + word, lines, candidates, options));
    }
    for (const Reason& reason : closed_reasons()) {
        const auto found = left_out.find(reason.word);
        if (found == left_out.end()) continue;
        sheets.push_back(
            make_contact_sheet(reason.word, "left out: " + reason.word, found->second, candidates, options));
    }
    return sheets;
}

}  // namespace bplf
