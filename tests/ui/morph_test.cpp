// SPDX-License-Identifier: GPL-3.0-or-later
// The Morph screen against the drawing engine: frames, playing, exports that stop and go on.
#include <gif_lib.h>
#include <gtest/gtest.h>

#include <QImage>
#include <QWidget>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/image/png.h"
#include "tests/support/drawn_engine.h"
#include "tests/support/support.h"
#include "tests/ui/qt_test_app.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/screens/morph/morph_export.h"
#include "ui/screens/morph/morph_panel.h"
#include "ui/screens/morph/morph_screen.h"

namespace bplf::ui {
namespace {

namespace fs = std::filesystem;
using qttest::waitUntil;

MorphExport small_film(const fs::path& path, MorphExport::Kind kind) {
    MorphExport what;
    for (const char* label : {"happy", "sad"}) {
        MorphKey key;
        key.look.mix = {{label, 1.0}};
        what.request.keys.push_back(key);
    }
    what.request.frames = 12;
    what.kind = kind;
    what.path = path;
    what.size.scale = 2;
    return what;
}

std::unique_ptr<Engine> loaded_engine() {
    auto engine = test::make_drawn_engine();
    EXPECT_TRUE(engine->load_model("default").ok());
    return engine;
}

int gif_frames(const fs::path& path, int* width) {
    GifFileType* gif = DGifOpenFileName(path.c_str(), nullptr);
    EXPECT_NE(gif, nullptr);
    EXPECT_EQ(DGifSlurp(gif), GIF_OK);
    const int count = gif->ImageCount;
    *width = gif->SWidth;
    DGifCloseFile(gif, nullptr);
    return count;
}

std::size_t entries(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

TEST(MorphExport, WritesEveryFrameOfAGif) {
    const test::TempDir folder;
    const auto done = exportMorph(*loaded_engine(), small_film(folder / "m.gif", MorphExport::Kind::kGif), {}, {}, {});
    ASSERT_TRUE(done.ok()) << done.error().what();
    int width = 0;
    EXPECT_EQ(gif_frames(folder / "m.gif", &width), 12);
    EXPECT_EQ(width, 64) << "twice 32";
    EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(MorphExport, AStoppedGifLeavesNothing) {
    const test::TempDir folder;
    std::stop_source stop;
    const auto done =
        exportMorph(*loaded_engine(), small_film(folder / "m.gif", MorphExport::Kind::kGif), stop.get_token(),
                    [&](const Progress& progress) {
                        if (progress.done == 5) stop.request_stop();
                    },
                    {});
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().kind(), ErrorKind::kInterrupted);
    EXPECT_EQ(entries(folder.path()), 0u);
}

TEST(MorphExport, AStoppedSequenceGoesOnWhereItWas) {
    const test::TempDir folder;
    const MorphExport what = small_film(folder / "frames", MorphExport::Kind::kPngSequence);
    std::stop_source stop;
    auto done = exportMorph(*loaded_engine(), what, stop.get_token(),
                            [&](const Progress& progress) {
                                if (progress.done == 5) stop.request_stop();
                            },
                            {});
    ASSERT_FALSE(done.ok());
    const std::size_t before = entries(what.path);
    EXPECT_EQ(before, 6u) << "five frames and what they are";
    const std::string first = read_file(what.path / "frame_0001.png");
    done = exportMorph(*loaded_engine(), what, {}, {}, {});
    ASSERT_TRUE(done.ok()) << done.error().what();
    EXPECT_EQ(done.value().kept, 5);
    EXPECT_EQ(entries(what.path), 13u);
    EXPECT_EQ(read_file(what.path / "frame_0001.png"), first);
    const auto recipe = read_recipe(what.path / "frame_0012.png");
    ASSERT_TRUE(recipe.has_value());
    EXPECT_EQ(nlohmann::json::parse(*recipe).at("frame"), 11);
}

TEST(MorphExport, ResumedFramesAreThoseOfOneRun) {
    const test::TempDir folder;
    MorphExport once = small_film(folder / "once", MorphExport::Kind::kPngSequence);
    MorphExport twice = small_film(folder / "twice", MorphExport::Kind::kPngSequence);
    ASSERT_TRUE(exportMorph(*loaded_engine(), once, {}, {}, {}).ok());
    ASSERT_TRUE(exportMorph(*loaded_engine(), twice, {}, {}, {}).ok());
    for (const char* name : {"frame_0003.png", "frame_0004.png", "frame_0010.png"}) fs::remove(twice.path / name);
    const auto done = exportMorph(*loaded_engine(), twice, {}, {}, {});
    EXPECT_EQ(done.value().kept, 9);
    for (const auto& file : fs::directory_iterator(once.path))
        EXPECT_EQ(read_file(file.path()), read_file(twice.path / file.path().filename()));
}

TEST(MorphExport, RefusesAFolderWithAnotherMorph) {
    const test::TempDir folder;
    MorphExport what = small_film(folder / "frames", MorphExport::Kind::kPngSequence);
    ASSERT_TRUE(exportMorph(*loaded_engine(), what, {}, {}, {}).ok());
    what.request.keys[0].source = "seed:99";
    const auto done = exportMorph(*loaded_engine(), what, {}, {}, {});
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().kind(), ErrorKind::kUsage);
}

TEST(MorphExport, SaysThatAFolderCannotBeMade) {
    const test::TempDir folder;
    write_file(folder / "file", "in the way");
    const auto done =
        exportMorph(*loaded_engine(), small_film(folder / "file" / "x", MorphExport::Kind::kPngSequence), {}, {}, {});
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().kind(), ErrorKind::kResource);
}

TEST(MorphEstimate, IsCloseToWhatIsWritten) {
    const test::TempDir folder;
    const MorphExport what = small_film(folder / "m.gif", MorphExport::Kind::kGif);
    Image sample;
    auto engine = loaded_engine();
    ASSERT_TRUE(engine->morph(what.request, [&](int, const Image& image) { sample = image; }, {}, 3, 4).ok());
    const MorphEstimate estimate = estimateMorph(what, sample, 32, 10);
    const auto done = exportMorph(*engine, what, {}, {}, {});
    EXPECT_EQ(estimate.frames, 12);
    EXPECT_DOUBLE_EQ(estimate.workSeconds, 0.12);
    EXPECT_LT(estimate.bytes / static_cast<double>(done.value().bytes), 2.5);
    EXPECT_GT(estimate.bytes / static_cast<double>(done.value().bytes), 0.4);
    EXPECT_EQ(estimate.width, 64);
    EXPECT_EQ(describe({48, 4, 1.2, 0.3e6, 256, 192}),
              "48 frames of 256 × 192 px, 4.0 s of film, ≈ 1.2 s to make, ≈ 0.3 MB");
    EXPECT_EQ(describe({48, 4, 0, 0.7e5, 64, 64}), "48 frames of 64 × 64 px, 4.0 s of film, ≈ 70 kB");
}

class MorphScreenTest : public testing::Test {
  protected:
    void start(double milliseconds) {
        bridge_ = std::make_unique<EngineBridge>(
            [milliseconds]() -> Result<std::unique_ptr<Engine>> { return test::make_drawn_engine({milliseconds}); });
        screen_ = std::make_unique<MorphScreen>(bridge_.get());
        QObject::connect(bridge_.get(), &EngineBridge::modelLoaded, screen_.get(),
                         [this](const ModelInfo& info) { screen_->modelChanged(info); });
        bridge_->loadModel("default");
        screen_->activated();
        ASSERT_TRUE(waitUntil([this] { return bridge_->model() != nullptr; }));
    }
    ~MorphScreenTest() override {
        if (!screen_) return;
        delete screen_->page();
        delete screen_->inspector();
        screen_.reset();
    }
    bool settle() {
        return waitUntil([this] { return screen_->isSettled(); });
    }
    MorphPlayer& player() { return *screen_->player(); }

