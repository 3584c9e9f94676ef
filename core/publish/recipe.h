// SPDX-License-Identifier: GPL-3.0-or-later
// Recipes: the request inside a picture that draws the picture again, bit for bit on the same device.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/publish/saved_size.h"
#include "core/sample/request.h"

namespace bplf {

/// Of a sheet: the request as it was asked.
std::string recipe_of(const SampleRequest& request);
/// Of one face: the request that draws it alone. look: as used, with nothing of it left to the model.
std::string recipe_of_cell(const SampleRequest& request, std::uint64_t seed, const Look& look);
/// Of one frame of a film, counted from 0: the film with "frame", and how the frame was enlarged ("scale", "smooth").
std::string recipe_of_frame(const MorphRequest& request, int frame, const SavedSize& size);
/// Of the whole film, over several lines.
std::string recipe_of_film(const MorphRequest& request, const SavedSize& size);

/// The request inside a PNG. Error(kInput) when it has none, a damaged one, or one that is not of faces.
SampleRequest request_in(const std::filesystem::path& picture);
/// The film a frame was saved of, or that a .json of recipe_of_film() tells: its photos and codes are those beside it,
/// where they are. Error(kInput) when the PNG has no recipe, or one of something else.
MorphRequest film_in(const std::filesystem::path& file);
/// The schema of the recipe inside a file ("bplf.sample.v1" of faces, "bplf.morph.v1" of a film's frame,
/// "bplf.latent.v1" of one code); empty for anything that is not a PNG with a recipe.
std::string recipe_schema(const std::filesystem::path& picture);

}  // namespace bplf
