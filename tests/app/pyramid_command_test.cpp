// SPDX-License-Identifier: GPL-3.0-or-later
// A pyramid from end to end: levels trained one by one, assembled, measured, drawn from and inverted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>

#include "core/image/png.h"
#include "tests/app/bplf_process.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// 16×16 colour pictures of two labels, their grey 4×4 means, a configuration, and every part trained for a few steps.
class TinyPyramid {
  public:
    TinyPyramid() {
        write_pictures();
        import("colour", "3", "16");
        import("grey", "1", "4");
        const nlohmann::json level{{"width", 8}, {"depth", 2}, {"features", 4}, {"channels", 3}};
        const auto part = [&level](const std::string& kind, int side, int squeezes) {
            nlohmann::json json = level;
            json.update({{"level", kind}, {"height", side}, {"width_px", side}, {"levels", squeezes}});
            return json;
        };
        const nlohmann::json base{{"system", "bplf"},           {"channels", 1}, {"height", 4}, {"width_px", 4},
                                  {"labels", {"happy", "sad"}}, {"levels", 1},   {"depth", 2},  {"width", 8},
                                  {"top_prior", "class"}};
        nlohmann::json config{{"channels", 3}, {"height", 16}, {"width_px", 16}, {"levels", 1}};
        config["labels"] = {"happy", "sad"};
        config["pyramid"] = {base, part("chroma", 4, 2), part("detail", 8, 0), part("detail", 16, 0)};
        write_bytes(config_, config.dump());
        train("base", "grey");
        for (const char* word : {"chroma", "8", "16"}) train(word, "colour");
    }

    Outcome train(const std::string& part, const std::string& data) const {
        Outcome outcome = run_bplf(
            {"train",    "--config", config_.string(), "--level",   part,    "--data",       (folder_ / data).string(),
             "--out",    run(part),  "--steps",        "12",        "--set", "batch_size=8", "--set",
             "warmup=2", "--set",    "sample_every=0", "--threads", "1",     "--json"});
        EXPECT_EQ(outcome.exit_code, 0) << part << '\n' << outcome.err;
        return outcome;
    }
    Outcome assemble(const std::vector<std::string>& levels, const std::string& out) const {
        Words words{"model", "assemble", "--base", run("base") + "/best", "--out", (folder_ / out).string(), "--json"};
        for (const std::string& level : levels) words.insert(words.end(), {"--level", run(level)});
        return run_bplf(words);
    }
    std::string run(const std::string& part) const { return (folder_ / ("run-" + part)).string(); }
    std::string data(const std::string& name) const { return (folder_ / name / "dataset.safetensors").string(); }
    /// The four parts as one file.
    std::string whole() const {
        const fs::path file = folder_ / "whole.safetensors";
        if (!fs::exists(file)) {
            const Outcome outcome = assemble({"16", "chroma", "8"}, "whole.safetensors");
            EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        }
        return file.string();
    }
    fs::path picture() const { return folder_ / "pictures" / "happy" / "0.png"; }

  private:
    void write_pictures() const {
        std::uniform_int_distribution<int> noise(0, 40);
        for (const std::string label : {"happy", "sad"}) {
            fs::create_directories(folder_ / "pictures" / label);
            for (int i = 0; i < 24; ++i) {
                Image image(16, 16, 3);
                // Patches of its own in each picture: copies of one would all be put into one split.
                std::array<int, 16> patch{};
                for (int& light : patch) light = 3 * noise(rng());
                for (std::size_t p = 0; p < image.pixels.size(); ++p) {
                    const std::size_t x = p / 3 % 16, y = p / 48;
                    const int light = (label == "happy" ? 60 : 20) + patch[y / 4 * 4 + x / 4];
                    image.pixels[p] = static_cast<std::uint8_t>(light + noise(rng()));
                }
                write_png(folder_ / "pictures" / label / (std::to_string(i) + ".png"), image);
            }
        }
    }
    void import(const std::string& name, const std::string& channels, const std::string& size) const {
        const Outcome outcome =
            run_bplf({"dataset", "import", "--source", "folder:" + (folder_ / "pictures").string(), "--channels",
                      channels, "--size", size, "--split", "70/30/0", "--out", (folder_ / name).string()});
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    }

    TempDir folder_;
    fs::path config_ = folder_ / "config.json";
};

const TinyPyramid& tiny_pyramid() {
    static const TinyPyramid tiny;
    return tiny;
}

/// What tests/tools/read_pyramid.py computes.
double independent_bits(const std::string& model, const std::string& data) {
    const Outcome reader = run_program(
        {PYTHON_PROGRAM, "-B", (source_dir() / "tests" / "tools" / "read_pyramid.py").string(), model, data});
    EXPECT_EQ(reader.exit_code, 0) << reader.err;
    return reader.json()["bits_per_dim"].get<double>();
}

bool reader_can_run() {
    return run_program({PYTHON_PROGRAM, "-c", "import torch, numpy, safetensors"}).exit_code == 0;
}

