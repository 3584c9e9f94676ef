// SPDX-License-Identifier: GPL-3.0-or-later
// The faces of a set, drawn and measured, each kept at once.
#include <algorithm>
#include <chrono>
#include <numeric>
#include <tuple>

#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/stimuli/build_set.h"

namespace bplf::stimuli {
namespace {

/// Indices of faces; those of one look together, for a look's terms are prepared once.
std::vector<std::size_t> by_look(const Design& design) {
    std::vector<std::size_t> order(design.faces.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(
        order, {}, [&](std::size_t i) { return std::tuple(design.faces[i].expression, design.faces[i].level); });
    return order;
}

class FaceDrawing {
  public:
    FaceDrawing(SetRecord& set, const WorkFolder& work, const Tools& tools, SetSummary& summary,
                const ProgressSink& progress)
        : set_(set), work_(work), tools_(tools), summary_(summary), sink_(progress) {
        report_.stage = "draw";
        report_.total = static_cast<std::int64_t>(set.faces.size());
        report_.unit = "faces";
    }

    void run(const std::stop_token& stop) {
        std::vector<CodeAndLook> jobs;
        for (const std::size_t face : by_look(set_.design)) {
            if (work_.has_face(face)) {
                take(face, work_.face(face).facts);
                ++summary_.faces_kept;
                continue;
            }
            const DesignedFace& designed = set_.design.faces[face];
            jobs.push_back({set_.design.identities[static_cast<std::size_t>(designed.identity)].code, designed.look});
            waiting_.push_back(face);
        }
        const CellSink sink = [&](Cell cell) { keep(std::move(cell)); };
        if (!jobs.empty()) tools_.engine->decode_all(jobs, sink, stop).value_or_throw();
    }

  private:
    void keep(Cell cell) {
        DrawnFace drawn;
        drawn.facts.bits_per_dim = cell.bits_per_dim;
        drawn.facts.landmarks = landmarks_of(cell.image, tools_.find_faces);
        if (tools_.judge) drawn.facts.probabilities = tools_.judge->probabilities(cell.image);
        drawn.image = std::move(cell.image);
        const std::size_t face = waiting_[static_cast<std::size_t>(cell.index)];
        work_.keep(face, drawn);
        take(face, drawn.facts);
    }

    void take(std::size_t face, FaceFacts facts) {
        if (!facts.landmarks) ++summary_.without_landmarks;
        set_.faces[face] = std::move(facts);
        ++report_.done;
        report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
        if (sink_) sink_(report_);
    }

    SetRecord& set_;
    const WorkFolder& work_;
    const Tools& tools_;
    SetSummary& summary_;
    const ProgressSink& sink_;
    Progress report_;
    std::vector<std::size_t> waiting_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

void draw_faces(SetRecord& set, const WorkFolder& work, const Tools& tools, SetSummary& summary,
                const ProgressSink& progress, const std::stop_token& stop) {
    FaceDrawing(set, work, tools, summary, progress).run(stop);
}

}  // namespace bplf::stimuli
