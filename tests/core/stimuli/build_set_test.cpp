// SPDX-License-Identifier: GPL-3.0-or-later
// Whole sets over drawn models: what lies in the folder, the same bytes again, whole or absent, gone on from a stop.
#include "core/stimuli/build_set.h"

#include <gmock/gmock.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/engine/engine.h"
#include "core/image/png.h"
#include "core/publish/recipe.h"
#include "core/stimuli/set_files.h"
#include "core/stimuli/work_folder.h"
#include "tests/core/stimuli/set_tools.h"
#include "tests/support/support.h"

namespace bplf::stimuli {
namespace {

using bplf::test::TempDir;
using test::SetTools;
using test::small_plan;
using ::testing::Contains;
using ::testing::HasSubstr;

SetSummary build(const Plan& plan, const std::filesystem::path& out, bool force = false) {
    SetTools set;
    return build_set(plan, "plan.json", out, force, set.tools(), {}, {});
}

std::vector<std::string> lines_of(const std::filesystem::path& file) {
    std::vector<std::string> lines;
    std::istringstream text(read_file(file));
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

TEST(BuildSet, MakesEveryFileThatItPromises) {
    const TempDir folder;
    const SetSummary made =
        build(small_plan(R"({"groups": 2, "clips": {"frames": 4, "level": 100, "mp4": false}})"), folder / "set");
    EXPECT_EQ(made.pictures, 10);
    EXPECT_EQ(made.clips, 4);
    const auto files = files_in(folder / "set");
    for (const char* file :
         {"neutral_s1_000.png", "happy_s2_050.png", "stimuli.csv", "conditions_group1.csv", "conditions_group2.csv",
          "images.json", "stimuli.tsv", "stimuli.json", "methods.txt", "plan.json", "masks/s1.png",
          "averages/happy_pixels.png", "averages/all_pixels.png", "averages/sad_codes.png", "averages/code.safetensors",
          "continua/s1_happy.png", "clips/sad_s2/frame_0004.png", "clips/clips.csv"})
        EXPECT_THAT(files, Contains(file));
    EXPECT_EQ(lines_of(folder / "set" / "stimuli.csv").size(), 11U);
    EXPECT_EQ(lines_of(folder / "set" / "SHA256SUMS").size(), files.size());
    EXPECT_FALSE(std::filesystem::exists(folder / "set.partial"));
}

TEST(BuildSet, MatchesTheLuminanceOfTheStoredPicturesWithinTheMask) {
    const TempDir folder;
    const SetSummary made = build(small_plan(), folder / "set");
    EXPECT_LT(made.mean_error, 0.05);
    EXPECT_LT(made.sd_error, 0.05);
    const Image mask = read_png(folder / "set" / "masks" / "s2.png");
    for (const char* file : {"neutral_s2_000.png", "happy_s2_100.png"}) {
        const LuminanceStats stats = luminance_of(read_png(folder / "set" / file), mask);
        EXPECT_NEAR(stats.mean, 128, 0.05);
        EXPECT_NEAR(stats.sd, 40, 0.05);
    }
}

TEST(BuildSet, MakesTheSameBytesAgainAndSaysSoInTheHashes) {
    const TempDir folder;
    const Plan plan = small_plan(
        R"({"orientations": ["as is", "mirrored"], "name": "{emotion}_{identity}_{level}_{orientation}.png", "luminance": {"match": "histogram"}})");
    build(plan, folder / "a");
    build(plan, folder / "b");
    EXPECT_EQ(read_file(folder / "a" / "SHA256SUMS"), read_file(folder / "b" / "SHA256SUMS"));
    EXPECT_THAT(read_file(folder / "a" / "SHA256SUMS"),
                HasSubstr(sha256_of_file(folder / "b" / "stimuli.csv") + "  stimuli.csv\n"));
}

TEST(BuildSet, LeavesAnExistingFolderUnlessForced) {
    const TempDir folder;
    std::filesystem::create_directory(folder / "set");
    write_file(folder / "set" / "mine", "mine");
    EXPECT_THROW(build(small_plan(), folder / "set"), Error);
    EXPECT_TRUE(std::filesystem::exists(folder / "set" / "mine"));
    build(small_plan(), folder / "set", true);
    EXPECT_FALSE(std::filesystem::exists(folder / "set" / "mine"));
    EXPECT_TRUE(std::filesystem::exists(folder / "set" / "stimuli.csv"));
}

TEST(BuildSet, GoesOnFromWhereItWasStopped) {
    const TempDir folder;
    std::atomic<int> drawn = 0;
    SetTools set({0, &drawn, nullptr});
    std::stop_source stop;
    const ProgressSink stop_at_four = [&](const Progress& progress) {
        if (progress.stage == "draw" && progress.done == 4) stop.request_stop();
    };
    EXPECT_THROW(build_set(small_plan(), "p", folder / "set", false, set.tools(), stop_at_four, stop.get_token()),
                 Error);
    EXPECT_FALSE(std::filesystem::exists(folder / "set"));
    EXPECT_EQ(build_set(small_plan(), "p", folder / "set", false, set.tools(), {}, {}).faces_kept, 4);
    build(small_plan(), folder / "at-once");
    EXPECT_EQ(read_file(folder / "set" / "SHA256SUMS"), read_file(folder / "at-once" / "SHA256SUMS"));
}

TEST(BuildSet, DoesNotGoOnFromAnotherPlan) {
    const TempDir folder;
    SetTools set;
    std::stop_source stop;
    const ProgressSink at_once = [&](const Progress& progress) {
        if (progress.stage == "draw") stop.request_stop();
    };
    EXPECT_THROW(build_set(small_plan(), "p", folder / "set", false, set.tools(), at_once, stop.get_token()), Error);
    EXPECT_THROW(build(small_plan(R"({"background": 0})"), folder / "set"), Error);
    EXPECT_EQ(build(small_plan(R"({"background": 0})"), folder / "set", true).faces_kept, 0);
}

TEST(BuildSet, PutsARecipeInEachPictureThatTheStudioOpens) {
    const TempDir folder;
    build(small_plan(), folder / "set");
    const SampleRequest request = request_in(folder / "set" / "sad_s2_100.png");
    EXPECT_EQ(request.seed, 2U);
    EXPECT_EQ(request.looks[0].mix, (LabelMix{{"sad", 1}}));
    EXPECT_EQ(request.pixels, 48);
}

TEST(BuildSet, ShowsEachIdentityOnceInEachGroup) {
    const TempDir folder;
    build(small_plan(R"({"groups": 2})"), folder / "set");
    for (const char* file : {"conditions_group1.csv", "conditions_group2.csv"}) {
        const auto lines = lines_of(folder / "set" / file);
        ASSERT_EQ(lines.size(), 3U);
        EXPECT_EQ(lines[0], "stimulus_file,identity,emotion,level,orientation");
        EXPECT_NE(lines[1].find(",s1,"), std::string::npos);
        EXPECT_NE(lines[2].find(",s2,"), std::string::npos);
        EXPECT_NE(lines[1].substr(0, 3), lines[2].substr(0, 3));
    }
}

TEST(BuildSet, TakesPhotosAndCodesAsTheyAreAtZeroPercent) {
    const TempDir folder;
    SetTools set;
    SampleRequest request;
    request.count = 1;
    request.looks = {{{{"sad", 1}}, {}, {}}};
    Image face;
    set.engine->sample(request, [&](Cell cell) { face = cell.image; }, {}).value_or_throw();
    write_png(folder / "anna.png", face);
    Plan plan = small_plan(
        R"({"identities": [{"photo": "anna.png"}], "size": 32, "mask": {"shape": "none"}, "luminance": {"match": "none"}})");
    plan.folder = folder.path();
    build_set(plan, "p", folder / "set", false, set.tools(), {}, {});
    const Image crop = set.engine->crop_face(face, set.tools().find_faces(face).front(), 0, 0).value_or_throw();
    EXPECT_EQ(read_png(folder / "set" / "own_anna_000.png"), crop);
    EXPECT_NE(read_png(folder / "set" / "happy_anna_100.png"), crop);
    EXPECT_TRUE(std::filesystem::exists(folder / "set" / "identities.safetensors"));
}

TEST(BuildSet, RefusesAPhotoWithoutAFaceBeforeAnythingIsWritten) {
    const TempDir folder;
    write_png(folder / "wall.png", Image(40, 40, 1, 90));
    Plan plan = small_plan(R"({"identities": [{"photo": "wall.png"}]})");
    plan.folder = folder.path();
    EXPECT_THROW(build(plan, folder / "set"), Error);
    EXPECT_FALSE(std::filesystem::exists(folder / "set.partial"));
}

TEST(WorkFolder, GoesOnAfterAStopWhileItsSetGotItsName) {
    const TempDir folder;
    const std::filesystem::path set = folder / "set", aside = folder / "set.drawn", partial = folder / "set.partial";
    {
        WorkFolder(set, "plan", false);
    }
    std::filesystem::rename(partial / "work", aside);
    {
        WorkFolder(set, "plan", false);
    }
    EXPECT_EQ(read_file(partial / "work" / "key"), "plan");
    EXPECT_FALSE(std::filesystem::exists(aside));
    EXPECT_THROW(WorkFolder(set, "another plan", false), Error);

    std::filesystem::rename(partial / "work", aside);
    std::filesystem::rename(partial, set);
    EXPECT_THROW(WorkFolder(set, "plan", false), Error);  // the set is there
    EXPECT_FALSE(std::filesystem::exists(aside));
}

TEST(WorkFolder, PutsAReplacedSetBackAfterAStopBetweenTwoNames) {
    const TempDir folder;
    const std::filesystem::path set = folder / "set", aside = folder / "set.drawn", partial = folder / "set.partial";
    std::filesystem::create_directories(set);
    std::filesystem::create_directories(folder / "set.old");
    write_file(set / "face.png", "before");
    {
        WorkFolder(set, "plan", true);
    }
    std::filesystem::rename(partial / "work", aside);
    std::filesystem::rename(set, aside / "replaced");
    EXPECT_THROW(WorkFolder(set, "plan", false), Error);  // the set is there again
    EXPECT_EQ(read_file(set / "face.png"), "before");
    EXPECT_FALSE(std::filesystem::exists(aside));

    WorkFolder again(set, "plan", true);
    write_file(partial / "face.png", "after");
    again.appear();
    EXPECT_EQ(read_file(set / "face.png"), "after");
    EXPECT_FALSE(std::filesystem::exists(partial));
    EXPECT_FALSE(std::filesystem::exists(aside));
    EXPECT_TRUE(std::filesystem::exists(folder / "set.old")) << "somebody's folder of such a name stays";
}

TEST(WorkFolder, LeavesAFolderOfTheSameNameThatIsNobodysWork) {
    const TempDir folder;
    std::filesystem::create_directory(folder / "set.drawn");
    write_file(folder / "set.drawn" / "notes.txt", "mine");
    std::filesystem::create_directory(folder / "set.partial.new");  // what a stop before the key leaves
    WorkFolder(folder / "set", "plan", false);
    EXPECT_TRUE(std::filesystem::exists(folder / "set.drawn" / "notes.txt"));
    EXPECT_FALSE(std::filesystem::exists(folder / "set.partial.new"));
    EXPECT_TRUE(std::filesystem::exists(folder / "set.partial" / "work" / "key"));
}

TEST(EstimateSet, CountsAndWritesNothing) {
    SetTools set;
    const SetEstimate estimate = estimate_set(small_plan(R"({"clips": {"frames": 5}})"), "p", set.tools(), {});
    EXPECT_EQ(estimate.identities, 2);
    EXPECT_EQ(estimate.faces, 10);
    EXPECT_EQ(estimate.pictures, 10);
    EXPECT_EQ(estimate.clip_frames, 20);
    EXPECT_GT(estimate.bytes, 10 * 500.0);
}

}  // namespace
}  // namespace bplf::stimuli
