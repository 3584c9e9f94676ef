// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures with their recipe inside: written, and read back to a request.
#pragma once

#include <filesystem>
#include <optional>

#include "core/base/result.h"
#include "core/engine/types.h"

namespace bplf::ui {

/// A PNG of one face whose recipe draws it again. Any thread.
Result<void> savePicture(const std::filesystem::path& path, const Image& image, const SampleRequest& request);
/// A PNG of the whole grid, captions left out.
Result<void> saveSheet(const std::filesystem::path& path, const std::vector<Image>& images,
                       const SampleRequest& request, int scale);
/// The request inside a PNG. Error(kInput) when it has none or a damaged one.
Result<SampleRequest> readPicture(const std::filesystem::path& path);
/// Decides by the file's first bytes and chunks; false for anything that is not such a PNG.
bool hasRecipe(const std::filesystem::path& path);

}  // namespace bplf::ui
