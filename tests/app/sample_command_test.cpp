// SPDX-License-Identifier: GPL-3.0-or-later
// sample, encode, decode, relabel and morph as processes: repeatable, and cell by cell the same.
#include <gmock/gmock.h>

#include <set>

#include "core/base/atomic_file.h"
#include "core/image/png.h"
#include "core/image/resize.h"
#include "tests/app/bplf_process.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Outcome sample(const Words& more) {
    Words words{"sample", tiny_model().name(), "--device", "cpu", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    Outcome outcome = run_bplf(words);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome;
}

std::vector<std::string> hashes(const nlohmann::json& result) {
    std::vector<std::string> all;
    for (const auto& image : result["images"]) all.push_back(image["sha256"]);
    return all;
}

TEST(Sample, SecondRunGivesTheSameBytes) {
    const TempDir folder;
    sample({"--label", "all", "--count", "3", "--seed", "5", "--out", (folder / "a.png").string()});
    sample({"--label", "all", "--count", "3", "--seed", "5", "--out", (folder / "b.png").string()});
    EXPECT_EQ(read_bytes(folder / "a.png"), read_bytes(folder / "b.png"));
}

TEST(Sample, AnotherCountKeepsEveryFace) {
    const TempDir folder;
    const nlohmann::json small =
        sample({"--label", "all", "--count", "2", "--out", (folder / "a.png").string()}).json();
    const nlohmann::json large =
        sample({"--label", "all", "--count", "5", "--out", (folder / "b.png").string()}).json();
    const std::vector<std::string> few = hashes(small), many = hashes(large);
    ASSERT_EQ(few.size(), 4U);
    ASSERT_EQ(many.size(), 10U);
    for (std::size_t label = 0; label < 2; ++label)
        for (std::size_t k = 0; k < 2; ++k) EXPECT_EQ(few[2 * label + k], many[5 * label + k]);
}

TEST(Sample, BestOfSeveralIsDrawnAgainFromItsRecipe) {
    const TempDir folder;
    const auto drawn = [&](const Words& more) {
        Words words{"sample", "--device", "cpu", "--json"};
        words.insert(words.end(), more.begin(), more.end());
        const Outcome outcome = run_bplf(words);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return outcome.json();
    };
    const Words sad{"emotion-32", "--label", "sad", "--count", "3", "--seed", "5"};
    const auto with = [&](const Words& more) {
        Words words = sad;
        words.insert(words.end(), more.begin(), more.end());
        return drawn(words);
    };
    const auto plain = with({"--out", (folder / "plain.png").string()});
    const auto best = with({"--best-of", "6", "--out", (folder / "best.png").string()});
    EXPECT_NE(hashes(best), hashes(plain));
    EXPECT_EQ(hashes(drawn({"--recipe", (folder / "best.png").string(), "--out", (folder / "again.png").string()})),
              hashes(best));
    const auto alone = with({"--best-of", "6", "--out", (folder / "faces").string()});
    EXPECT_EQ(hashes(alone), hashes(best));
    const auto& face = alone["images"][1];
    const auto redrawn = drawn({"--recipe", face["path"].get<std::string>(), "--out", (folder / "one.png").string()});
    EXPECT_EQ(hashes(redrawn)[0], hashes(best)[1]);
    EXPECT_EQ(redrawn["request"]["best_of"]["candidates"], 6);
    EXPECT_EQ(hashes(drawn({"emotion-32", "--label", "sad", "--count", "1", "--seed", face["seed"].dump(), "--out",
                            (folder / "seed.png").string()}))[0],
              hashes(best)[1]);
}

TEST(Sample, BestOfSeveralIsTheSameFaceAtEverySize) {
    const TempDir folder;
    std::vector<nlohmann::json> seeds;
    for (const char* size : {"32", "64"}) {
        const Outcome outcome = run_bplf({"sample", "emotion-128", "--label", "disgust", "--count", "1", "--best-of",
                                          "5", "--size", size, "--json", "--out", (folder / size).string()});
        ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
        seeds.push_back(outcome.json()["images"][0]["seed"]);
    }
    EXPECT_EQ(seeds[0], seeds[1]);
}

