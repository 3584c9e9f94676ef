// SPDX-License-Identifier: GPL-3.0-or-later
// What looks at drawn faces: a classifier of emotions and a finder of landmarks, both giving the same numbers however
// many threads the program has.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/face/face.h"
#include "core/image/image.h"

namespace bplf {
class Engine;
}

namespace bplf::stimuli {

/// A classifier of emotions. Used by one thread at a time.
class Judge {
  public:
    virtual ~Judge() = default;
    virtual const std::vector<std::string>& labels() const = 0;
    virtual std::string name() const = 0;
    virtual std::string sha256() const = 0;
    /// Share of real faces that it is right about, and the same by label; where its file says so.
    virtual std::optional<double> accuracy() const = 0;
    virtual std::map<std::string, double> accuracy_per_label() const = 0;
    /// Probability of each label; the face is made grey or colour and of the classifier's size first.
    virtual std::vector<double> probabilities(const Image& face) = 0;
};

/// An installed name or a path. Errors: nn::load_classifier's.
std::unique_ptr<Judge> load_judge(const std::string& name);

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
