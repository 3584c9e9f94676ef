// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the window as a picture or a code, and what it is when it comes back.
#include <QAction>
#include <QApplication>
#include <QClipboard>

#include "core/base/atomic_file.h"
#include "core/base/models_folder.h"
#include "core/face/paste.h"
#include "core/image/photo.h"
#include "core/image/png.h"
#include "core/image/resize.h"
#include "core/publish/recipe.h"
#include "core/sample/latent_look.h"
#include "tests/ui/studio_fixture.h"
#include "ui/screens/encode/encode_model.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/encode/relabel_model.h"
#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/viewport/canvas_controller.h"
#include "ui/viewport/viewport.h"

namespace bplf::ui {
namespace {

using qttest::waitUntil;

class SavingTest : public StudioFixture {
  protected:
    void SetUp() override { start(); }
    /// A face that was encoded, with the tile of an emotion chosen.
    EncodeScreen* encodedAs(const std::string& label) {
        auto* encode = screen<EncodeScreen>();
        write_png(folder / "anna.png", sample()->cell(2)->image);
        window->setMode(QLatin1String(EncodeScreen::kId));
        encode->open({place("anna.png")});
        EXPECT_TRUE(waitUntil([&] { return encode->relabel()->selectedTile() != nullptr && encode->isSettled(); }));
        const auto& labels = bridge->model()->labels;
        encode->relabel()->select(static_cast<std::size_t>(std::ranges::find(labels, label) - labels.begin()));
        return encode;
    }
    SampleModel* sample() { return screen<SampleScreen>()->model(); }
};

TEST_F(SavingTest, AFaceIsLargeEnoughToBeUsed) {
    screen<SampleScreen>()->canvas()->select(3);
    const Image face = sample()->cell(3)->image;
    screen<SampleScreen>()->savePictureTo(place("face"));
    EXPECT_TRUE(news().contains(place("face.png"))) << "an ending is added";
    EXPECT_EQ(read_png(folder / "face.png"), resize(face, 256, 256, Filter::kLanczos3));
    EXPECT_EQ(request_in(folder / "face.png").pixels, 256);

    sample()->setSavedSize({.is_smooth = false, .pixels = 96});
    screen<SampleScreen>()->savePictureTo(place("squares.png"));
    news();
    EXPECT_EQ(read_png(folder / "squares.png"), resize(face, 96, 96, Filter::kNearest));
}

TEST_F(SavingTest, TheStatusCountsTheFaces) {
    QString said;
    QObject::connect(screen<SampleScreen>(), &Screen::statusChanged, window.get(),
                     [&said](const QString& text) { said = text; });
    sample()->setGrid(3, 2);
    ASSERT_TRUE(settle());
    EXPECT_TRUE(said.startsWith(QStringLiteral("6 faces in "))) << said.toStdString();
    sample()->setGrid(1, 1);
    ASSERT_TRUE(settle());
    EXPECT_TRUE(said.startsWith(QStringLiteral("1 face in "))) << said.toStdString();
}

TEST_F(SavingTest, ACopiedFaceIsAsLargeAsASavedOne) {
    screen<SampleScreen>()->canvas()->select(0);
    for (QAction* action : screen<SampleScreen>()->actions())
        if (action->shortcut() == QKeySequence(Qt::CTRL | Qt::Key_C)) action->trigger();
    EXPECT_EQ(QApplication::clipboard()->image().size(), QSize(256, 256));
}

TEST_F(SavingTest, AFileIsWhatItsNameSays) {
    screen<SampleScreen>()->saveSheetTo(place("sheet.jpg"));
    EXPECT_TRUE(news().contains(QStringLiteral("JPEG")));
    EXPECT_TRUE(read_file(folder / "sheet.jpg").starts_with("\xff\xd8\xff"));
    screen<SampleScreen>()->saveSheetTo(place("sheet.tiff"));
    EXPECT_TRUE(news().contains(QStringLiteral("Pictures are written as PNG or JPEG, not as \".tiff\".")));
    EXPECT_FALSE(std::filesystem::exists(folder / "sheet.tiff"));
}

TEST_F(SavingTest, ASheetOfEmotionsNamesItsRows) {
    sample()->setRowPerLabel(true);
    ASSERT_TRUE(settle());
    const SheetNames names = sample()->sheetNames();
    EXPECT_EQ(names.rows, bridge->model()->labels);
    EXPECT_EQ(names.captions.size(), 28U);
    EXPECT_EQ(names.captions[5], std::to_string(sample()->seed() + 1)) << "the rows say the emotion, captions the seed";
    screen<SampleScreen>()->saveSheetTo(place("named.png"));
    news();
    sample()->setSheetNames(false);
    screen<SampleScreen>()->saveSheetTo(place("plain.png"));
    news();
    EXPECT_GT(read_png(folder / "named.png").width, read_png(folder / "plain.png").width);
    SampleRequest expected = sample()->request();
    expected.model = model_name(expected.model);
    EXPECT_EQ(request_in(folder / "named.png"), expected);
}

TEST_F(SavingTest, TheChangedFaceIsSavedWithItsCode) {
    EncodeScreen* encode = encodedAs("sad");
    encode->savePictureTo(place("sad.png"));
    EXPECT_TRUE(news().contains(QStringLiteral("Saved")));
    const Cell tile = *encode->relabel()->selectedTile();
    EXPECT_EQ(tile.look.mix, (LabelMix{{"sad", 1.0}}));
    EXPECT_EQ(read_png(folder / "sad.png"), resize(tile.image, 256, 256, Filter::kLanczos3));

    const Latent code = load_latents(folder / "sad.png").front();
    EXPECT_EQ(code.metadata.at("source"), "photo:anna.png");
    const auto engine = test::make_drawn_engine();
    ASSERT_TRUE(engine->load_model("default").ok());
    const Cell again = engine->decode(code, look_of_latent(code, {}, bridge->model()->labels)).value_or_throw();
    EXPECT_EQ(again.sha256, tile.sha256) << "the picture makes the same face again";
}

TEST_F(SavingTest, AChangedFaceIsPutBackIntoItsPhoto) {
    auto* encode = screen<EncodeScreen>();
    Image photo(300, 200, 3, 90);
    Image face = resize(to_rgb(sample()->cell(2)->image), 120, 120, Filter::kLanczos3);
    for (int y = 0; y < 120; ++y) std::copy_n(&face.at(0, y, 0), 360, &photo.at(90, 40 + y, 0));
    write_png(folder / "group.png", photo);
    window->setMode(QLatin1String(EncodeScreen::kId));
    encode->open({place("group.png")});
    ASSERT_TRUE(waitUntil([&] { return encode->relabel()->selectedTile() != nullptr && encode->isSettled(); }));
    const auto& labels = bridge->model()->labels;
    const auto& own = encode->model()->encoding()->look.mix.front().label;
    const auto tile =
        static_cast<std::size_t>(std::ranges::find(labels, own == "sad" ? "happy" : "sad") - labels.begin());
    encode->relabel()->select(tile);
    encode->savePhotoTo(place("changed.png"));
    EXPECT_TRUE(news().contains(QStringLiteral("Saved")));
    const Image changed = read_png(folder / "changed.png");
    const CropSquare square = encode->model()->cropSquare();
    EXPECT_EQ(changed, paste_back(photo, square, encode->model()->crop(), encode->relabel()->selectedTile()->image));
    EXPECT_NE(changed, photo);
    encode->relabel()->setStrength(0);
    ASSERT_TRUE(waitUntil([&] { return encode->isSettled(); }));
    encode->savePhotoTo(place("kept.png"));
    news();
    EXPECT_EQ(read_png(folder / "kept.png"), photo);
}

TEST_F(SavingTest, ASavedCodeHasTheLabelThatItShowsAndKeepsItInAMorph) {
    encodedAs("surprise")->saveLatentTo(place("anna.safetensors"));
    news();
    screen<EncodeScreen>()->savePictureTo(place("anna-surprise.png"));
    news();
    auto* morph = screen<MorphScreen>();
    window->setMode(QLatin1String(MorphScreen::kId));
    morph->sameFaceAllEmotions();
    for (const char* name : {"anna.safetensors", "anna-surprise.png"}) {
        const std::size_t before = morph->player()->timeline().size();
        window->openFiles({place(name)});
        ASSERT_TRUE(waitUntil([&] { return morph->player()->timeline().size() == before + 1; })) << name;
        EXPECT_EQ(window->currentScreen(), morph);
        const MorphKey key = morph->player()->timeline().key(before);
        EXPECT_EQ(key.source, "latent:" + (folder / name).string());
        EXPECT_EQ(key.look.mix, (LabelMix{{"surprise", 1.0}}));
    }
}

TEST_F(SavingTest, TilesHaveNames) {
    encodedAs("sad")->saveTilesTo(place("tiles.png"));
    news();
    const Image tiles = read_png(folder / "tiles.png");
    EXPECT_EQ(tiles.width, 5 * 258 + 2) << "the photo, seven emotions and the mix in two rows";
    EXPECT_GT(tiles.height, 2 * 258 + 2) << "with a line of text below each";
    EXPECT_EQ(recipe_schema(folder / "tiles.png"), "bplf.latent.v1");
}

TEST_F(SavingTest, OnlyOneOfManyPhotosIsOpenedAndTheOthersAreCounted) {
    QStringList photos;
    for (const char* name : {"a.png", "b.png", "c.png"}) {
        write_png(folder / name, Image(32, 32, 1, 90));
        photos << place(name);
    }
    window->setMode(QLatin1String(EncodeScreen::kId));
    window->openFiles(photos);
    EXPECT_TRUE(window->messageBar()->text().contains(QStringLiteral("The other 2 are left out")));
    ASSERT_TRUE(settle());
    EXPECT_EQ(screen<EncodeScreen>()->model()->photoName(), QStringLiteral("a.png"));
}

TEST_F(SavingTest, AFrameOfAFilmOpensTheFilm) {
    MorphRequest film;
    for (const char* label : {"happy", "sad", "fear"}) {
        MorphKey key;
        key.look.mix = {{label, 1.0}};
        film.keys.push_back(key);
    }
    write_png(folder / "frame_0001.png", Image(4, 4, 1), recipe_of_frame(film, 0, {}));
    window->openFiles({place("frame_0001.png")});
    EXPECT_EQ(window->currentScreen()->id(), QLatin1String(MorphScreen::kId));
    EXPECT_EQ(screen<MorphScreen>()->player()->timeline().size(), 3U);
}

TEST_F(SavingTest, ARecipeIsDrawnByItsModelAndSaysWhereThatIsGone) {
    SampleRequest request;
    request.model = "default-48";
    request.model_sha256 = std::string(64, 'b');
    request.seed = 77;
    write_png(folder / "face.png", Image(2, 2, 1), recipe_of(request));
    window->openFiles({place("face.png")});
    ASSERT_TRUE(waitUntil([this] { return sample()->seed() == 77; }));
    EXPECT_EQ(bridge->model()->height, 48);
    EXPECT_EQ(news(), QStringLiteral("Restored the recipe of face.png."));
    request.model = "lost";
    request.model_sha256 = std::string(64, 'f');
    request.seed = 78;
    write_png(folder / "lost.png", Image(2, 2, 1), recipe_of(request));
    window->openFiles({place("lost.png")});
    ASSERT_TRUE(waitUntil([this] { return sample()->seed() == 78; }));
    EXPECT_TRUE(news().contains(QStringLiteral("drawn with another model (lost)")));
}

}  // namespace
}  // namespace bplf::ui
