// SPDX-License-Identifier: GPL-3.0-or-later
// bplf stimuli and its verbs on real weights: the same bytes with any number of threads, read by an independent reader.
#include <gmock/gmock.h>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/image/png.h"
#include "tests/app/bplf_process.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using ::testing::HasSubstr;

/// Of the tiny model: 16×16 grey, happy and sad, no judge of its size.
std::string tiny_plan(const std::string& more) {
    const nlohmann::json extra = nlohmann::json::parse(more);
    nlohmann::json plan{{"schema", "bplf.stimuli.v1"},
                        {"model", tiny_model().name()},
                        {"identities", {{{"seeds", {1, 4}}}}},
                        {"expressions", {"happy", "sad"}},
                        {"neutral", ""},
                        {"levels", {0, 50, 100}},
                        {"size", 48},
                        {"mask", {{"shape", "oval"}}},
                        {"luminance", {{"match", "mean-sd"}, {"mean", 120}, {"sd", 30}}},
                        {"groups", 2},
                        {"judge", ""}};
    plan.update(extra);
    return plan.dump();
}

std::string write_plan(const TempDir& folder, const std::string& more = "{}") {
    write_bytes(folder / "plan.json", tiny_plan(more));
    return (folder / "plan.json").string();
}

TEST(Stimuli, ExampleIsAPlanThatItsDryRunTakes) {
    const TempDir folder;
    const Outcome example = run_bplf({"stimuli", "--example"});
    ASSERT_EQ(example.exit_code, 0) << example.err;
    write_bytes(folder / "plan.json", example.out);
    const Outcome dry = run_bplf({"stimuli", (folder / "plan.json").string(), "--dry-run", "--json"});
    ASSERT_EQ(dry.exit_code, 0) << dry.err;
    EXPECT_EQ(dry.json()["pictures"], 42);
    EXPECT_EQ(entries(folder.path()), std::vector<std::string>{"plan.json"});
}

TEST(Stimuli, MakesTheSameBytesWithOneThreadAndTwo) {
    const TempDir folder;
    const std::string plan = write_plan(folder);
    for (const char* threads : {"1", "2"}) {
        const Outcome made = run_bplf({"stimuli", plan, "--threads", threads, "--out", (folder / threads).string()});
        ASSERT_EQ(made.exit_code, 0) << made.err;
    }
    EXPECT_EQ(read_bytes(folder / "1" / "SHA256SUMS"), read_bytes(folder / "2" / "SHA256SUMS"));
}

TEST(Stimuli, SetIsReadByAnIndependentReaderAndVerified) {
    const TempDir folder;
    const std::string plan = write_plan(
        folder, R"({"orientations": ["as is", "mirrored"], "name": "{emotion}_{identity}_{level}_{orientation}.png"})");
    const std::string set = (folder / "set").string();
    ASSERT_EQ(run_bplf({"stimuli", plan, "--out", set}).exit_code, 0);
    for (const std::string& what : {set, set + "/plan.json", set + "/happy_s1_100_mirrored.png"}) {
        const Outcome right = run_bplf({"verify", what, "--json"});
        EXPECT_EQ(right.exit_code, 0) << right.out << right.err;
        EXPECT_TRUE(right.json()["problems"].empty()) << right.out;
    }
    if (run_program({PYTHON_PROGRAM, "-c", "import numpy"}).exit_code != 0)
        GTEST_SKIP() << PYTHON_PROGRAM << " lacks numpy";
    const Outcome read =
        run_program({PYTHON_PROGRAM, "-B", (source_dir() / "tests" / "tools" / "read_stimuli.py").string(), set});
    EXPECT_EQ(read.exit_code, 0) << read.out << read.err;
    EXPECT_EQ(read.json()["pictures"], 40);
    write_bytes(folder / "set" / "images.json", "[]");
    EXPECT_EQ(run_bplf({"verify", set}).exit_code, 3);
}

TEST(Ratings, AnswersOfRatersEndInTheSetsTable) {
    const TempDir folder;
    const std::string set = (folder / "set").string();
    ASSERT_EQ(run_bplf({"stimuli", write_plan(folder), "--out", set}).exit_code, 0);
    const std::string id = sha256_of_file(folder / "set" / "plan.json");
    const std::string columns = "set,rater,trial,file,emotion,intensity,clarity,seconds\n";
    write_bytes(folder / "a.csv", columns + id + ",a,1,happy_s1_100.png,happy,6,5,1.5\n");
    write_bytes(folder / "b.csv", columns + id + ",b,4,happy_s1_100.png,sad,2,1,0.5\n");
    const Outcome added =
        run_bplf({"ratings", set, (folder / "a.csv").string(), (folder / "b.csv").string(), "--json"});
    ASSERT_EQ(added.exit_code, 0) << added.err;
    EXPECT_EQ(added.json()["raters"], 2);
    EXPECT_EQ(run_bplf({"verify", set}).exit_code, 0);
    EXPECT_EQ(run_bplf({"ratings", set, (folder / "plan.json").string()}).exit_code, 3);
    if (run_program({PYTHON_PROGRAM, "-c", "import numpy"}).exit_code != 0)
        GTEST_SKIP() << PYTHON_PROGRAM << " lacks numpy";
    const Outcome read =
        run_program({PYTHON_PROGRAM, "-B", (source_dir() / "tests" / "tools" / "read_stimuli.py").string(), set});
    EXPECT_EQ(read.exit_code, 0) << read.out << read.err;
    EXPECT_EQ(read.json()["ratings"], 2);
}

