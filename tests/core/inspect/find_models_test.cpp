// SPDX-License-Identifier: GPL-3.0-or-later
// Models of the program, of a run and of a folder with both.
#include "core/inspect/find_models.h"

#include <gmock/gmock.h>

#include "core/base/atomic_file.h"
#include "tests/core/inspect/stored_models.h"
#include "tests/support/support.h"

namespace bplf::inspect {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

std::vector<std::string> names_of(const std::vector<FoundModel>& models) {
    std::vector<std::string> names;
    for (const FoundModel& model : models) names.push_back(model.name);
    return names;
}

/// A run with checkpoints of the steps 5, 10 and 20; 10 is its best.
void make_run(const fs::path& run) {
    for (const char* step : {"step-5", "step-10", "step-20"})
        test::write_copy(run / "checkpoints" / step / "model.safetensors");
    fs::create_directory_symlink(fs::path("checkpoints") / "step-20", run / "last");
    fs::create_directory_symlink(fs::path("checkpoints") / "step-10", run / "best");
    write_file(run / "config.json", "{}");
}

TEST(FindModels, BeginsWithTheDefaultOfTheProgram) {
    const std::vector<FoundModel> found = embedded_models();
    ASSERT_GE(found.size(), 3U);
    EXPECT_EQ(found[0].name, "emotion-128");
    EXPECT_THAT(names_of(found), ::testing::IsSupersetOf({"emotion-32", "emotion-classifier"}));
    EXPECT_THAT(names_of(found), ::testing::Not(::testing::Contains("mtcnn"))) << "a face finder is no model of ours";
}

TEST(FindModels, NamesEachCheckpointOfARunOnce) {
    const test::TempDir folder;
    make_run(folder / "a");
    EXPECT_TRUE(is_run_folder(folder / "a"));
    EXPECT_THAT(names_of(find_models(folder / "a")), ElementsAre("a best", "a last", "a step 5"));
    EXPECT_THAT(names_of(find_models(folder / "a/")), ElementsAre("a best", "a last", "a step 5"));
}

TEST(FindModels, LooksIntoAFolderOneFolderDeep) {
    const test::TempDir folder;
    make_run(folder / "runs" / "a");
    test::write_copy(folder / "runs" / "small.safetensors");
    write_file(folder / "runs" / "noise.safetensors", "noise");
    fs::create_directory(folder / "runs" / "b");
    write_file(folder / "runs" / "b" / "notes.txt", "nothing");
    EXPECT_THAT(names_of(find_models(folder / "runs")), ElementsAre("a best", "a last", "a step 5", "small"));
    EXPECT_TRUE(find_models(folder / "nowhere").empty());
    EXPECT_THAT(names_of(find_models(folder / "runs" / "noise.safetensors")), ElementsAre("noise"))
        << "what somebody chose is not passed by";
    EXPECT_THAT(names_of(find_models(folder / "gone.safetensors")), ElementsAre("gone"));
}

}  // namespace
}  // namespace bplf::inspect
