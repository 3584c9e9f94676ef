// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/preview.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/stimuli/finishing.h"

namespace bplf::stimuli {
namespace {

std::vector<Image> drawn(const std::vector<CodeAndLook>& jobs, const Tools& tools, const std::stop_token& stop) {
    std::vector<Image> images(jobs.size());
    const CellSink sink = [&](Cell cell) { images[static_cast<std::size_t>(cell.index)] = std::move(cell.image); };
    if (!jobs.empty()) tools.engine->decode_all(jobs, sink, stop).value_or_throw();
    return images;
}

std::vector<std::size_t> pictures_of(const SetRecord& set, int identity) {
    std::vector<std::size_t> pictures;
    for (std::size_t i = 0; i < set.design.pictures.size(); ++i) {
        if (set.face_of(i).identity == identity) pictures.push_back(i);
    }
    return pictures;
}

}  // namespace

std::vector<PreviewPicture> preview_identity(SetRecord set, int identity, const Tools& tools,
                                             const std::stop_token& stop) {
    const auto& faces = set.design.faces;
    const auto first =
        static_cast<std::size_t>(std::ranges::find(faces, identity, &DesignedFace::identity) - faces.begin());
    std::vector<CodeAndLook> jobs;
    for (std::size_t i = first; i < faces.size() && faces[i].identity == identity; ++i)
        jobs.push_back({set.design.identities[static_cast<std::size_t>(identity)].code, faces[i].look});
    BPLF_CHECK(!jobs.empty(), "an identity of the set");
    const std::vector<Image> images = drawn(jobs, tools, stop);
    throw_if_stopped(stop);
    if (set.design.plan.mask.kind == MaskKind::kOval)
        set.faces[first].landmarks = landmarks_of(images.front(), tools.find_faces);
    Finishing finishing(set, [&](std::size_t face) { return images[face - first]; });
    const std::vector<std::size_t> pictures = pictures_of(set, identity);
    finishing.measure(pictures, [&](std::size_t) { throw_if_stopped(stop); });
    std::vector<PreviewPicture> result;
    for (const std::size_t i : pictures) {
        throw_if_stopped(stop);
        const DesignedFace& face = set.face_of(i);
        PreviewPicture one{
            i, face.expression, face.level, set.design.pictures[i].file, set.emotion_of(i), {}, {}, {}, {}, 0};
        one.after = finishing.make(i).image;
        const PictureRecord& record = set.pictures[i];
        one.before = enlarged(images[static_cast<std::size_t>(set.design.pictures[i].face) - first], record.finish);
        one.light_before = record.before;
        one.light_after = record.after;
        one.clipped = record.clipped;
        result.push_back(std::move(one));
    }
    return result;
}

std::vector<Image> draw_neutral_faces(const SetRecord& set, std::size_t most, const Tools& tools,
                                      const std::stop_token& stop) {
    std::vector<CodeAndLook> jobs;
    for (const Identity& identity : set.design.identities) {
        if (jobs.size() < most) jobs.push_back({identity.code, identity.neutral});
    }
    return drawn(jobs, tools, stop);
}

}  // namespace bplf::stimuli
