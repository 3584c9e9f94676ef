// SPDX-License-Identifier: GPL-3.0-or-later
// Faces of which a part is given and the rest drawn: colour of a grey one, details of a small one.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

#include "core/engine/types.h"

namespace bplf {

class Session;

/// The largest of the model's sizes that a face cut out of its photo has pixels for, else the smallest. side: of the
/// square in pixels of the photo.
int size_within(const ModelInfo& info, double side);
/// The side of the square that crop_face() cuts, in pixels of the photo.
double side_in_photo(const ModelInfo& info, const Face& face, double margin);
/// Whether all pixels are grey: one channel, or three equal ones.
bool is_grey(const Image& image);

/// Error(kUsage) for a given picture that is none of the model's sizes, a size below it, colour asked of a model
/// without levels for it, and where nothing is left to be drawn.
Completed complete_face(const Session& session, const Completion& what, const std::stop_token& stop);

/// The recipe inside a completed picture (schema "bplf.completed.v1"): model, the photo's name, what was given, what
/// was drawn from which seed, and that it was drawn and not seen.
std::string recipe_of_completion(const ModelInfo& info, const Completion& what, const Completed& completed,
                                 const std::filesystem::path& photo);

}  // namespace bplf