    std::unique_ptr<EngineBridge> bridge_;
    std::unique_ptr<MorphScreen> screen_;
};

TEST_F(MorphScreenTest, OneClickShowsOneFaceInAllEmotions) {
    start(0);
    screen_->sameFaceAllEmotions();
    ASSERT_TRUE(settle());
    EXPECT_EQ(player().timeline().size(), bridge_->model()->labels.size());
    EXPECT_EQ(player().cachedCount(), player().timeline().request().frames) << "all frames are drawn ahead";
    for (std::size_t i = 0; i < player().timeline().size(); ++i) {
        ASSERT_NE(player().thumbnail(i), nullptr);
        const auto frame = static_cast<int>(player().timeline().keyFrames()[i]);
        EXPECT_EQ(*player().thumbnail(i), *player().frame(frame)) << "a key is shown on its frame";
    }
}

TEST_F(MorphScreenTest, AScrubShowsTheLastFrameAskedFor) {
    start(8);
    screen_->sameFaceAllEmotions();
    Image shown;
    bool isExact = false;
    QObject::connect(&player(), &MorphPlayer::frameShown, screen_.get(), [&](const Image& image, bool exact) {
        shown = image;
        isExact = exact;
    });
    for (int frame = 0; frame < 60; ++frame) {
        player().seek(frame);
        waitUntil([] { return true; });
    }
    ASSERT_TRUE(waitUntil([&] { return player().frame(59) != nullptr; }));
    EXPECT_TRUE(isExact);
    EXPECT_EQ(shown, *player().frame(59));
}

TEST_F(MorphScreenTest, PlayingKeepsTheTimeAndStopsWhenLeft) {
    start(0);
    screen_->sameFaceAllEmotions();
    ASSERT_TRUE(settle());
    player().edit([](MorphTimeline& timeline) { timeline.setFps(50); });
    player().play();
    EXPECT_TRUE(waitUntil([&] { return player().timeline().playhead() > 20; }, 5000));
    screen_->deactivated();
    EXPECT_FALSE(player().isPlaying());
}

TEST_F(MorphScreenTest, AnEditNeverShowsFramesOfTheOldFilmAsNew) {
    start(3);
    screen_->sameFaceAllEmotions();
    ASSERT_TRUE(settle());
    const Image before = *player().frame(0);
    player().edit([](MorphTimeline& timeline) {
        for (int i = 0; i < static_cast<int>(timeline.size()); ++i) {
            MorphKey key = timeline.key(static_cast<std::size_t>(i));
            key.source = "seed:77";
            timeline.setKey(i, key);
        }
    });
    EXPECT_EQ(player().frame(0), nullptr);
    ASSERT_TRUE(settle());
    EXPECT_NE(*player().frame(0), before);
}

TEST_F(MorphScreenTest, ReportsAKeyThatCannotBeOpenedOnceAndRecovers) {
    start(0);
    int failures = 0;
    QObject::connect(screen_.get(), &Screen::messageRaised, screen_.get(), [&] { ++failures; });
    screen_->sameFaceAllEmotions();
    ASSERT_TRUE(settle());
    MorphKey missing;
    missing.source = "latent:/nowhere/face.safetensors";
    player().edit([&](MorphTimeline& timeline) { timeline.append(missing); });
    player().seek(5);
    ASSERT_TRUE(waitUntil([&] { return failures > 0; }));
    ASSERT_TRUE(settle());
    EXPECT_EQ(failures, 1);
    EXPECT_FALSE(player().problem().isEmpty());
    player().edit([](MorphTimeline& timeline) { timeline.remove(timeline.selected()); });
    ASSERT_TRUE(settle());
    EXPECT_EQ(player().cachedCount(), player().timeline().request().frames);
}

TEST_F(MorphScreenTest, AFileThatHoldsNoFaceAddsNoKey) {
    start(0);
    QString said;
    QObject::connect(screen_.get(), &Screen::messageRaised, screen_.get(),
                     [&](const Message& message) { said = message.what; });
    screen_->sameFaceAllEmotions();
    screen_->open({"/nowhere/face.safetensors"});
    ASSERT_TRUE(waitUntil([&] { return !said.isEmpty(); }));
    EXPECT_EQ(said, "face.safetensors was not added.");
    EXPECT_EQ(player().timeline().size(), 7U);
}

TEST_F(MorphScreenTest, ExportsInTheBackgroundAndCancels) {
    const test::TempDir folder;
    start(4);
    screen_->sameFaceAllEmotions();
    ASSERT_TRUE(settle());
    MorphExport what = small_film(folder / "m.gif", MorphExport::Kind::kGif);
    std::optional<bool> written;
    QObject::connect(screen_.get(), &MorphScreen::exportFinished, screen_.get(), [&](bool ok) { written = ok; });
    screen_->exportTo(what);
    ASSERT_TRUE(waitUntil([&] { return written.has_value(); }));
    EXPECT_TRUE(*written);
    EXPECT_TRUE(fs::exists(what.path));
    written.reset();
    what.path = folder / "stopped.gif";
    what.request.frames = 1000;
    screen_->exportTo(what);
    waitUntil([&] { return false; }, 60);
    Q_EMIT screen_->panel()->cancelRequested();
    ASSERT_TRUE(waitUntil([&] { return written.has_value(); }));
    EXPECT_FALSE(*written);
    ASSERT_TRUE(waitUntil([&] { return !bridge_->isBatchBusy(); }));
    waitUntil([&] { return false; }, 100);
    EXPECT_EQ(entries(folder.path()), 1u) << "a cancelled export leaves nothing";
}

TEST_F(MorphScreenTest, TakesKeysFromOtherScreensAndKeepsTheSession) {
    start(0);
    MorphKey key;
    key.source = "seed:5";
    QImage thumbnail(32, 32, QImage::Format_Grayscale8);
    thumbnail.fill(90);
    screen_->receiveKey(key, thumbnail);
    ASSERT_EQ(player().timeline().size(), 1u);
    EXPECT_EQ(player().thumbnail(0)->pixels[0], 90);
    screen_->receiveKey(key, {});
    QVariantMap state = screen_->state();
    const MorphRequest request = player().timeline().request();
    player().edit([](MorphTimeline& timeline) { timeline.remove(0); });
    screen_->restoreState(state);
    EXPECT_EQ(player().timeline().request(), request);
    state["morph"] = "{broken";
    screen_->restoreState(state);
    EXPECT_EQ(player().timeline().request(), request) << "a damaged session changes nothing";
}

}  // namespace
}  // namespace bplf::ui
