// SPDX-License-Identifier: GPL-3.0-or-later
// Sets are found right when they are, and each kind of change is found.
#include "core/stimuli/verify.h"

#include <gmock/gmock.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/image/png.h"
#include "core/stimuli/build_set.h"
#include "tests/core/stimuli/set_tools.h"
#include "tests/support/support.h"

namespace bplf::stimuli {
namespace {

using bplf::test::TempDir;
using test::SetTools;
using test::small_plan;

std::string problem_of(const Verification& found, const std::string& file) {
    for (const VerifiedFile& one : found.files) {
        if (one.file == file) return one.problem;
    }
    return "not listed";
}

TEST(Verify, DrawsEveryPictureOfASetAgain) {
    const TempDir folder;
    SetTools set;
    build_set(small_plan(R"({"luminance": {"match": "histogram"}})"), "p", folder / "set", false, set.tools(), {}, {});
    const Verification found = verify_folder(folder / "set", "", set.tools(), {}, {});
    EXPECT_TRUE(found.all_right());
    EXPECT_EQ(found.drawn_again, 10);
    EXPECT_TRUE(verify_picture(folder / "set" / "sad_s1_050.png", "", set.tools(), {}).all_right());
    EXPECT_TRUE(verify_plan(folder / "set" / "plan.json", folder / "set", set.tools(), {}, {}).all_right());
    EXPECT_FALSE(std::filesystem::exists(folder / "set.again"));
}

TEST(Verify, FindsWhatIsChangedMissingAndAdded) {
    const TempDir folder;
    SetTools set;
    build_set(small_plan(), "p", folder / "set", false, set.tools(), {}, {});
    std::filesystem::remove(folder / "set" / "images.json");
    write_file(folder / "set" / "methods.txt", "mine");
    write_file(folder / "set" / "notes.txt", "mine");
    const Verification found = verify_folder(folder / "set", "", set.tools(), {}, {});
    EXPECT_EQ(problem_of(found, "images.json"), "it is missing");
    EXPECT_EQ(problem_of(found, "methods.txt"), "it was changed");
    EXPECT_EQ(problem_of(found, "notes.txt"), "it is not one of the set's");
}

TEST(Verify, FindsAPictureOfOtherPixelsThanItsRecipeDraws) {
    const TempDir folder;
    SetTools set;
    build_set(small_plan(), "p", folder / "set", false, set.tools(), {}, {});
    const auto file = folder / "set" / "sad_s1_050.png";
    const std::string recipe = read_recipe(file).value();
    Image picture = read_png(file);
    picture.at(3, 3) ^= 1;
    write_png(file, picture, recipe);
    EXPECT_THAT(verify_picture(file, "", set.tools(), {}).files[0].problem, ::testing::HasSubstr("pixels"));
    std::string other = recipe;
    const auto hash = other.find(R"("pixel_sha256":")") + 16;
    other.replace(hash, 64, pixel_hash(picture));
    write_png(file, picture, other);
    EXPECT_THAT(verify_picture(file, "", set.tools(), {}).files[0].problem, ::testing::HasSubstr("drawn again"));
}

TEST(Verify, NamesOtherWeights) {
    const TempDir folder;
    SetTools set;
    build_set(small_plan(), "p", folder / "set", false, set.tools(), {}, {});
    EXPECT_THROW(verify_folder(folder / "set", "default-48", set.tools(), {}, {}), Error);
    write_png(folder / "plain.png", Image(4, 4, 1));
    EXPECT_THROW(verify_picture(folder / "plain.png", "", set.tools(), {}), Error);
}

TEST(Verify, DrawsPhotosAgainFromTheCodesBesideThem) {
    const TempDir folder;
    SetTools set;
    Image face;
    SampleRequest request;
    request.count = 1;
    set.engine->sample(request, [&](Cell cell) { face = cell.image; }, {}).value_or_throw();
    write_png(folder / "anna.png", face);
    Plan plan = small_plan(R"({"identities": [{"seed": 5}, {"photo": "anna.png"}]})");
    plan.folder = folder.path();
    build_set(plan, "p", folder / "set", false, set.tools(), {}, {});
    EXPECT_TRUE(verify_folder(folder / "set", "", set.tools(), {}, {}).all_right());
    std::filesystem::copy_file(folder / "set" / "happy_anna_100.png", folder / "alone.png");
    EXPECT_THROW(verify_picture(folder / "alone.png", "", set.tools(), {}), Error);
}

}  // namespace
}  // namespace bplf::stimuli
