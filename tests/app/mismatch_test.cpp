// SPDX-License-Identifier: GPL-3.0-or-later
// Data, configuration, weights and codes that are not of one kind: exit code 3 and one message that names the file,
// both sides, and nothing written.
#include <gmock/gmock.h>

#include "core/image/png.h"
#include "tests/app/bplf_process.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// Pictures of `side` pixels in the folders of a split and two labels, as a built set.
std::string make_set(const TempDir& folder, const std::string& name, int side, int channels,
                     const std::string& second = "sad", const std::string& split = "train") {
    const std::filesystem::path pictures = folder / (name + "-pictures");
    for (const std::string& label : {std::string("happy"), second}) {
        std::filesystem::create_directories(pictures / split / label);
        for (int i = 0; i < 8; ++i) {
            Image image(side, side, channels, static_cast<std::uint8_t>(20 * i + 20));
            image.at(i, label == "happy" ? 2 : 9) = 255;
            write_png(pictures / split / label / (std::to_string(i) + ".png"), image);
        }
    }
    const std::string out = (folder / name).string();
    const Outcome made = run_bplf({"dataset", "import", "--source", "folder:" + pictures.string(), "--channels",
                                   std::to_string(channels), "--out", out});
    EXPECT_EQ(made.exit_code, 0) << made.err;
    return out;
}

class Mismatch : public ::testing::Test {
  protected:
    /// The tiny model's configuration with one value changed.
    std::string config_with(const std::string& key, const nlohmann::json& value) {
        nlohmann::json config = nlohmann::json::parse(read_bytes(tiny_model().config));
        config[key] = value;
        write_bytes(folder_ / "config.json", config.dump());
        return (folder_ / "config.json").string();
    }

    Outcome refusal(Words words) {
        for (const char* word : {"--threads", "1", "--device", "cpu"}) words.emplace_back(word);
        const Outcome outcome = run_bplf(words);
        EXPECT_EQ(outcome.exit_code, 3) << outcome.out << outcome.err;
        EXPECT_FALSE(std::filesystem::exists(folder_ / "run"));
        return outcome;
    }

    std::string refused_training(const std::string& config, const std::string& data, const Words& more = {}) {
        Words words{"train",   "--config", config,  "--data",      data, "--out", (folder_ / "run").string(),
                    "--steps", "1",        "--set", "batch_size=4"};
        words.insert(words.end(), more.begin(), more.end());
        return refusal(words).err;
    }

    std::string refused_measuring(const std::string& data) {
        return refusal({"eval", tiny_model().name(), "--data", data, "--split", "train"}).err;
    }

    TempDir folder_;
    const std::string config_ = tiny_model().config.string(), data_ = tiny_model().data.string();
};

TEST_F(Mismatch, ImagesOfAnotherSize) {
    const std::string large = make_set(folder_, "large", 24, 1);
    const auto says = AllOf(HasSubstr("24×24 grey"), HasSubstr("16×16 grey"), HasSubstr("--size 16"), HasSubstr(large));
    EXPECT_THAT(refused_training(config_, large), says);
    EXPECT_THAT(refused_measuring(large), says);
}

TEST_F(Mismatch, ColourForAGreyModelAndGreyForAColourOne) {
    const std::string colour = make_set(folder_, "colour", 16, 3);
    const auto says = AllOf(HasSubstr("16×16 colour"), HasSubstr("16×16 grey"), HasSubstr("--channels 1"));
    EXPECT_THAT(refused_training(config_, colour), says);
    EXPECT_THAT(refused_measuring(colour), says);
    EXPECT_THAT(refused_training(config_with("channels", 3), data_), HasSubstr("--channels 3"));
}

TEST_F(Mismatch, AConfigurationThatNoNetworkCanHave) {
    EXPECT_THAT(refused_training(config_with("channels", 2), data_), HasSubstr("'channels'"));
    write_bytes(folder_ / "nice.json",
                R"({"base": "nice-small", "height": 16, "width_px": 16, "labels": ["happy", "sad"],
                                           "blocks": 0})");
    EXPECT_THAT(refused_training((folder_ / "nice.json").string(), data_), HasSubstr("'blocks'"));
}

TEST_F(Mismatch, AModelThatIsNotSquare) {
    EXPECT_THAT(refused_training(config_with("height", 32), data_), HasSubstr("16×32 grey"));
}

TEST_F(Mismatch, LabelsThatTheModelLacks) {
    const std::string bored = make_set(folder_, "bored", 16, 1, "bored");
    EXPECT_THAT(refused_training(config_, bored), AllOf(HasSubstr("'bored'"), HasSubstr(bored)));
    EXPECT_THAT(refused_measuring(bored), AllOf(HasSubstr("'bored'"), HasSubstr(bored)));
    EXPECT_THAT(refused_training(config_with("labels", {"happy"}), data_), HasSubstr("'sad'"));
    EXPECT_THAT(refused_training(config_with("labels", {"happy", "happy"}), data_), HasSubstr("twice"));
}

TEST_F(Mismatch, NothingToTrainOn) {
    const std::string held_out = make_set(folder_, "held_out", 16, 1, "sad", "test");
    EXPECT_THAT(refused_training(config_, held_out), AllOf(HasSubstr("0 images"), HasSubstr(held_out)));
    EXPECT_THAT(refused_measuring(held_out), HasSubstr("\"train\""));
    const std::string few = refused_training(config_, data_, {"--set", "batch_size=4096"});
    EXPECT_THAT(few, AllOf(HasSubstr("48 images"), HasSubstr("4096"), HasSubstr("smaller batch")));
}

TEST_F(Mismatch, WeightsOfAnotherFlowToStartFrom) {
    const std::string says = refused_training(config_with("width", 12), data_, {"--warm-start", tiny_model().name()});
    EXPECT_THAT(says, AllOf(HasSubstr("width 8 instead of 12"), HasSubstr(tiny_model().name())));
}

TEST_F(Mismatch, ARunWhoseConfigurationIsNoLongerThatOfItsWeights) {
    const std::filesystem::path run = folder_ / "begun";
    std::filesystem::copy(tiny_model().run, run,
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::copy_symlinks);
    nlohmann::json config = nlohmann::json::parse(read_bytes(run / "config.json"));
    config["flow"]["labels"] = {"sad", "happy"};
    write_bytes(run / "config.json", config.dump());
    const std::string says = refusal({"train", "--out", run.string(), "--resume", "--steps", "4"}).err;
    EXPECT_THAT(says, HasSubstr(R"(labels ["happy","sad"] instead of ["sad","happy"])"));
}

TEST_F(Mismatch, CodesOfAnotherModel) {
    const std::filesystem::path photo = folder_ / "face.png", codes = folder_ / "codes.safetensors";
    write_png(photo, Image(16, 16, 1, 90));
    const Outcome encoded = run_bplf({"encode", tiny_model().name(), photo.string(), "--detector", "none", "--out",
                                      codes.string(), "--device", "cpu"});
    ASSERT_EQ(encoded.exit_code, 0) << encoded.err;
    const std::string says =
        refusal({"decode", "emotion-32", codes.string(), "--out", (folder_ / "x.png").string()}).err;
    EXPECT_THAT(says, AllOf(HasSubstr("another model"), HasSubstr(codes.string())));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "x.png"));
}

}  // namespace
}  // namespace bplf::test
