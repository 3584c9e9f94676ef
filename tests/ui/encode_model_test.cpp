// SPDX-License-Identifier: GPL-3.0-or-later
// From a photo to expressions, against the drawing engine; and photos that are none.
#include "ui/screens/encode/encode_model.h"

#include <gtest/gtest.h>

#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/philox.h"
#include "core/image/png.h"
#include "tests/support/drawn_engine.h"
#include "tests/support/support.h"
#include "tests/ui/qt_test_app.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/kit/picture.h"
#include "ui/screens/encode/encode_stages.h"
#include "ui/screens/encode/relabel_model.h"

namespace bplf::ui {
namespace {

using qttest::waitUntil;

Image noise(int width, int height) {
    Image image(width, height, 3);
    std::vector<float> values(image.pixels.size());
    PhiloxStream(11, 0).fill_uniform(values);
    for (std::size_t i = 0; i < values.size(); ++i) image.pixels[i] = static_cast<std::uint8_t>(values[i] * 255);
    return image;
}

class EncodeModelTest : public ::testing::Test {
  protected:
    void SetUp() override {
        bridge = std::make_unique<EngineBridge>(
            []() -> Result<std::unique_ptr<Engine>> { return test::make_drawn_engine(); });
        model = std::make_unique<EncodeModel>(bridge.get());
        relabel = std::make_unique<RelabelModel>(bridge.get());
        QObject::connect(model.get(), &EncodeModel::messageRaised, model.get(),
                         [this](const Message& message) { messages << message.what + message.why + message.todo; });
        bridge->loadModel(QStringLiteral("default"));
        ASSERT_TRUE(waitUntil([this] { return bridge->model() != nullptr; }));
        relabel->setModel(*bridge->model());
    }
    QString write(const char* name, const Image& image) {
        write_png(folder / name, image);
        return QString::fromStdString((folder / name).string());
    }
    bool open(const QString& path) {
        model->openPhoto(path);
        return waitUntil([this] { return !model->isBusy(); });
    }

