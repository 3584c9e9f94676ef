// SPDX-License-Identifier: GPL-3.0-or-later
// What was drawn and edited is kept, found, rated, brought back and forgotten.
#include <QAction>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <fstream>
#include <numeric>

#include "core/base/atomic_file.h"
#include "core/image/png.h"
#include "tests/ui/studio_fixture.h"
#include "ui/bridge/code_store.h"
#include "ui/history/history_keeper.h"
#include "ui/history/history_model.h"
#include "ui/history/history_strip.h"
#include "ui/history/undo_keeper.h"
#include "ui/screens/encode/encode_model.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/encode/relabel_model.h"
#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/shell/session_file.h"

namespace bplf::ui {
namespace {

using qttest::waitUntil;

class HistoryTest : public StudioFixture {
  protected:
    void SetUp() override {
        former = qgetenv("XDG_STATE_HOME");
        qputenv("XDG_STATE_HOME", QByteArray::fromStdString((folder / "state").string()));
        start(true);
        ASSERT_TRUE(has(1)) << "the first grid";
    }
    void TearDown() override {
        stop();
        qputenv("XDG_STATE_HOME", former);
    }
    void restart() {
        window->endSession();
        stop();
        start(true);
        ASSERT_TRUE(waitUntil([this] { return !history()->isLoading(); }));
    }
    HistoryModel* history() { return window->history()->model(); }
    HistoryStrip* strip() { return window->history()->strip(); }
    bool has(int states) {
        return waitUntil([this, states] { return history()->total() >= states; }) && history()->total() == states;
    }
    SampleModel* sample() { return screen<SampleScreen>()->model(); }
    void press(const QString& text) {
        for (QAction* action : window->history()->actions())
            if (QString(action->text()).remove(QLatin1Char('&')) == text) return action->trigger();
        FAIL() << text.toStdString();
    }
    /// Shortcuts reach the active window alone, and nothing makes one active where there is no window manager.
    void pressCtrlH() {
        window->activateWindow();
        ASSERT_TRUE(waitUntil([this] { return window->isActiveWindow(); }));
        QTest::keyClick(window.get(), Qt::Key_H, Qt::ControlModifier);
    }
    void choose(int row) { strip()->list()->setCurrentIndex(history()->index(row)); }
    /// Waits for all that is to be written.
    void onDisk() {
        window->history()->flush();
        waitUntil([] { return false; }, 50);
    }
    EncodeScreen* encodePhoto(const char* name) {
        Image photo(300, 200, 3);
        for (std::size_t i = 0; i < photo.pixels.size(); ++i)
            photo.pixels[i] = static_cast<std::uint8_t>(i * 2654435761U >> 24U);
        write_png(folder / name, photo);
        auto* encode = show<EncodeScreen>();
        encode->open({place(name)});
        EXPECT_TRUE(waitUntil([encode] { return encode->isSettled() && encode->snapshot(); }));
        return encode;
    }
    /// The first file of the state folder that holds the text; empty where none does.
    std::string whereIs(const std::string& text) const {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "state")) {
            if (!entry.is_regular_file()) continue;
            std::ifstream file(entry.path(), std::ios::binary);  // which may just have gone
            const std::string content{std::istreambuf_iterator<char>(file), {}};
            if (content.find(text) != std::string::npos) return entry.path().string();
        }
        return {};
    }

    QByteArray former;
};

TEST_F(HistoryTest, AGestureIsOneState) {
    for (int i = 0; i < 20; ++i) {
        sample()->setTemperatureScale(0.5 + 0.01 * i);
        waitUntil([] { return false; }, 10);
    }
    ASSERT_TRUE(has(2));
    EXPECT_FALSE(waitUntil([this] { return history()->total() > 2; }, 2 * HistoryKeeper::kRestMs));
    const std::vector<double> levels = sample()->effectiveTemperatures();
    EXPECT_NEAR(*history()->record(0).temperature,
                std::accumulate(levels.begin(), levels.end(), 0.0) / static_cast<double>(levels.size()), 1e-9);
    EXPECT_TRUE(waitUntil([this] { return !history()->index(0).data(Qt::DecorationRole).value<QImage>().isNull(); }));
}

TEST_F(HistoryTest, NothingIsKeptWhileTheMouseIsDown) {
    // The offscreen mouse state follows the events that the window got.
    QWidget* page = screen<SampleScreen>()->page();
    QTest::mousePress(page, Qt::LeftButton, {}, {5, 5});
    sample()->setSeed(77);
    if (QGuiApplication::mouseButtons() != Qt::NoButton) {
        EXPECT_FALSE(waitUntil([this] { return history()->total() > 1; }, 2 * HistoryKeeper::kRestMs));
    }
    QTest::mouseRelease(page, Qt::LeftButton, {}, {5, 5});
    EXPECT_TRUE(has(2));
}

