// SPDX-License-Identifier: GPL-3.0-or-later
// Averages over identities, of pixels and of codes, and strips of levels.
#include <algorithm>
#include <map>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/engine/engine.h"
#include "core/image/png.h"
#include "core/image/sheet.h"
#include "core/publish/sheet_file.h"
#include "core/stimuli/average.h"
#include "core/stimuli/build_set.h"

namespace bplf::stimuli {
namespace {

Image read(const SetRecord& set, const std::filesystem::path& folder, std::size_t picture) {
    return read_png(folder / set.design.pictures[picture].file);
}

/// What a picture of all identities says of itself.
std::string marks_of_all(const SetRecord& set) {
    const bool drawn = std::ranges::all_of(set.design.identities,
                                           [](const Identity& one) { return one.kind == IdentityEntry::Kind::kSeeds; });
    return xmp_packet({{}, drawn ? Origin::kDrawn : Origin::kEdited, set.design.model.licence});
}

/// Pictures by emotion, each at its highest level, in one orientation.
std::map<std::string, std::vector<std::size_t>> full_pictures(const SetRecord& set) {
    std::map<std::string, std::vector<std::size_t>> by_emotion;
    for (std::size_t i = 0; i < set.pictures.size(); ++i) {
        const DesignedFace& face = set.face_of(i);
        const bool is_full = face.expression == kNeutral || face.level == set.design.plan.levels.back();
        if (is_full && set.design.pictures[i].mirrored == !set.design.plan.as_is)
            by_emotion[set.emotion_of(i)].push_back(i);
    }
    return by_emotion;
}

/// The mean code under each expression, enlarged and nothing else.
void write_code_averages(const SetRecord& set, const std::filesystem::path& folder, const Tools& tools,
                         const std::stop_token& stop) {
    std::vector<const Latent*> codes;
    for (const Identity& identity : set.design.identities) codes.push_back(identity.code.get());
    const auto mean = std::make_shared<const Latent>(average_of_codes(codes));
    save_latent(folder / "code.safetensors", {*mean});
    std::vector<CodeAndLook> jobs;
    std::vector<std::string> names;
    const Plan& plan = set.design.plan;
    const Look neutral{parse_label_mix(plan.neutral, {}), std::vector<double>(mean->shapes.size(), 1.0),
                       plan.intensity};
    if (plan.levels.front() == 0) {
        jobs.push_back({mean, neutral});
        names.emplace_back("neutral");
    }
    for (const Expression& expression : set.design.expressions) {
        if (plan.levels.back() == 0) break;
        jobs.push_back({mean, look_between(neutral, expression.mix, *plan.intensity, plan.levels.back(),
                                           set.design.model.labels)});
        names.push_back(expression.name);
    }
    Finish finish;
    finish.width = set.design.width();
    finish.height = set.design.height();
    finish.filter = filter_named(plan.filter);
    const std::string marks = marks_of_all(set);
    const CellSink sink = [&](const Cell& cell) {
        write_png(folder / (names[static_cast<std::size_t>(cell.index)] + "_codes.png"), enlarged(cell.image, finish),
                  {}, marks);
    };
    tools.engine->decode_all(jobs, sink, stop).value_or_throw();
}

}  // namespace

void write_averages(const SetRecord& set, const std::filesystem::path& folder, const Tools& tools,
                    const std::stop_token& stop) {
    make_folder(folder / "averages");
    const std::string marks = marks_of_all(set);
    PixelAverage everything;
    for (const auto& [emotion, pictures] : full_pictures(set)) {
        throw_if_stopped(stop);
        PixelAverage average;
        for (const std::size_t picture : pictures) {
            const Image image = read(set, folder, picture);
            average.add(image);
            everything.add(image);
        }
        write_png(folder / "averages" / (emotion + "_pixels.png"), average.image(), {}, marks);
    }
    write_png(folder / "averages" / "all_pixels.png", everything.image(), {}, marks);
    write_code_averages(set, folder / "averages", tools, stop);
}

void write_continua(const SetRecord& set, const std::filesystem::path& folder, const std::stop_token& stop) {
    const auto& levels = set.design.plan.levels;
    if (levels.size() < 2) return;
    make_folder(folder / "continua");
    std::map<std::pair<int, int>, std::vector<std::size_t>> strips;  // identity and expression
    std::map<int, std::size_t> neutral;
    for (std::size_t i = 0; i < set.pictures.size(); ++i) {
        if (set.design.pictures[i].mirrored == set.design.plan.as_is) continue;
        const DesignedFace& face = set.face_of(i);
        if (face.expression == kNeutral)
            neutral[face.identity] = i;
        else
            strips[{face.identity, face.expression}].push_back(i);
    }
    for (const auto& [key, pictures] : strips) {
        throw_if_stopped(stop);
        std::vector<Image> images;
        if (const auto first = neutral.find(key.first); first != neutral.end())
            images.push_back(read(set, folder, first->second));
        for (const std::size_t picture : pictures) images.push_back(read(set, folder, picture));
        const std::string name =
            set.identity_of(pictures.front()).name + "_" + set.emotion_of(pictures.front()) + ".png";
        write_png(folder / "continua" / name,
                  make_sheet(images, {.columns = static_cast<int>(images.size()), .padding = 0}), {},
                  xmp_packet(set.marks_of(pictures.front())));
    }
}

}  // namespace bplf::stimuli
