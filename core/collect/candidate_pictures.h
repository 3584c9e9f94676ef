// SPDX-License-Identifier: GPL-3.0-or-later
// How images on their way through the builder are shown to people.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/collect/builder.h"
#include "core/collect/candidate.h"
#include "core/collect/review.h"

namespace bplf {

/// kProbeSide² pixels: what is stored, else the thumbnail, which needs BuildOptions::thumbnails; else empty.
Image small_picture(const Candidate& candidate, const BuildOptions& options);

/// What is known of it so far, with its picture.
ReviewItem review_item(const Candidate& candidate, std::size_t line, const std::vector<std::string>& class_names,
                       const BuildOptions& options);

/// Writes kRejectedName: a grey small_picture() of every candidate that was left out, in the order of the lines.
/// `manifest_sha256` ties it to its manifest. All or nothing; Error(kResource) when it cannot be written.
void write_rejected(const std::filesystem::path& file, const std::vector<Candidate>& candidates,
                    const BuildOptions& options, const std::string& manifest_sha256);

}  // namespace bplf