TEST(Sample, BestOfSeveralNeedsALabelToReadBy) {
    const TempDir folder;
    const Outcome outcome = run_bplf({"sample", "emotion-32", "--best-of", "4", "--out", (folder / "a.png").string()});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("label"));
}

TEST(Sample, IntensityGoesFromNoLabelThroughTheLabelBeyondIt) {
    const TempDir folder;
    int drawings = 0;
    // The default model: labels hardly change what the tiny one draws.
    const auto drawn = [&](const Words& more) {
        Words words{"sample",
                    (source_dir() / "models" / "emotion-32").string(),
                    "--count",
                    "2",
                    "--device",
                    "cpu",
                    "--json",
                    "--out",
                    (folder / (std::to_string(drawings++) + ".png")).string()};
        words.insert(words.end(), more.begin(), more.end());
        const Outcome outcome = run_bplf(words);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return hashes(outcome.json());
    };
    const auto plain = drawn({}), happy = drawn({"--label", "happy"});
    EXPECT_NE(happy, plain);
    EXPECT_EQ(drawn({"--label", "happy", "--intensity", "0"}), plain);
    const auto learned = drawn({"--label", "happy", "--intensity", "1"});
    EXPECT_NE(learned, plain);
    const auto beyond = drawn({"--label", "happy", "--intensity", "3"});
    EXPECT_NE(beyond, learned);
    const Outcome again =
        run_bplf({"sample", "--recipe", (folder / "4.png").string(), "--json", "--out", (folder / "b.png").string()});
    ASSERT_EQ(again.exit_code, 0) << again.err;
    EXPECT_EQ(hashes(again.json()), beyond);
}

TEST(Sample, SheetAndFolderHoldTheSameFaces) {
    const TempDir folder;
    const nlohmann::json sheet = sample({"--count", "3", "--out", (folder / "s.png").string()}).json();
    const nlohmann::json files = sample({"--count", "3", "--out", (folder / "f").string()}).json();
    EXPECT_EQ(hashes(sheet), hashes(files));
    for (const auto& image : files["images"])
        EXPECT_EQ(pixel_hash(read_png(image["path"].get<std::string>())), image["sha256"].get<std::string>());
}

TEST(Sample, JsonTellsWhatTheContractPromises) {
    const TempDir folder;
    const nlohmann::json json =
        sample({"--label", "happy=3,sad=1", "--count", "1", "--seed", "9", "--out", (folder / "f.png").string()})
            .json();
    EXPECT_EQ(json["ok"], true);
    EXPECT_TRUE(json["seconds"].is_number());
    const nlohmann::json& image = json["images"].at(0);
    EXPECT_EQ(image["path"], (folder / "f.png").string());
    EXPECT_EQ(image["seed"], 9);
    EXPECT_THAT(image["label"].get<std::string>(), HasSubstr("happy=0.75"));
    EXPECT_EQ(image["temperature"].size(), 2U);
    EXPECT_TRUE(image["bits_per_dim"].is_number());
    EXPECT_EQ(image["sha256"].get<std::string>().size(), 64U);
}

TEST(Sample, RecipeOfASheetDrawsItAgain) {
    const TempDir folder;
    sample({"--label", "all", "--count", "2", "--seed", "3", "--temperature", "0.4", "--out",
            (folder / "a.png").string()});
    sample({"--recipe", (folder / "a.png").string(), "--out", (folder / "b.png").string()});
    EXPECT_EQ(read_bytes(folder / "a.png"), read_bytes(folder / "b.png"));
}

