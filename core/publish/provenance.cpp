// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/publish/provenance.h"

#include "core/base/utf8.h"

namespace bplf {

void set_photo_source(Latent& latent, const std::filesystem::path& photo) {
    latent.metadata["source"] = "photo:" + utf8_of(photo.filename().string());
}

}  // namespace bplf