TEST_F(HistoryTest, AClickBringsAStateBackAndAddsNone) {
    sample()->setSeed(4711);
    ASSERT_TRUE(has(2));
    sample()->setSeed(5);
    ASSERT_TRUE(has(3));
    window->setMode(QStringLiteral("curves"));
    pressCtrlH();
    ASSERT_TRUE(strip()->isVisible());
    EXPECT_TRUE(strip()->list()->hasFocus());
    EXPECT_GE(strip()->list()->viewport()->height(), strip()->list()->visualRect(history()->index(0)).height())
        << "whole tiles on the screen of a small laptop";
    const QRect second = strip()->list()->visualRect(history()->index(1));
    QTest::mouseClick(strip()->list()->viewport(), Qt::LeftButton, {}, second.center());
    EXPECT_EQ(window->currentScreen()->id(), QStringLiteral("sample"));
    EXPECT_EQ(sample()->seed(), 4711U);
    EXPECT_FALSE(waitUntil([this] { return history()->total() > 3; }, 2 * HistoryKeeper::kRestMs));
}

TEST_F(HistoryTest, EverythingGoesByKeyboard) {
    sample()->setSeed(31);
    ASSERT_TRUE(has(2));
    pressCtrlH();
    QListView* list = strip()->list();
    EXPECT_EQ(strip()->chosen(), -1);
    QTest::keyClick(list, Qt::Key_Home);
    EXPECT_EQ(strip()->chosen(), 0);
    QTest::keyClick(list, Qt::Key_Right);
    ASSERT_EQ(strip()->chosen(), 1);
    QTest::keyClick(list, Qt::Key_4);
    EXPECT_EQ(history()->record(1).rating, 4);
    QTest::keyClick(list, Qt::Key_F);
    EXPECT_EQ(history()->record(1).rating, 0);
    QTest::keyClick(list, Qt::Key_F);
    EXPECT_EQ(history()->record(1).rating, 1);
    QTest::keyClick(list, Qt::Key_Backspace);
    EXPECT_EQ(history()->total(), 2) << "a favourite stays";
    QTest::keyClick(list, Qt::Key_Return);
    EXPECT_EQ(sample()->seed(), 1U);
    QTest::keyClick(list, Qt::Key_Left);
    QTest::keyClick(list, Qt::Key_Backspace);
    EXPECT_EQ(history()->total(), 1);
}

TEST_F(HistoryTest, SurvivesARestartWithStarsAndThumbnails) {
    sample()->setSeed(99);
    ASSERT_TRUE(has(2));
    choose(0);
    press(QStringLiteral("3 stars"));
    restart();
    ASSERT_EQ(history()->total(), 2);
    EXPECT_EQ(history()->record(0).seed, 99U);
    EXPECT_EQ(history()->record(0).rating, 3);
    EXPECT_TRUE(waitUntil([this] { return !history()->index(0).data(Qt::DecorationRole).value<QImage>().isNull(); }));
    EXPECT_FALSE(waitUntil([this] { return history()->total() > 2; }, 2 * HistoryKeeper::kRestMs))
        << "the restored session is no new state";
}

TEST_F(HistoryTest, WordsFindStates) {
    sample()->setTemperatureScale(0.5);
    ASSERT_TRUE(has(2));
    strip()->filter()->setText(QStringLiteral("happy T<0.4"));
    EXPECT_EQ(history()->rowCount(), 1);
    strip()->filter()->setText(QStringLiteral("happy T<"));
    EXPECT_EQ(history()->rowCount(), 1) << "half a word changes nothing";
    auto* count = strip()->findChild<QLabel*>();
    bool says = false;
    for (QLabel* label : strip()->findChildren<QLabel*>())
        says |= label->text().contains(QStringLiteral("needs a number"));
    EXPECT_TRUE(says) << count->text().toStdString();
    strip()->filter()->setText(QStringLiteral("★"));
    EXPECT_EQ(history()->rowCount(), 0);
    strip()->filter()->clear();
    EXPECT_EQ(history()->rowCount(), 2);
}

TEST_F(HistoryTest, AFilmIsAState) {
    auto* morph = show<MorphScreen>();
    morph->sameFaceAllEmotions();
    ASSERT_TRUE(has(2));
    EXPECT_EQ(history()->record(0).screen, "morph");
    EXPECT_EQ(history()->record(0).kind, "edit");
    MorphExport film;
    film.request = morph->player()->timeline().request();
    film.path = folder / "film.gif";
    bool isWritten = false;
    QObject::connect(morph, &MorphScreen::exportFinished, morph, [&](bool ok) { isWritten = ok; });
    morph->exportTo(film);
    ASSERT_TRUE(waitUntil([&] { return isWritten; }));
    ASSERT_TRUE(has(3));
    EXPECT_EQ(history()->record(0).kind, "film");
}

TEST_F(HistoryTest, AnEditedPhotoComesBack) {
    EncodeScreen* encode = encodePhoto("anna.png");
    ASSERT_TRUE(has(2));
    encode->relabel()->setStrength(1.75);
    ASSERT_TRUE(has(3));
    window->history()->restore(1);
    ASSERT_TRUE(waitUntil([encode] { return encode->isSettled(); }));
    EXPECT_EQ(encode->relabel()->strength(), 1);
    window->history()->restore(0);
    EXPECT_EQ(encode->relabel()->strength(), 1.75);
    EXPECT_EQ(history()->total(), 3);
}