TEST(TrainLevel, ValidationBitsAreThoseOfTheIndependentReader) {
    if (!reader_can_run()) GTEST_SKIP() << PYTHON_PROGRAM << " lacks torch, numpy or safetensors";
    for (const std::string level : {"chroma", "8", "16"}) {
        const std::string model = tiny_pyramid().run(level) + "/last";
        const Outcome info = run_bplf({"model", "info", model, "--json"});
        ASSERT_EQ(info.exit_code, 0) << info.err;
        EXPECT_EQ(info.json()["kind"], "level");
        const double ours = std::stod(info.json()["metadata"]["bits_per_dim"].get<std::string>());
        EXPECT_NEAR(ours, independent_bits(model + "/model.safetensors", tiny_pyramid().data("colour")), 1e-4) << level;
    }
}

TEST(AssembledPyramid, BitsAreThoseOfTheIndependentReader) {
    if (!reader_can_run()) GTEST_SKIP() << PYTHON_PROGRAM << " lacks torch, numpy or safetensors";
    const Outcome ours = run_bplf({"eval", tiny_pyramid().whole(), "--data", tiny_pyramid().data("colour"), "--json"});
    ASSERT_EQ(ours.exit_code, 0) << ours.err;
    EXPECT_NEAR(ours.json()["bits_per_dim"].get<double>(),
                independent_bits(tiny_pyramid().whole(), tiny_pyramid().data("colour")), 1e-4);
}

TEST(AssembledPyramid, IsAModelLikeAnyOther) {
    const TempDir folder;
    const std::string model = tiny_pyramid().whole();
    const Outcome info = run_bplf({"model", "info", model, "--json"});
    ASSERT_EQ(info.exit_code, 0) << info.err;
    EXPECT_EQ(info.json()["config"]["pyramid"].size(), 4U);
    const Outcome verified = run_bplf({"model", "verify", model, "--json"});
    EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
    const Outcome drawn = run_bplf(
        {"sample", model, "--label", "happy", "--count", "1", "--seed", "3", "--out", (folder / "face.png").string()});
    ASSERT_EQ(drawn.exit_code, 0) << drawn.err;
    const Image face = read_png(folder / "face.png");
    EXPECT_EQ(face.width, 16);
    EXPECT_EQ(face.channels, 3);
}

TEST(AssembledPyramid, PhotoComesBackFromItsCodePixelByPixel) {
    const TempDir folder;
    const std::string code = (folder / "code.safetensors").string(), back = (folder / "back.png").string();
    const Outcome encoded = run_bplf({"encode", tiny_pyramid().whole(), tiny_pyramid().picture().string(), "--detector",
                                      "none", "--label", "happy", "--out", code});
    ASSERT_EQ(encoded.exit_code, 0) << encoded.err;
    const Outcome decoded = run_bplf({"decode", tiny_pyramid().whole(), code, "--label", "happy", "--out", back});
    ASSERT_EQ(decoded.exit_code, 0) << decoded.err;
    EXPECT_EQ(read_png(back).pixels, read_png(tiny_pyramid().picture()).pixels);
}

TEST(Assemble, RefusesPartsThatDoNotFit) {
    const Outcome missing = tiny_pyramid().assemble({"chroma", "16"}, "missing.safetensors");
    EXPECT_EQ(missing.exit_code, 3);
    EXPECT_THAT(missing.err, HasSubstr("is a level on 8×8 colour images, and below it lie 4×4 colour ones"));
    const Outcome twice = tiny_pyramid().assemble({"chroma", "8", "8"}, "twice.safetensors");
    EXPECT_EQ(twice.exit_code, 3);
    const Outcome colourless = tiny_pyramid().assemble({"8"}, "colourless.safetensors");
    EXPECT_EQ(colourless.exit_code, 3);
    const Outcome no_level = tiny_pyramid().assemble({"base/best"}, "none.safetensors");
    EXPECT_EQ(no_level.exit_code, 3);
    EXPECT_THAT(no_level.err, HasSubstr("is a whole model, not a level"));
    const Outcome drawn = run_bplf({"sample", tiny_pyramid().run("8") + "/best", "--out", "never.png"});
    EXPECT_EQ(drawn.exit_code, 3);
    EXPECT_THAT(drawn.err, HasSubstr("one level of a pyramid"));
}

TEST(TrainLevel, NamesTheLevelsThatAConfigurationHas) {
    const TempDir folder;
    const Outcome unknown = run_bplf({"train", "--config", "emotion-128", "--level", "256", "--data",
                                      tiny_pyramid().data("colour"), "--out", (folder / "run").string()});
    EXPECT_EQ(unknown.exit_code, 2);
    EXPECT_THAT(unknown.err, HasSubstr("base, chroma, 64, 128"));
    const Outcome small = run_bplf({"train", "--config", "emotion-128", "--level", "64", "--data",
                                    tiny_pyramid().data("colour"), "--out", (folder / "run").string()});
    EXPECT_EQ(small.exit_code, 3);
    EXPECT_THAT(small.err, HasSubstr("48 images of 16×16 pixels: none can take part"));
    const Outcome grey = run_bplf({"train", "--config", "emotion-128", "--level", "chroma", "--data",
                                   tiny_pyramid().data("grey"), "--out", (folder / "run").string()});
    EXPECT_EQ(grey.exit_code, 3);
    EXPECT_THAT(grey.err, HasSubstr("the level is of colour ones"));
}

}  // namespace
}  // namespace bplf::test
