// SPDX-License-Identifier: GPL-3.0-or-later
// What looks at drawn faces: a classifier of emotions and a finder of landmarks, both giving the same numbers however
// many threads the program has.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/engine/judge.h"
#include "core/face/face.h"
#include "core/image/image.h"

namespace bplf {
class Engine;
}

namespace bplf::stimuli {

using bplf::Judge;
using bplf::load_judge;

/// Finds faces in photos.
using FaceFinder = std::function<std::vector<Face>(const Image&)>;
/// The engine's finder on one core. The engine must outlive it.
FaceFinder steady_finder(Engine& engine);

/// What a set is made with besides its plan. Not owned; `judge` may be null.
struct Tools {
    Engine* engine = nullptr;
    Judge* judge = nullptr;
    FaceFinder find_faces;
};

/// The five points of a drawn face that fills its picture, in pixels of that picture; nothing where none is seen.
std::optional<FacePoints> landmarks_of(const Image& drawn, const FaceFinder& find_faces);

}  // namespace bplf::stimuli