TEST_F(HistoryTest, OfAPhotoThatIsGoneTheFaceComesBack) {
    EncodeScreen* encode = encodePhoto("anna.png");
    ASSERT_TRUE(has(2));
    const Image crop = encode->model()->crop();
    onDisk();
    std::filesystem::remove(folder / "anna.png");
    restart();
    window->messageBar()->hide();
    window->history()->restore(0);
    encode = screen<EncodeScreen>();
    ASSERT_TRUE(waitUntil([encode] { return encode->isSettled() && encode->model()->encoding(); }));
    EXPECT_EQ(encode->model()->crop(), crop);
}

TEST_F(HistoryTest, WhilePrivateNothingOfPhotosIsKept) {
    press(QStringLiteral("Private: keep nothing of photos"));
    bool isSaid = false;
    for (QLabel* label : window->findChildren<QLabel*>())
        isSaid |= label->isVisible() && label->text().startsWith(QStringLiteral("Private"));
    EXPECT_TRUE(isSaid);
    encodePhoto("anna.png");
    EXPECT_FALSE(waitUntil([this] { return history()->total() > 1; }, 2 * HistoryKeeper::kRestMs));
    window->saveSession();
    EXPECT_EQ(whereIs("anna"), "");
    restart();
    EXPECT_TRUE(window->history()->isPrivate()) << "until it is switched off";
    press(QStringLiteral("Private: keep nothing of photos"));
}

TEST_F(HistoryTest, AForgottenPhotoIsNowhere) {
    EncodeScreen* encode = encodePhoto("anna.png");
    ASSERT_TRUE(has(2));
    const std::string hash = encode->model()->photoHash().toStdString();
    QSignalSpy offered(encode, &Screen::morphKeyOffered);
    for (QAction* action : encode->actions())
        if (action->text().contains(QStringLiteral("Send to"))) action->trigger();
    ASSERT_TRUE(waitUntil([&] { return !offered.isEmpty(); }));
    ASSERT_EQ(codesOfPhoto(QString::fromStdString(hash)).size(), 1);
    auto* morph = screen<MorphScreen>();
    ASSERT_EQ(morph->player()->timeline().size(), 1U);
    {
        QSettings other(sessionFolder() + QStringLiteral("/other.ini"), QSettings::IniFormat);
        other.setValue(QStringLiteral("screen-encode/photo"), place("anna.png"));
        other.setValue(QStringLiteral("screen-encode/margin"), 0.1);
    }
    window->saveSession();
    ASSERT_NE(whereIs("anna"), "");
    press(QStringLiteral("Forget this photo everywhere"));
    onDisk();
    EXPECT_TRUE(waitUntil([this] { return whereIs("anna").empty(); }, 5000)) << whereIs("anna");
    EXPECT_EQ(whereIs(hash), "");
    EXPECT_TRUE(codesOfPhoto(QString::fromStdString(hash)).isEmpty());
    EXPECT_EQ(morph->player()->timeline().size(), 0U);
    window->undo()->undo();
    EXPECT_EQ(morph->player()->timeline().size(), 0U) << "undo does not bring it back";
    EXPECT_EQ(encode->model()->photoName(), QString());
    EXPECT_EQ(history()->total(), 1);
    EXPECT_TRUE(std::filesystem::is_empty(folder / "state/bplf-studio/history/faces"));
    const QSettings other(sessionFolder() + QStringLiteral("/other.ini"), QSettings::IniFormat);
    EXPECT_TRUE(other.contains(QStringLiteral("screen-encode/margin")));
    EXPECT_TRUE(std::filesystem::exists(folder / "anna.png")) << "is the user's own";
}

TEST_F(HistoryTest, SaysThatAModelIsGone) {
    onDisk();
    stop();
    const std::filesystem::path journal = folder / "state/bplf-studio/history/history.jsonl";
    std::string text = read_file(journal);
    const std::string model = "\"model\":\"default\"";
    for (std::size_t at = text.find(model); at != std::string::npos; at = text.find(model, at))
        text.replace(at, model.size(), "\"model\":\"/gone/lost/model.safetensors\"");
    const std::string sha = "\"model_sha256\":\"";
    for (std::size_t at = text.find(sha); at != std::string::npos; at = text.find(sha, at + sha.size()))
        text.insert(at + sha.size(), "00");
    write_file(journal, text);
    start(true);
    ASSERT_TRUE(waitUntil([this] { return history()->total() > 0; }));
    window->history()->restore(history()->rowCount() - 1);
    EXPECT_TRUE(waitUntil([this] {
        return window->messageBar()->text().contains(QStringLiteral("lost is not there any more"));
    })) << window->messageBar()->text().toStdString();
    EXPECT_EQ(sample()->seed(), 1U);
}

}  // namespace
}  // namespace bplf::ui
