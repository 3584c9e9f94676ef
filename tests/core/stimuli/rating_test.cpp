// SPDX-License-Identifier: GPL-3.0-or-later
// What raters answer ends in the set's table as it should, and nothing that they cannot have answered.
#include "core/stimuli/rating.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/io/table.h"
#include "core/stimuli/build_set.h"
#include "core/stimuli/set_files.h"
#include "core/stimuli/verify.h"
#include "tests/core/stimuli/set_tools.h"
#include "tests/support/support.h"

namespace bplf::stimuli {
namespace {

using bplf::test::TempDir;
using test::SetTools;
using test::small_plan;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kColumns = "set,rater,trial,file,emotion,intensity,clarity,seconds\n";

class Ratings : public ::testing::Test {
  protected:
    Ratings() {
        build_set(small_plan(), "plan.json", set_, false, tools_.tools(), {}, {});
        id_ = sha256_of_file(set_ / "plan.json");
    }
    std::filesystem::path table(const std::string& name, const std::string& rows) {
        const std::filesystem::path file = folder_ / name;
        write_file(file, kColumns + rows);
        return file;
    }
    std::string row(const std::string& rest) const { return id_ + "," + rest + "\n"; }
    /// Of the set's table: a picture's cell.
    std::string cell(const std::string& picture, const std::string& column) const {
        Table table(set_ / "stimuli.csv");
        TableRow row;
        table.next(row);
        const std::size_t at = TableHeader(row.cells).find({column});
        while (table.next(row))
            if (row.cells.front() == picture) return at == TableHeader::npos ? "no column" : row.cells.at(at);
        return "no row";
    }
    std::string problem_of(const std::string& rows) {
        const std::string before = read_file(set_ / kHashesFile);
        std::string said;
        try {
            add_ratings(set_, {table("bad.csv", rows)});
        } catch (const Error& error) {
            said = error.problem();
        }
        EXPECT_EQ(read_file(set_ / kHashesFile), before);
        EXPECT_FALSE(std::filesystem::exists(set_ / kRatingsFile));
        return said;
    }