    bplf::test::TempDir folder;
    QStringList messages;
    std::unique_ptr<EngineBridge> bridge;
    std::unique_ptr<EncodeModel> model;
    std::unique_ptr<RelabelModel> relabel;
};

TEST_F(EncodeModelTest, ExpressionsStartAtTheModelsIntensity) {
    ModelInfo strong = *bridge->model();
    strong.own.intensity = 2.5;
    relabel->setModel(strong);
    EXPECT_EQ(relabel->strength(), 2.5);
    relabel->setStrength(1.2);
    relabel->setModel(*bridge->model());
    EXPECT_EQ(relabel->strength(), 1.2) << "chosen by hand, so it stays";
    relabel->resetStrength();
    EXPECT_EQ(relabel->strength(), 1);
}

TEST_F(EncodeModelTest, GoesFromPhotoToExactReconstruction) {
    ASSERT_TRUE(open(write("wide.png", noise(300, 200))));
    EXPECT_EQ(model->faces().size(), 2U);
    EXPECT_EQ(model->chosenFace(), 0);
    ASSERT_TRUE(model->encoding());
    EXPECT_EQ(model->encoding()->identical_pixels, model->encoding()->total_pixels);
    EXPECT_EQ(model->reached(), EncodeModel::Stage::kUse);
    EXPECT_TRUE(messages.isEmpty());
}

TEST_F(EncodeModelTest, WhatAPhotoLacksIsDrawnAndTakesItsPlace) {
    bridge->loadModel(QStringLiteral("default-64"));
    ASSERT_TRUE(waitUntil([this] { return bridge->model()->height == 64; }));
    const Image small = noise(33, 33);
    ASSERT_TRUE(open(write("small.png", small)));
    model->useCentre();
    ASSERT_TRUE(waitUntil([this] { return !model->isBusy() && model->encoding(); }));
    EXPECT_EQ(model->sizeInPhoto(), 32);
    const auto drawn = [&](quint64 seed) {
        model->openPhoto(QString::fromStdString((folder / "small.png").string()));
        EXPECT_TRUE(waitUntil([this] { return !model->isBusy(); }));
        model->useCentre();
        EXPECT_TRUE(waitUntil([this] { return !model->isBusy(); }));
        model->drawMissing(32, false, seed);
        EXPECT_TRUE(waitUntil([this] { return !model->isBusy() && model->photo().width == 64 && model->encoding(); }));
        return model->photo();
    };
    messages.clear();
    const Image face = drawn(7);
    EXPECT_TRUE(messages.join(QString()).contains(QStringLiteral("Drawn, not seen")));
    EXPECT_TRUE(model->photoName().contains(QStringLiteral("seed 7")));
    EXPECT_NE(drawn(8), face);
    messages.clear();
    model->drawMissing(64, false, 7);
    EXPECT_TRUE(waitUntil([this] { return !model->isBusy() && !messages.isEmpty(); })) << "nothing is missing";
    EXPECT_EQ(model->photo().width, 64);
}

TEST_F(EncodeModelTest, AnotherFaceGivesAnotherCrop) {
    ASSERT_TRUE(open(write("wide.png", noise(300, 200))));
    const Image first = model->crop();
    model->chooseFace(1);
    ASSERT_TRUE(waitUntil([this] { return !model->isBusy(); }));
    EXPECT_NE(model->crop(), first);
}

TEST_F(EncodeModelTest, OnlyTheNewestOfManyMarginsIsEncoded) {
    ASSERT_TRUE(open(write("wide.png", noise(300, 200))));
    for (int i = 1; i <= 100; ++i) model->setMargin(i / 300.0);
    ASSERT_TRUE(waitUntil([this] { return !model->isBusy(); }));
    const Image dragged = model->crop();
    model->setMargin(0);
    ASSERT_TRUE(waitUntil([this] { return !model->isBusy(); }));
    model->setMargin(100 / 300.0);
    ASSERT_TRUE(waitUntil([this] { return !model->isBusy(); }));
    EXPECT_EQ(model->crop(), dragged);
    EXPECT_EQ(model->encoding()->crop, dragged);
}

TEST_F(EncodeModelTest, SaysWhenThereIsNoFaceAndKeepsThePhoto) {
    ASSERT_TRUE(open(write("plain.png", Image(200, 200, 1, 90))));
    ASSERT_EQ(messages.size(), 1);
    EXPECT_TRUE(messages[0].contains(QStringLiteral("No face found in plain.png")));
    EXPECT_TRUE(model->hasPhoto());
    EXPECT_FALSE(model->encoding());
    model->useCentre();
    ASSERT_TRUE(waitUntil([this] { return !model->isBusy(); }));
    EXPECT_TRUE(model->encoding());
}

TEST_F(EncodeModelTest, WithoutAFaceTheWholePictureIsOffered) {
    FaceStage stage(model.get());
    const auto buttons = stage.findChildren<QPushButton*>();
    const auto whole = std::find_if(buttons.begin(), buttons.end(), [](const QPushButton* button) {
        return button->text() == QStringLiteral("Use the whole picture");
    });
    ASSERT_NE(whole, buttons.end());
    ASSERT_TRUE(open(write("noise.png", noise(300, 200))));
    EXPECT_FALSE((*whole)->isVisibleTo(&stage));
    ASSERT_TRUE(open(write("plain.png", Image(200, 200, 1, 90))));
    EXPECT_TRUE((*whole)->isVisibleTo(&stage));
    EXPECT_TRUE(messages.last().contains(QStringLiteral("Use the whole picture")));
    (*whole)->click();
    ASSERT_TRUE(waitUntil([this] { return !model->isBusy() && model->encoding(); }));
    EXPECT_FALSE((*whole)->isVisibleTo(&stage));
}

TEST_F(EncodeModelTest, AFinderThatCannotWorkIsSaidAndNotKept) {
    FaceStage stage(model.get());
    const auto says = [&stage](const char* text) {
        const auto labels = stage.findChildren<QLabel*>();
        return std::ranges::any_of(
            labels, [text](const QLabel* label) { return label->text().startsWith(QString::fromUtf8(text)); });
    };
    model->setDetector(QStringLiteral("broken"));
    ASSERT_TRUE(open(write("wide.png", noise(300, 200))));
    ASSERT_EQ(messages.size(), 1);
    EXPECT_TRUE(messages[0].startsWith(QStringLiteral("Faces could not be looked for."))) << messages[0].toStdString();
    EXPECT_FALSE(messages[0].contains(QStringLiteral("--"))) << "no flag of the command line";
    EXPECT_TRUE(says("Faces were not looked for.")) << "it is not still looking";
    EXPECT_EQ(model->options().detector, "mtcnn");
    ASSERT_TRUE(open(write("next.png", noise(300, 200))));
    EXPECT_EQ(model->faces().size(), 2U);
    EXPECT_TRUE(says("2 faces found"));
}

TEST_F(EncodeModelTest, AClickOnATilesPictureChoosesIt) {
    UseStage stage(model.get(), relabel.get());
    stage.show();
    ASSERT_TRUE(open(write("wide.png", noise(300, 200))));
    relabel->setEncoding(*model->encoding());
    ASSERT_TRUE(waitUntil([this] { return !relabel->isBusy(); }));
    EXPECT_EQ(relabel->selected(), 7U) << "the user's mix at first";
    for (Picture* picture : stage.findChildren<Picture*>())
        if (picture->accessibleName() == QStringLiteral("Sad")) QTest::mouseClick(picture, Qt::LeftButton);
    EXPECT_EQ(relabel->tileName(relabel->selected()), QStringLiteral("Sad"));
    const auto names = stage.findChildren<QPushButton*>();
    for (const QPushButton* name : names) EXPECT_EQ(name->isChecked(), name->text() == QStringLiteral("Sad"));
}

TEST_F(EncodeModelTest, ABadPhotoIsRefusedAndNothingIsLost) {
    ASSERT_TRUE(open(write("wide.png", noise(300, 200))));
    const Image crop = model->crop();
    write_file(folder / "text.png", "this is not a picture");
    write_file(folder / "empty.jpg", "");
    for (const char* name : {"text.png", "empty.jpg", "missing.png"}) {
        messages.clear();
        ASSERT_TRUE(open(QString::fromStdString((folder / name).string())));
        ASSERT_EQ(messages.size(), 1) << name;
        EXPECT_TRUE(messages[0].contains(QLatin1String(name)));
    }
    EXPECT_EQ(model->photoName(), QStringLiteral("wide.png"));
    EXPECT_EQ(model->crop(), crop);
    EXPECT_TRUE(model->encoding());
}

TEST_F(EncodeModelTest, APhotoThatLacksItsEndIsOpenedWithAWarning) {
    const std::string whole = read_file(bplf::test::source_dir() / "tests/data/image/rgb.jpg");
    write_file(folder / "cut.jpg", whole.substr(0, whole.size() - 2));
    ASSERT_TRUE(open(QString::fromStdString((folder / "cut.jpg").string())));
    EXPECT_TRUE(model->hasPhoto());
    ASSERT_FALSE(messages.isEmpty());
    EXPECT_TRUE(messages[0].startsWith(QStringLiteral("cut.jpg lacks its last bytes"))) << messages[0].toStdString();
}

TEST_F(EncodeModelTest, NamesWithAnyLettersWork) {
    ASSERT_TRUE(open(write("Zoë 照片.png", noise(120, 100))));
    EXPECT_TRUE(model->encoding());
}

TEST_F(EncodeModelTest, APictureOfTheModelsSizeIsTakenWhole) {
    const Image face(32, 32, 1, 120);
    ASSERT_TRUE(open(write("face.png", face)));
    EXPECT_EQ(model->crop(), face);
    EXPECT_TRUE(messages.isEmpty());
}

TEST_F(EncodeModelTest, DrawsOneTilePerLabelAndTheMix) {
    ASSERT_TRUE(open(write("wide.png", noise(300, 200))));
    relabel->setEncoding(*model->encoding());
    ASSERT_TRUE(waitUntil([this] { return !relabel->isBusy(); }));
    ASSERT_EQ(relabel->tiles().size(), 8U);
    relabel->setStrength(0);
    ASSERT_TRUE(waitUntil([this] { return !relabel->isBusy(); }));
    for (const Cell& tile : relabel->tiles()) EXPECT_EQ(tile.image, model->crop());
}

TEST_F(EncodeModelTest, TheLatentFileHoldsTheFace) {
    ASSERT_TRUE(open(write("wide.png", noise(300, 200))));
    save_latent(folder / "face.safetensors", {model->latentForSaving()});
    const auto loaded = load_latents(folder / "face.safetensors");
    ASSERT_EQ(loaded.size(), 1U);
    EXPECT_EQ(loaded[0].levels, model->encoding()->latent.levels);
    EXPECT_EQ(loaded[0].metadata.at("source"), "photo:wide.png");
}

TEST_F(EncodeModelTest, EveryPhotoOfTheSharedSetIsHandled) {
    BPLF_REQUIRE_SHARED(shared);
    for (const auto& entry : std::filesystem::directory_iterator(shared / "data" / "photos")) {
        const std::string suffix = entry.path().extension().string();
        if (suffix != ".png" && suffix != ".jpg" && suffix != ".jpeg") continue;
        messages.clear();
        ASSERT_TRUE(open(QString::fromStdString(entry.path().string()))) << entry.path();
        EXPECT_TRUE(model->encoding() || !messages.isEmpty()) << entry.path();
    }
}

}  // namespace
}  // namespace bplf::ui
