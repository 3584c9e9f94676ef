// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/name_template.h"

#include <gmock/gmock.h>

#include "core/base/error.h"

namespace bplf::stimuli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const NameFields kHappy{"happy", "s1", "as-is", 5, 3};

TEST(NameTemplate, FillsItsFieldsIn) {
    EXPECT_EQ(NameTemplate("{emotion}_{identity}_{level:03d}.png", "p").name(kHappy), "happy_s1_005.png");
    EXPECT_EQ(NameTemplate("{number:4d}-{orientation}-{level}.PNG", "p").name(kHappy), "___3-as-is-5.PNG");
    EXPECT_EQ(NameTemplate("{emotion}.png", "p").name({"half sad/half glad", "", "", 0, 0}), "half_sad_half_glad.png");
}

TEST(NameTemplate, RefusesWhatIsNoNameOfAPicture) {
    for (const char* text : {"{emotion}.jpg", "{emotion}", "a/{emotion}.png", ".{emotion}.png", "{mood}.png",
                             "{emotion:03d}.png", "{emotion.png"})
        EXPECT_THROW(NameTemplate(text, "p"), Error) << text;
}

TEST(NameTemplate, NamesTheFieldThatWouldTellPicturesApart) {
    const NameFields sad{"sad", "s1", "as-is", 5, 4};
    try {
        all_names(NameTemplate("{identity}_{level}.png", "p"), {kHappy, sad}, "p");
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.hint(), HasSubstr("{emotion}"));
    }
    EXPECT_THAT(all_names(NameTemplate("{number}.png", "p"), {kHappy, sad}, "p"), ElementsAre("3.png", "4.png"));
}

TEST(NameTemplate, CountsNamesThatDifferInTheirCaseAsOne) {
    const NameFields large{"Happy", "s1", "as-is", 5, 4};
    EXPECT_THROW(all_names(NameTemplate("{emotion}.png", "p"), {kHappy, large}, "p"), Error);
}

}  // namespace
}  // namespace bplf::stimuli
