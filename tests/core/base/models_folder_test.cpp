// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/models_folder.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/error.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

TEST(ModelsFolder, HoldsWhatComesWithTheProgram) {
    const auto folders = models_folders();
    ASSERT_FALSE(folders.empty());
    EXPECT_TRUE(std::ranges::any_of(folders, [](const auto& folder) { return exists(folder / "mtcnn" / "LICENSE"); }));
}

TEST(ModelsFolder, ANamedOneComesFirstUntilTakenBack) {
    const test::TempDir folder;
    const auto before = models_folders();
    prefer_models_folder(folder.path());
    EXPECT_EQ(models_folders().front(), folder.path());
    EXPECT_EQ(models_folders().size(), before.size() + 1);
    prefer_models_folder({});
    EXPECT_EQ(models_folders(), before);
}

TEST(ModelName, TellsNothingOfTheFoldersAroundAModel) {
    EXPECT_EQ(model_name("default"), "default");
    EXPECT_EQ(model_name("/home/anna/runs/smile/best/model.safetensors"), "best");
    EXPECT_EQ(model_name("/home/anna/faces.safetensors"), "faces");
    EXPECT_EQ(model_name("faces.safetensors"), "faces");
    EXPECT_EQ(model_name("runs/smile/"), "smile");
    EXPECT_EQ(model_name("runs/f\xe4"
                         "ce.safetensors"),
              "f\xc3\xa4"
              "ce");
    EXPECT_EQ(model_name("model.safetensors"), std::filesystem::current_path().filename().string());
}

TEST(ModelsFolder, OneThatIsNotThereIsRefused) {
    const test::TempDir folder;
    EXPECT_THROW(prefer_models_folder(folder / "absent"), Error);
}

}  // namespace
}  // namespace bplf
