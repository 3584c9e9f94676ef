// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/models_folder.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
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
    EXPECT_EQ(model_name("emotion-32"), "emotion-32");
    EXPECT_EQ(model_name("default"), kDefaultModel);
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

TEST(ModelsFolder, FindsAModelByItsWeights) {
    const test::TempDir folder;
    std::filesystem::create_directory(folder / "first");
    write_file(folder / "first" / "model.safetensors", "some weights");
    write_file(folder / "mine.safetensors", "other weights");
    prefer_models_folder(folder.path());
    const std::string some = sha256_of_file(folder / "first" / "model.safetensors");
    EXPECT_EQ(model_with_weights("first", some), "first");
    EXPECT_EQ(model_with_weights("default", some), "first") << "whatever it was called when it drew";
    const std::string mine = (folder / "mine.safetensors").string();
    EXPECT_EQ(model_with_weights(mine, sha256_of_file(mine)), mine);
    EXPECT_EQ(model_with_weights("first", std::string(64, '0')), std::nullopt);
    prefer_models_folder({});
}

TEST(ModelsFolder, DefaultIsAnEmbeddedModelUnlessAFolderHasOneOfThatName) {
    EXPECT_EQ(embedded_weights("default"), embedded_weights(kDefaultModel));
    EXPECT_EQ(embedded_weights("no such model"), std::nullopt);
    const test::TempDir folder;
    std::filesystem::create_directory(folder / "default");
    write_file(folder / "default" / "model.safetensors", "own");
    prefer_models_folder(folder.path());
    EXPECT_EQ(embedded_weights("default"), folder / "default" / "model.safetensors");
    EXPECT_EQ(model_name("default"), "default");
    prefer_models_folder({});
}

TEST(ModelsFolder, OneThatIsNotThereIsRefused) {
    const test::TempDir folder;
    EXPECT_THROW(prefer_models_folder(folder / "absent"), Error);
}

}  // namespace
}  // namespace bplf