    const TempDir folder_;
    const std::filesystem::path set_ = folder_ / "set";
    SetTools tools_;
    std::string id_;
};

TEST_F(Ratings, MeansOfAllRatersStandInTheSetsTable) {
    const auto a = table("a.csv", row("a,1,sad_s1_100.png,sad,6,7,1.5") + row("a,2,happy_s1_050.png,happy,3,4,2.25"));
    const auto b = table("b.csv", row("b,1,sad_s1_100.png,none of these,3,2,4"));
    const auto c = table("c.csv", row("c,9,sad_s1_100.png,sad,5,6,0.75"));
    const RatingSummary summary = add_ratings(set_, {a, b, c});
    EXPECT_EQ(summary.raters, 3);
    EXPECT_EQ(summary.ratings, 4);
    EXPECT_EQ(summary.added, 4);
    EXPECT_EQ(summary.unrated, 8);
    EXPECT_EQ(cell("sad_s1_100.png", "raters"), "3");
    EXPECT_EQ(cell("sad_s1_100.png", "rated_emotion"), "sad");
    EXPECT_EQ(cell("sad_s1_100.png", "rated_share_sad"), "0.6667");
    EXPECT_EQ(cell("sad_s1_100.png", "rated_share_none of these"), "0.3333");
    EXPECT_EQ(cell("sad_s1_100.png", "rated_share_happy"), "0.0000");
    EXPECT_EQ(cell("sad_s1_100.png", "rated_intensity_mean"), "4.6667");
    EXPECT_EQ(cell("sad_s1_100.png", "rated_intensity_sd"), "1.5275");
    EXPECT_EQ(cell("sad_s1_100.png", "rated_clarity_mean"), "5.0000");
    EXPECT_EQ(cell("sad_s1_100.png", "rated_clarity_sd"), "2.6458");
    EXPECT_EQ(cell("happy_s1_050.png", "rated_intensity_sd"), "");
    EXPECT_EQ(cell("neutral_s1_000.png", "raters"), "0");
    EXPECT_EQ(cell("neutral_s1_000.png", "rated_emotion"), "");
    EXPECT_EQ(cell("neutral_s1_000.png", "identity"), "s1");
}

TEST_F(Ratings, LaterRatersAreAddedAndTheSameTableTwiceChangesNothing) {
    const auto a = table("a.csv", row("a,1,sad_s1_100.png,sad,6,7,1.5"));
    add_ratings(set_, {a});
    const std::string once = read_file(set_ / kHashesFile);
    EXPECT_EQ(add_ratings(set_, {a}).added, 0);
    EXPECT_EQ(read_file(set_ / kHashesFile), once);
    add_ratings(set_, {table("b.csv", row("b,1,sad_s1_100.png,happy,2,3,1"))});
    EXPECT_EQ(cell("sad_s1_100.png", "raters"), "2");
    EXPECT_EQ(cell("sad_s1_100.png", "rated_intensity_mean"), "4.0000");
}

TEST_F(Ratings, RatedSetIsFoundRightAsAFolderAndAgainstItsPlan) {
    add_ratings(set_, {table("a.csv", row("a,1,sad_s1_100.png,sad,6,7,1.5"))});
    EXPECT_TRUE(verify_folder(set_, "", tools_.tools(), {}, {}).all_right());
    EXPECT_TRUE(verify_plan(set_ / "plan.json", set_, tools_.tools(), {}, {}).all_right());
}

TEST_F(Ratings, TableThatASpreadsheetSavedIsRead) {
    const std::filesystem::path file = folder_ / "sheet.csv";
    write_file(file, "\xEF\xBB\xBFrater;set;file;trial;seconds;clarity;intensity;emotion\r\na;" + id_ +
                         ";sad_s1_100.png;3;1,25;2;6;sad\r\n");
    EXPECT_EQ(add_ratings(set_, {file}).added, 1);
    EXPECT_THAT(read_file(set_ / kRatingsFile), HasSubstr("a,3,sad_s1_100.png,sad,6,2,1.25\n"));
}

TEST_F(Ratings, AnswersThatNobodyCanHaveGivenAreRefusedAndNothingIsWritten) {
    EXPECT_THAT(problem_of("0000,a,1,sad_s1_100.png,sad,6,7,1\n"), HasSubstr("another set"));
    EXPECT_THAT(problem_of(row("a,1,sad_s9_100.png,sad,6,7,1")), HasSubstr("no picture"));
    EXPECT_THAT(problem_of(row("a,1,sad_s1_100.png,angry,6,7,1")), HasSubstr("none of the emotions"));
    EXPECT_THAT(problem_of(row("a,1,sad_s1_100.png,sad,8,7,1")), HasSubstr("from 1 to 7"));
    EXPECT_THAT(problem_of(row("a,1,sad_s1_100.png,sad,6,,1")), HasSubstr("no clarity"));
    EXPECT_THAT(problem_of(row("a,1,sad_s1_100.png,sad,6,7,soon")), HasSubstr("seconds"));
    EXPECT_THAT(problem_of(row("a,1,sad_s1_100.png,sad,6,7,1") + row("a,2,sad_s1_100.png,sad,5,7,1")),
                HasSubstr("another answer"));
    write_file(folder_ / "other.csv", "file,emotion\nx,y\n");
    EXPECT_THROW(add_ratings(set_, {folder_ / "other.csv"}), Error);
    EXPECT_THROW(add_ratings(folder_.path(), {folder_ / "other.csv"}), Error);
}

TEST_F(Ratings, TableOfTheSetThatWasChangedByHandIsNotSignedAgain) {
    const auto a = table("a.csv", row("a,1,sad_s1_100.png,sad,6,7,1.5"));
    std::string changed = read_file(set_ / "stimuli.csv");
    changed.replace(changed.find(",sad,"), 5, ",joy,");
    write_file(set_ / "stimuli.csv", changed);
    EXPECT_THROW(add_ratings(set_, {a}), Error);
    EXPECT_EQ(add_ratings(set_, {a}, true).added, 1);
}

TEST_F(Ratings, PageHoldsEveryPictureAndNeedsNoNetwork) {
    const std::string page = read_file(set_ / kRatingPage);
    EXPECT_THAT(page, Not(HasSubstr("://")));
    EXPECT_THAT(page, Not(HasSubstr("RATED SET")));
    const std::string opening = R"(<script id="set" type="application/json">)";
    const auto from = page.find(opening) + opening.size();
    const auto facts = nlohmann::json::parse(page.substr(from, page.find("</script>", from) - from));
    EXPECT_EQ(facts["id"], id_);
    EXPECT_EQ(facts["steps"], kRatingSteps);
    EXPECT_EQ(facts["files"].size(), 10U);
    EXPECT_EQ(facts["choices"], nlohmann::json({"neutral", "happy", "sad", "none of these"}));
}

}  // namespace
}  // namespace bplf::stimuli