TEST(Sample, RecipeNamesAModelWithoutItsFoldersAndAsksForItsFile) {
    const TempDir folder;
    sample({"--count", "1", "--out", (folder / "a.png").string()});
    const std::string recipe = read_recipe(folder / "a.png").value();
    const auto parent = std::filesystem::path(tiny_model().name()).parent_path().string();
    EXPECT_THAT(recipe, testing::Not(HasSubstr(parent)));
    const Outcome nowhere =
        run_bplf({"sample", "--recipe", (folder / "a.png").string(), "--out", (folder / "b.png").string()});
    EXPECT_EQ(nowhere.exit_code, 3);
    EXPECT_THAT(nowhere.err, HasSubstr("bplf sample MODEL.safetensors --recipe PICTURE"));
}

TEST(Sample, RecipeOfOneFaceDrawsThatFace) {
    const TempDir folder;
    const nlohmann::json files = sample({"--label", "all", "--count", "2", "--out", (folder / "f").string()}).json();
    const nlohmann::json& last = files["images"].back();
    const nlohmann::json again =
        sample({"--recipe", last["path"].get<std::string>(), "--out", (folder / "g.png").string()}).json();
    EXPECT_EQ(hashes(again), std::vector<std::string>{last["sha256"]});
}

TEST(Sample, RecipeOfOneFaceLeavesNothingToTheModel) {
    const TempDir folder;
    const nlohmann::json image =
        sample({"--label", "happy", "--count", "1", "--out", (folder / "f").string()}).json()["images"][0];
    const auto recipe = nlohmann::json::parse(read_recipe(image["path"].get<std::string>()).value());
    EXPECT_EQ(recipe["temperature"], image["temperature"]);
    EXPECT_EQ(recipe["intensity"], image["intensity"]);
    EXPECT_EQ(recipe["temperature"].size(), 2U);
}

TEST(Sample, PixelsAreTheWidthOfEachSavedPictureAndStandInTheRecipe) {
    const TempDir folder;
    const auto drawn = sample({"--count", "1", "--out", (folder / "plain.png").string()}).json()["images"][0];
    const auto large = sample({"--count", "1", "--pixels", "40", "--out", (folder / "f").string()}).json()["images"][0];
    EXPECT_EQ(large["sha256"], drawn["sha256"]) << "no face changes";
    const Image saved = read_png(large["path"].get<std::string>());
    EXPECT_EQ(saved, resize(read_png(folder / "plain.png"), 40, 40, Filter::kLanczos3));
    sample({"--recipe", large["path"].get<std::string>(), "--out", (folder / "again.png").string()});
    EXPECT_EQ(read_png(folder / "again.png"), saved);
    sample({"--count", "2", "--pixels", "40", "--columns", "2", "--out", (folder / "sheet.png").string()});
    EXPECT_EQ(read_png(folder / "sheet.png").width, 2 * 40 + 3 * 2);
    const Outcome both = run_bplf(
        {"sample", tiny_model().name(), "--pixels", "40", "--scale", "2", "--out", (folder / "x.png").string()});
    EXPECT_EQ(both.exit_code, 2);
}

TEST(Morph, FramesCarryTheirRecipe) {
    const TempDir folder;
    const Outcome morph =
        run_bplf({"morph", tiny_model().name(), "--key", "seed:1;label=happy", "--key", "seed:2", "--frames", "2",
                  "--scale", "2", "--device", "cpu", "--out", (folder / "film").string()});
    ASSERT_EQ(morph.exit_code, 0) << morph.err;
    EXPECT_EQ(entries(folder / "film"), (std::vector<std::string>{"frame_0001.png", "frame_0002.png"}));
    const auto recipe = nlohmann::json::parse(read_recipe(folder / "film" / "frame_0002.png").value());
    EXPECT_EQ(recipe["schema"], "bplf.morph.v1");
    EXPECT_EQ(recipe["frame"], 1);
    EXPECT_EQ(recipe["scale"], 2);
}

TEST(Sample, PictureWithoutRecipeIsRefused) {
    const TempDir folder;
    write_png(folder / "plain.png", Image(4, 4, 1, 9));
    const Outcome outcome =
        run_bplf({"sample", "--recipe", (folder / "plain.png").string(), "--out", (folder / "x.png").string()});
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_THAT(outcome.err, HasSubstr("plain.png"));
}

