// SPDX-License-Identifier: GPL-3.0-or-later
// Where a stored code comes from, as far as others may know.
#pragma once

#include <filesystem>

#include "core/sample/latent.h"

namespace bplf {

/// Notes the photo a code was made from as "photo:NAME" in the metadata's "source": the file's name and nothing of the
/// folders it lies in. A picture that is no file has any name.
void set_photo_source(Latent& latent, const std::filesystem::path& photo);

}  // namespace bplf