struct BadPlan {
    const char* fields;
    const char* said;
};

TEST(Stimuli, SaysWhatIsWrongWithAPlanBeforeAnythingIsWritten) {
    for (const BadPlan& bad :
         {BadPlan{R"({"levels": [0, 120]})", "0 to 100"}, BadPlan{R"({"name": "{emotion}.png"})", "{level}"},
          BadPlan{R"({"groups": 5})", "cannot be balanced"},
          BadPlan{R"({"identities": [{"photo": "nobody.jpg"}], "groups": 0})", "nobody.jpg"},
          BadPlan{R"({"mask": {"shape": "ellipse", "axes": [90, 90]}})", "larger than the picture"},
          BadPlan{R"({"judge": "nobody"})", "nobody"}, BadPlan{R"({"model_sha256": "00"})", "another model"},
          BadPlan{R"({"luminance": {"match": "mean-sd", "mean": 250, "sd": 90}})", "clip"}}) {
        const TempDir folder;
        const Outcome outcome =
            run_bplf({"stimuli", write_plan(folder, bad.fields), "--out", (folder / "set").string()});
        EXPECT_EQ(outcome.exit_code, 3) << bad.fields;
        EXPECT_THAT(outcome.err, HasSubstr(bad.said));
        EXPECT_EQ(entries(folder.path()), std::vector<std::string>{"plan.json"}) << bad.fields;
    }
}

TEST(Stimuli, NeedsAPlanAndAPlace) {
    EXPECT_EQ(run_bplf({"stimuli"}).exit_code, 2);
    const TempDir folder;
    EXPECT_EQ(run_bplf({"stimuli", write_plan(folder)}).exit_code, 2);
}

TEST(Continuum, GoesFromOneRecipeToAnotherInExactSteps) {
    const TempDir folder;
    const std::string model = tiny_model().name(), out = (folder / "steps").string();
    const Outcome made = run_bplf({"continuum", model, "--from", "seed:3;label=happy", "--to", "seed:3;label=sad",
                                   "--step", "25", "--out", out, "--json"});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    EXPECT_EQ(entries(folder / "steps"),
              (std::vector<std::string>{"000.png", "025.png", "050.png", "075.png", "100.png"}));
    ASSERT_EQ(run_bplf({"sample", model, "--label", "sad", "--seed", "3", "--count", "1", "--out",
                        (folder / "sad.png").string()})
                  .exit_code,
              0);
    EXPECT_EQ(read_png(folder / "steps" / "100.png"), read_png(folder / "sad.png"));
    const Outcome again = run_bplf({"continuum", model, "--from", (folder / "sad.png").string(), "--to",
                                    "seed:3;label=happy", "--step", "100", "--out", (folder / "back").string()});
    ASSERT_EQ(again.exit_code, 0) << again.err;
    EXPECT_EQ(read_png(folder / "back" / "000.png"), read_png(folder / "sad.png"));
}

TEST(Average, OfOneFaceIsTheFaceByPixelsAndByCode) {
    const TempDir folder;
    const std::string model = tiny_model().name(), face = (folder / "face.png").string();
    ASSERT_EQ(run_bplf({"sample", model, "--label", "sad", "--seed", "3", "--count", "1", "--out", face}).exit_code, 0);
    for (const std::string of : {"pixels", "codes"}) {
        const std::string out = (folder / (of + ".png")).string();
        ASSERT_EQ(run_bplf({"average", model, face, face, "--of", of, "--out", out}).exit_code, 0);
        EXPECT_EQ(read_png(out), read_png(face)) << of;
    }
}

TEST(Match, AndMaskTakePicturesOfAnySource) {
    const TempDir folder;
    const std::string face = (folder / "face.png").string();
    ASSERT_EQ(run_bplf({"sample", tiny_model().name(), "--count", "1", "--pixels", "64", "--out", face}).exit_code, 0);
    const Outcome matched =
        run_bplf({"match", face, "--mean", "100", "--sd", "20", "--out", (folder / "matched").string(), "--json"});
    ASSERT_EQ(matched.exit_code, 0) << matched.err;
    EXPECT_NEAR(matched.json()["images"][0]["after"]["mean"].get<double>(), 100, 0.1);
    const Outcome masked = run_bplf({"mask", face, "--shape", "ellipse", "--axes", "40,50", "--background", "9",
                                     "--out", (folder / "masked").string()});
    ASSERT_EQ(masked.exit_code, 0) << masked.err;
    EXPECT_EQ(read_png(folder / "masked" / "face.png").at(0, 0), 9);
    EXPECT_EQ(
        run_bplf({"mask", face, "--shape", "ellipse", "--axes", "90,50", "--out", (folder / "no").string()}).exit_code,
        3);
}

}  // namespace
}  // namespace bplf::test