TEST(Sample, UnknownLabelSuggestsTheNearest) {
    const TempDir folder;
    const Outcome outcome =
        run_bplf({"sample", tiny_model().name(), "--label", "hapy", "--out", (folder / "x.png").string()});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("happy"));
}

TEST(Sample, WrongNumberOfTemperaturesIsAUsageError) {
    const TempDir folder;
    const Outcome outcome = run_bplf({"sample", tiny_model().name(), "--temperature-per-level", "0.1,0.2,0.3", "--out",
                                      (folder / "x.png").string()});
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("2"));
}

TEST(Decode, SavedCodesGiveTheSameFaces) {
    const TempDir folder;
    const std::string codes = (folder / "codes.safetensors").string();
    const nlohmann::json drawn =
        sample({"--label", "happy", "--count", "3", "--latents", codes, "--out", (folder / "s.png").string()}).json();
    const Outcome decoded = run_bplf({"decode", tiny_model().name(), codes, "--label", "happy", "--device", "cpu",
                                      "--json", "--out", (folder / "d.png").string()});
    ASSERT_EQ(decoded.exit_code, 0) << decoded.err;
    EXPECT_EQ(hashes(decoded.json()), hashes(drawn));
}

// The default model: labels hardly change what the tiny one draws.
TEST(Decode, WithoutALabelIsTheFaceTheCodeWasMadeOf) {
    const TempDir folder;
    const std::string codes = (folder / "codes.safetensors").string();
    const auto decoded = [&](Words more) {
        Words words{"decode",   "emotion-32", codes,
                    "--device", "cpu",        "--json",
                    "--force",  "--out",      (folder / "d.png").string()};
        words.insert(words.end(), more.begin(), more.end());
        const Outcome outcome = run_bplf(words);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return hashes(outcome.json());
    };
    const Outcome drawn =
        run_bplf({"sample", "emotion-32", "--label", "surprise", "--intensity", "3", "--count", "1", "--seed", "4",
                  "--latents", codes, "--device", "cpu", "--json", "--out", (folder / "face.png").string()});
    ASSERT_EQ(drawn.exit_code, 0) << drawn.err;
    const auto face = hashes(drawn.json());
    EXPECT_EQ(decoded({}), face);
    EXPECT_EQ(decoded({"--label", "surprise"}), face);
    EXPECT_NE(decoded({"--intensity", "1"}), face);

    ASSERT_EQ(run_bplf({"encode", "emotion-32", (folder / "face.png").string(), "--detector", "none", "--out", codes,
                        "--force", "--device", "cpu"})
                  .exit_code,
              0);
    EXPECT_EQ(decoded({}), face) << "of a photo, under the likeliest label";

    const Outcome film = run_bplf({"morph", "emotion-32", "--key", "latent:" + codes, "--key", "seed:1;label=happy",
                                   "--frames", "2", "--device", "cpu", "--out", (folder / "film").string()});
    ASSERT_EQ(film.exit_code, 0) << film.err;
    EXPECT_EQ(read_png(folder / "film" / "frame_0001.png"), read_png(folder / "face.png"));
}

TEST(EncodeDecode, IsExactThroughTheFile) {
    const TempDir folder;
    sample({"--count", "1", "--out", (folder / "face.png").string()});
    const std::string codes = (folder / "codes.safetensors").string();
    const Outcome encoded = run_bplf({"encode", tiny_model().name(), (folder / "face.png").string(), "--detector",
                                      "none", "--out", codes, "--json"});
    ASSERT_EQ(encoded.exit_code, 0) << encoded.err;
    EXPECT_EQ(encoded.json()["identical_pixels"], 256);
    const Outcome decoded =
        run_bplf({"decode", tiny_model().name(), codes, "--json", "--out", (folder / "back.png").string()});
    ASSERT_EQ(decoded.exit_code, 0) << decoded.err;
    EXPECT_EQ(pixel_hash(read_png(folder / "back.png")), pixel_hash(read_png(folder / "face.png")));
}

