// SPDX-License-Identifier: GPL-3.0-or-later
// Latent files give back what was saved, and refuse what they are not.
#include "core/sample/latent.h"

#include <gmock/gmock.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/philox.h"
#include "core/io/safetensors.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

Latent random_latent(std::uint64_t seed) {
    Latent latent;
    latent.shapes = {{2, 4, 4}, {4, 2, 2}};
    for (std::uint32_t i = 0; i < 2; ++i) {
        latent.levels.emplace_back(static_cast<std::size_t>(latent.shapes[i].size()));
        PhiloxStream(seed, i).fill_normal(latent.levels.back());
    }
    latent.metadata = {{"source", "seed:" + std::to_string(seed)}, {"name", "Zoë"}};
    return latent;
}

TEST(LatentFile, GivesEveryImageBack) {
    const test::TempDir folder;
    const std::vector<Latent> saved{random_latent(1), random_latent(2), random_latent(3)};
    save_latent(folder.path() / "a.safetensors", saved);
    const std::vector<Latent> loaded = load_latents(folder.path() / "a.safetensors");
    ASSERT_EQ(loaded.size(), saved.size());
    for (std::size_t i = 0; i < saved.size(); ++i) {
        EXPECT_EQ(loaded[i].shapes, saved[i].shapes);
        EXPECT_EQ(loaded[i].levels, saved[i].levels);
        EXPECT_EQ(loaded[i].metadata, saved[i].metadata);
    }
}

TEST(LatentFile, RefusesOtherFiles) {
    const test::TempDir folder;
    EXPECT_THROW(load_latents(folder.path() / "missing"), Error);
    write_file(folder.path() / "text", "not a tensor file at all");
    EXPECT_THROW(load_latents(folder.path() / "text"), Error);
    write_safetensors(folder.path() / "other", {}, {{"format", "something"}});
    EXPECT_THROW(load_latents(folder.path() / "other"), Error);
    write_safetensors(folder.path() / "empty", {}, {{"format", "bplf.latent.v1"}});
    EXPECT_THROW(load_latents(folder.path() / "empty"), Error);
}

TEST(LatentFile, RefusesUnequalLevels) {
    const test::TempDir folder;
    Latent broken = random_latent(1);
    broken.levels[0].pop_back();
    EXPECT_THROW(save_latent(folder.path() / "x", {broken}), Error);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "x"));
}

}  // namespace
}  // namespace bplf
