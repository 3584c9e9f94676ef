// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/publish/provenance.h"

namespace bplf {

void set_photo_source(Latent& latent, const std::filesystem::path& photo) {
    latent.metadata["source"] = "photo:" + photo.filename().string();
}

}  // namespace bplf