TEST(Relabel, TakesFilesAndFoldersAtOnce) {
    const TempDir folder;
    std::filesystem::create_directory(folder / "photos");
    sample({"--count", "1", "--seed", "1", "--out", (folder / "photos" / "anna.png").string()});
    sample({"--count", "1", "--seed", "2", "--out", (folder / "photos" / "ben.png").string()});
    sample({"--count", "1", "--seed", "3", "--out", (folder / "carl.png").string()});
    const auto relabelled = [&](const std::string& strength, const std::string& out) {
        return run_bplf({"relabel", tiny_model().name(), (folder / "photos").string(), (folder / "carl.png").string(),
                         "--detector", "none", "--from", "sad", "--to", "happy", "--strength", strength, "--paste-back",
                         "--json", "--out", (folder / out).string()});
    };
    const Outcome changed = relabelled("2", "changed");
    ASSERT_EQ(changed.exit_code, 0) << changed.err;
    EXPECT_EQ(changed.json()["photos"].size(), 3U);
    EXPECT_EQ(entries(folder / "changed"),
              (std::vector<std::string>{"anna-happy.png", "ben-happy.png", "carl-happy.png"}));
    ASSERT_EQ(relabelled("0", "kept").exit_code, 0);
    EXPECT_EQ(read_png(folder / "kept" / "ben-happy.png"), read_png(folder / "photos" / "ben.png"));
    const Outcome sheet = relabelled("2", "sheet.png");
    EXPECT_EQ(sheet.exit_code, 2);
    EXPECT_THAT(sheet.err, HasSubstr("folder"));
}

TEST(Sample, LabelWithACommaIsChosenWithABackslash) {
    const TempDir folder;
    Container model = Container::read(tiny_model().model);
    std::string config = model.header["__metadata__"]["config"];
    config.replace(config.find(R"("happy")"), 7, R"("mild, a=b; c\\d")");
    model.header["__metadata__"]["config"] = config;
    model.write(folder / "odd.safetensors");
    const auto drawn = [&](const std::string& label) {
        return run_bplf({"sample", (folder / "odd.safetensors").string(), "--count", "1", "--label", label, "--force",
                         "--out", (folder / "x.png").string()});
    };
    const std::string typed = R"(mild\, a\=b\; c\\d)";
    EXPECT_EQ(drawn(typed).exit_code, 0) << drawn(typed).err;
    EXPECT_EQ(drawn(typed + "=0.5,sad=0.5").exit_code, 0);
    const Outcome bare = drawn("mild, a");
    EXPECT_EQ(bare.exit_code, 2);
    EXPECT_THAT(bare.err, HasSubstr(typed)) << "what to type is said";
}

TEST(Relabel, StripHasTheOriginalAndEveryLabel) {
    const TempDir folder;
    sample({"--label", "sad", "--count", "1", "--out", (folder / "face.png").string()});
    const Outcome outcome =
        run_bplf({"relabel", tiny_model().name(), (folder / "face.png").string(), "--detector", "none", "--from", "sad",
                  "--to", "all", "--json", "--out", (folder / "strip").string()});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(entries(folder / "strip"), (std::vector<std::string>{"happy.png", "original.png", "sad.png"}));
    // Relabelled to what it already is, the face is unchanged.
    EXPECT_EQ(read_png(folder / "strip" / "sad.png"), read_png(folder / "strip" / "original.png"));
}

TEST(Relabel, NoStrengthChangesNothing) {
    const TempDir folder;
    sample({"--label", "sad", "--count", "1", "--out", (folder / "face.png").string()});
    const Outcome outcome =
        run_bplf({"relabel", tiny_model().name(), (folder / "face.png").string(), "--detector", "none", "--to", "happy",
                  "--strength", "0", "--json", "--out", (folder / "same.png").string()});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(read_png(folder / "same.png"), read_png(folder / "face.png"));
}

