// SPDX-License-Identifier: GPL-3.0-or-later
// Existing files, matched and masked: all or none.
#include "core/stimuli/file_finish.h"

#include <gmock/gmock.h>

#include "core/base/error.h"
#include "core/base/philox.h"
#include "core/image/png.h"
#include "tests/core/stimuli/set_tools.h"
#include "tests/support/support.h"

namespace bplf::stimuli {
namespace {

using bplf::test::TempDir;
using test::SetTools;

std::filesystem::path picture(const std::filesystem::path& file, std::uint64_t seed, double low, double high) {
    Image image(50, 60, 3);
    std::vector<float> values(image.pixels.size());
    PhiloxStream(seed, 0).fill_uniform(values);
    for (std::size_t i = 0; i < values.size(); ++i)
        image.pixels[i] = static_cast<std::uint8_t>(low + (high - low) * values[i]);
    write_png(file, image);
    return file;
}

TEST(MatchFiles, GivesAllTheMeanOfTheirOwnWhereNoneIsAsked) {
    const TempDir folder;
    SetTools set;
    const std::vector<std::filesystem::path> files{picture(folder / "a.png", 1, 20, 90),
                                                   picture(folder / "b.png", 2, 120, 230)};
    LuminancePlan target;
    target.kind = LuminanceKind::kMeanSd;
    const auto done = match_files(files, {}, target, set.tools().find_faces, folder / "out", false, {}, {});
    const double mean = (done[0].before.mean + done[1].before.mean) / 2;
    for (const FinishedFile& file : done) EXPECT_NEAR(luminance_of(read_png(file.file)).mean, mean, 0.1);
}

TEST(MatchFiles, WritesNothingWhereOneOfThemCannotBeMatched) {
    const TempDir folder;
    SetTools set;
    const std::vector<std::filesystem::path> files{picture(folder / "a.png", 1, 20, 90),
                                                   picture(folder / "b.png", 2, 0, 255)};
    LuminancePlan target;
    target.kind = LuminanceKind::kMeanSd;
    target.mean = 128;
    target.sd = 126;
    EXPECT_THROW(match_files(files, {}, target, set.tools().find_faces, folder / "out", false, {}, {}), Error);
    EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

TEST(MaskFiles, PutsFacesBeforeGreyAndRefusesPicturesWithoutAFace) {
    const TempDir folder;
    SetTools set;
    MaskPlan oval;
    oval.kind = MaskKind::kOval;
    const auto done = mask_files({picture(folder / "a.png", 1, 20, 250)}, oval, 77, set.tools().find_faces,
                                 folder / "out", false, {}, {});
    EXPECT_EQ(read_png(done[0].file).at(0, 0, 1), 77);
    EXPECT_EQ(read_png(done[0].file).at(25, 32), read_png(folder / "a.png").at(25, 32));
    write_png(folder / "wall.png", Image(40, 40, 1, 90));
    EXPECT_THROW(mask_files({folder / "wall.png"}, oval, 77, set.tools().find_faces, folder / "out", false, {}, {}),
                 Error);
    EXPECT_THROW(mask_files({folder / "a.png"}, oval, 77, set.tools().find_faces, folder / "out", false, {}, {}),
                 Error);
}

TEST(MaskFiles, RefusesAnEllipseThatIsLargerThanAPicture) {
    const TempDir folder;
    SetTools set;
    MaskPlan ellipse;
    ellipse.kind = MaskKind::kEllipse;
    ellipse.axes = {60, 40};
    EXPECT_THROW(mask_files({picture(folder / "a.png", 1, 20, 250)}, ellipse, 77, set.tools().find_faces,
                            folder / "out", false, {}, {}),
                 Error);
}

}  // namespace
}  // namespace bplf::stimuli
