// SPDX-License-Identifier: GPL-3.0-or-later
// A session that outlives its studio, however that ended, and two studios side by side.
#include <QApplication>
#include <QDir>
#include <QMouseEvent>
#include <QProcess>
#include <QStandardPaths>
#include <csignal>

#include "core/image/png.h"
#include "core/publish/recipe.h"
#include "tests/ui/studio_fixture.h"
#include "ui/screens/encode/encode_model.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/encode/relabel_model.h"
#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/shell/autosave.h"
#include "ui/shell/session_file.h"

namespace bplf::ui {
namespace {

using qttest::waitUntil;

class SessionTest : public StudioFixture {
  protected:
    void SetUp() override {
        former = qgetenv("XDG_STATE_HOME");
        qputenv("XDG_STATE_HOME", QByteArray::fromStdString((folder / "state").string()));
    }
    void TearDown() override {
        stop();
        qputenv("XDG_STATE_HOME", former);
    }
    /// Whether one of the session files on disk says this.
    static int filesWith(const QByteArray& text) {
        int count = 0;
        for (const QFileInfo& entry : QDir(sessionFolder()).entryInfoList({QStringLiteral("*.ini")})) {
            QFile file(entry.filePath());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text)) ++count;
        }
        return count;
    }
    static QByteArray seedText(int seed) { return QByteArray("\\\"seed\\\":") + QByteArray::number(seed); }
    /// A studio of its own that has opened a recipe with this seed.
    std::unique_ptr<QProcess> studioWithSeed(int seed) {
        SampleRequest request;
        request.seed = static_cast<std::uint64_t>(seed);
        const auto picture = folder / ("face-" + std::to_string(seed) + ".png");
        write_png(picture, Image(2, 2, 1), recipe_of(request));
        auto studio = std::make_unique<QProcess>();
        studio->start(QStringLiteral(DRAWN_STUDIO), {QString::fromStdString(picture.string())});
        EXPECT_TRUE(waitUntil([seed] { return filesWith(seedText(seed)) == 1; })) << seed;
        return studio;
    }

    QByteArray former;
};

TEST_F(SessionTest, AChangeIsOnDiskWithoutAnybodyClosingTheWindow) {
    start(true);
    screen<SampleScreen>()->model()->setSeed(4711);
    EXPECT_TRUE(waitUntil([] { return filesWith(seedText(4711)) == 1; }));
}

TEST_F(SessionTest, TheEndOfAGestureDoesNotWait) {
    int saved = 0;
    Autosave autosave([&saved] { ++saved; });
    autosave.touch();
    EXPECT_EQ(saved, 0) << "the gesture goes on";
    QWidget any;
    QMouseEvent release(QEvent::MouseButtonRelease, {1, 1}, QPointF(1, 1), Qt::LeftButton, Qt::NoButton,
                        Qt::NoModifier);
    QApplication::sendEvent(&any, &release);
    QCoreApplication::processEvents();
    EXPECT_EQ(saved, 1);
    QApplication::sendEvent(&any, &release);
    QCoreApplication::processEvents();
    EXPECT_EQ(saved, 1) << "nothing has changed since";
}

TEST_F(SessionTest, AKilledStudioLosesNothing) {
    const auto studio = studioWithSeed(123456);
    ASSERT_EQ(::kill(static_cast<pid_t>(studio->processId()), SIGKILL), 0);
    ASSERT_TRUE(studio->waitForFinished(20000));
    start(true);
    EXPECT_TRUE(settings->wasCut());
    EXPECT_EQ(screen<SampleScreen>()->model()->seed(), 123456U);
    window->endSession();
    stop();
    start(true);
    EXPECT_FALSE(settings->wasCut());
    EXPECT_EQ(screen<SampleScreen>()->model()->seed(), 123456U);
}

TEST_F(SessionTest, TwoStudiosKeepASessionEach) {
    const auto first = studioWithSeed(1001), second = studioWithSeed(2002);
    EXPECT_EQ(filesWith(seedText(1001)), 1);
    for (QProcess* studio : {second.get(), first.get()}) {
        studio->terminate();
        ASSERT_TRUE(studio->waitForFinished(20000));
    }
    EXPECT_EQ(filesWith(seedText(1001)), 1) << "the first was closed last";
    EXPECT_EQ(filesWith(seedText(2002)), 1);
    EXPECT_EQ(filesWith("running=true"), 0);
}