TEST(DefaultModel, DrawsWhatAnEarlierDefaultDrewByItsWeights) {
    const test::TempDir folder;
    const std::string face = (folder / "face.png").string(), again = (folder / "again.png").string(),
                      codes = (folder / "codes.safetensors").string();
    const Outcome drawn = run_bplf({"sample", "emotion-32", "--label", "happy", "--count", "1", "--seed", "4", "--out",
                                    face, "--latents", codes, "--device", "cpu", "--json"});
    ASSERT_EQ(drawn.exit_code, 0) << drawn.err;
    // As if it were of the time when this model was the default.
    auto recipe = nlohmann::json::parse(*read_recipe(face));
    EXPECT_EQ(recipe.at("licence").get<std::string>().substr(0, 18), "Weights: CC-BY-4.0");
    recipe["model"] = "default";
    write_png(folder / "old.png", read_png(face), recipe.dump());
    const Outcome redrawn =
        run_bplf({"sample", "--recipe", (folder / "old.png").string(), "--out", again, "--device", "cpu", "--json"});
    ASSERT_EQ(redrawn.exit_code, 0) << redrawn.err;
    EXPECT_EQ(read_png(again), read_png(face));
    const Outcome decoded = run_bplf(
        {"decode", "default", codes, "--device", "cpu", "--json", "--force", "--out", (folder / "d.png").string()});
    ASSERT_EQ(decoded.exit_code, 0) << decoded.err;
    EXPECT_EQ(read_png(folder / "d.png"), read_png(face));
}

TEST(DefaultModel, MarksWhatItDrawsAsNoPhotograph) {
    const test::TempDir folder;
    const std::string face = (folder / "face.png").string(), changed = (folder / "changed.png").string();
    ASSERT_EQ(run_bplf({"sample", "emotion-32", "--count", "1", "--out", face, "--device", "cpu"}).exit_code, 0);
    EXPECT_NE(read_file(face).find("digitalsourcetype/trainedAlgorithmicMedia"), std::string::npos);
    ASSERT_EQ(run_bplf({"relabel", "emotion-32", face, "--detector", "none", "--to", "happy", "--out", changed,
                        "--device", "cpu"})
                  .exit_code,
              0);
    EXPECT_NE(read_file(changed).find("digitalsourcetype/compositeWithTrainedAlgorithmicMedia"), std::string::npos);
}

/// A face of the default model: the tiny one hardly knows its labels.
Image default_face(const std::filesystem::path& path, const std::string& label, const std::string& intensity) {
    const Outcome outcome = run_bplf({"sample", "emotion-32", "--seed", "1", "--label", label, "--temperature", "0.5",
                                      "--intensity", intensity, "--count", "1", "--out", path.string()});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return read_png(path);
}

TEST(Relabel, StrengthAboveOneGoesBeyondTheLabel) {
    const TempDir folder;
    default_face(folder / "face.png", "sad", "1");
    const auto relabelled = [&](const std::string& strength) {
        const auto out = folder / ("x" + strength + ".png");
        const Outcome outcome =
            run_bplf({"relabel", "emotion-32", (folder / "face.png").string(), "--detector", "none", "--from", "sad",
                      "--to", "happy", "--strength", strength, "--out", out.string()});
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return read_png(out);
    };
    EXPECT_FALSE(relabelled("3") == relabelled("1"));
}

TEST(Relabel, ToWhatItShowsKeepsThePhotoOrExaggeratesIt) {
    const TempDir folder;
    const Image face = default_face(folder / "face.png", "sad", "1");
    const auto relabelled = [&](const std::string& mix, const std::string& strength) {
        return run_bplf({"relabel", "emotion-32", (folder / "face.png").string(), "--detector", "none", "--from", mix,
                         "--to", mix, "--strength", strength, "--force", "--out", (folder / "x.png").string()});
    };
    for (const std::string mix : {"sad", "sad=0.7,happy=0.3"}) {
        for (const std::string strength : {"0", "0.3", "1"}) {
            const Outcome outcome = relabelled(mix, strength);
            ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
            EXPECT_EQ(read_png(folder / "x.png"), face) << mix << " at " << strength;
            EXPECT_THAT(outcome.err, Not(HasSubstr("exaggerated")));
        }
    }
    EXPECT_THAT(relabelled("sad", "2").err, HasSubstr("exaggerated, 2.00 times"));
    EXPECT_FALSE(read_png(folder / "x.png") == face);
}

