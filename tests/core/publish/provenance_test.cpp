// SPDX-License-Identifier: GPL-3.0-or-later
// A code tells the photo's name and nothing of its owner's folders.
#include "core/publish/provenance.h"

#include <gtest/gtest.h>

namespace bplf {
namespace {

TEST(Provenance, IsTheFilesNameWithoutItsFolders) {
    Latent latent;
    set_photo_source(latent, "/home/someone/private/me at sea.jpg");
    EXPECT_EQ(latent.metadata.at("source"), "photo:me at sea.jpg");
    set_photo_source(latent, "a clipping");
    EXPECT_EQ(latent.metadata.at("source"), "photo:a clipping");
}

}  // namespace
}  // namespace bplf