TEST_F(SessionTest, ARunningStudiosSessionIsNotTakenOver) {
    const SessionFile first(sessionFolder());
    const SessionFile second(sessionFolder());
    EXPECT_TRUE(first.isNew());
    EXPECT_TRUE(second.isNew());
    EXPECT_FALSE(second.wasCut());
    EXPECT_EQ(QDir(sessionFolder()).entryList({QStringLiteral("*.ini")}).size(), 2);
}

TEST_F(SessionTest, OldSessionsAreThrownAway) {
    for (int i = 0; i < 20; ++i) {
        std::vector<std::unique_ptr<SessionFile>> many;
        many.push_back(std::make_unique<SessionFile>(sessionFolder()));
        many.push_back(std::make_unique<SessionFile>(sessionFolder()));
    }
    for (int i = 0; i < 12; ++i)
        QFile(QStringLiteral("%1/old-%2.ini").arg(sessionFolder()).arg(i)).open(QIODevice::WriteOnly);
    const SessionFile now(sessionFolder());
    EXPECT_LE(QDir(sessionFolder()).entryList({QStringLiteral("*.ini")}).size(), 8);
}

TEST_F(SessionTest, ASessionOfAnEarlierVersionGoesOn) {
    {
        QSettings old(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("bplf-studio"),
                      QStringLiteral("studio"));
        old.setValue(QStringLiteral("session/mode"), QStringLiteral("morph"));
        old.setValue(QStringLiteral("view/theme"), QStringLiteral("light"));
    }
    start(true);
    EXPECT_EQ(window->currentScreen()->id(), QStringLiteral("morph"));
    EXPECT_EQ(settings->theme(), Theme::kLight);
}

TEST_F(SessionTest, TemperaturesComeBackAsTheyWereSet) {
    start(true);
    auto* model = screen<SampleScreen>()->model();
    const std::vector<double> own = model->levelTemperatures();
    model->setTemperatureScale(1.05);
    const std::vector<double> asked = model->effectiveTemperatures();
    window->endSession();
    stop();
    start(true);
    EXPECT_EQ(screen<SampleScreen>()->model()->temperatureScale(), 1.05);
    EXPECT_EQ(screen<SampleScreen>()->model()->levelTemperatures(), own);
    EXPECT_EQ(screen<SampleScreen>()->model()->effectiveTemperatures(), asked);
}

TEST_F(SessionTest, TheSizeOfSavedPicturesComesBack) {
    start(true);
    screen<SampleScreen>()->model()->setSavedSize({.is_smooth = false, .pixels = 0});
    screen<SampleScreen>()->model()->setSheetNames(false);
    window->endSession();
    stop();
    start(true);
    EXPECT_EQ(screen<SampleScreen>()->model()->savedSize(), (SavedSize{}));
    EXPECT_FALSE(screen<SampleScreen>()->model()->hasSheetNames());
}

TEST_F(SessionTest, YesterdaysPhotoIsThereAgain) {
    start(true);
    Image photo(300, 200, 3);
    for (std::size_t i = 0; i < photo.pixels.size(); ++i)
        photo.pixels[i] = static_cast<std::uint8_t>(i * 2654435761U >> 24U);
    write_png(folder / "anna.png", photo);
    auto* encode = show<EncodeScreen>();
    encode->open({place("anna.png")});
    ASSERT_TRUE(waitUntil([encode] { return encode->isSettled() && encode->model()->encoding(); }));
    encode->model()->chooseFace(1);
    encode->model()->setMargin(0.2);
    encode->model()->setRoll(5);
    encode->relabel()->setStrength(1.5);
    encode->relabel()->select(2);
    ASSERT_TRUE(waitUntil([encode] { return encode->isSettled(); }));
    const Image crop = encode->model()->crop();
    window->endSession();
    stop();
    start(true);
    encode = screen<EncodeScreen>();
    ASSERT_TRUE(waitUntil([encode] { return encode->isSettled() && encode->model()->encoding(); }));
    EXPECT_EQ(encode->model()->photoName(), QStringLiteral("anna.png"));
    EXPECT_EQ(encode->model()->chosenFace(), 1);
    EXPECT_EQ(encode->model()->crop(), crop);
    EXPECT_EQ(encode->relabel()->strength(), 1.5);
    EXPECT_EQ(encode->relabel()->selected(), 2U);
}

}  // namespace
}  // namespace bplf::ui