// The keys' faces are those of bplf sample at the same intensity.
TEST(Morph, KeysHaveTheirIntensity) {
    const TempDir folder;
    const Outcome film = run_bplf({"morph", "emotion-32", "--key", "seed:1;label=happy;temperature=0.5;intensity=3",
                                   "--key", "seed:1;label=happy;temperature=0.5;intensity=1", "--frames", "3",
                                   "--device", "cpu", "--out", (folder / "film").string()});
    ASSERT_EQ(film.exit_code, 0) << film.err;
    const Image strong = default_face(folder / "at3.png", "happy", "3");
    const Image plain = default_face(folder / "at1.png", "happy", "1");
    EXPECT_EQ(read_png(folder / "film" / "frame_0001.png"), strong);
    EXPECT_EQ(read_png(folder / "film" / "frame_0003.png"), plain);
    EXPECT_FALSE(strong == plain);
}

TEST(Morph, FolderBeginsAndEndsAtItsKeys) {
    const TempDir folder;
    const Outcome film = run_bplf({"morph", tiny_model().name(), "--key", "seed:1;label=happy;temperature=0.5", "--key",
                                   "seed:2;label=sad;temperature=0.5", "--frames", "5", "--device", "cpu", "--json",
                                   "--out", (folder / "film").string()});
    ASSERT_EQ(film.exit_code, 0) << film.err;
    EXPECT_EQ(film.json()["frames"], 5);
    ASSERT_EQ(entries(folder / "film").size(), 5U);
    sample({"--seed", "1", "--label", "happy", "--temperature", "0.5", "--count", "1", "--out",
            (folder / "first.png").string()});
    EXPECT_EQ(read_png(folder / "film" / "frame_0001.png"), read_png(folder / "first.png"));
}

TEST(Morph, GifIsOneFile) {
    const TempDir folder;
    const Outcome film = run_bplf({"morph", tiny_model().name(), "--key", "seed:1", "--key", "seed:2", "--frames", "6",
                                   "--scale", "2", "--out", (folder / "a.gif").string()});
    ASSERT_EQ(film.exit_code, 0) << film.err;
    EXPECT_EQ(entries(folder.path()), std::vector<std::string>{"a.gif"});
    EXPECT_THAT(read_bytes(folder / "a.gif"), ::testing::StartsWith("GIF89a"));
}

TEST(Morph, Mp4IsOneFile) {
    const TempDir folder;
    const Outcome film = run_bplf({"morph", tiny_model().name(), "--key", "seed:1", "--key", "seed:2", "--frames", "6",
                                   "--scale", "4", "--out", (folder / "a.mp4").string()});
    ASSERT_EQ(film.exit_code, 0) << film.err;
    EXPECT_EQ(entries(folder.path()), std::vector<std::string>{"a.mp4"});
    EXPECT_EQ(read_bytes(folder / "a.mp4").substr(4, 4), "ftyp");
}

TEST(Morph, NeedsTwoKeys) {
    const TempDir folder;
    const Outcome film =
        run_bplf({"morph", tiny_model().name(), "--key", "seed:1", "--out", (folder / "a.gif").string()});
    EXPECT_EQ(film.exit_code, 2);
}

TEST(Progress, JsonLinesGoToStderr) {
    const TempDir folder;
    const Outcome outcome = sample({"--count", "4", "--progress", "json", "--out", (folder / "x.png").string()});
    const nlohmann::json line = nlohmann::json::parse(outcome.err.substr(0, outcome.err.find('\n')), nullptr, false);
    ASSERT_TRUE(line.is_object()) << outcome.err;
    EXPECT_EQ(line["total"], 4);
    EXPECT_TRUE(outcome.json().is_object());
}

}  // namespace
}  // namespace bplf::test
