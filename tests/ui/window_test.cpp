// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window against the drawing engine: drops, session, messages, keyboard and accessibility.
#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QScrollArea>
#include <QUrl>
#include <cmath>

#include "core/base/atomic_file.h"
#include "core/image/png.h"
#include "tests/support/drawn_engine.h"
#include "tests/support/support.h"
#include "tests/ui/qt_test_app.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/kit/message_bar.h"
#include "ui/kit/theme.h"
#include "ui/screens.h"
#include "ui/screens/encode/encode_model.h"
#include "ui/screens/encode/encode_screen.h"
#include "ui/screens/morph/morph_screen.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/shell/main_window.h"
#include "ui/shell/studio_settings.h"
#include "ui/viewport/canvas_controller.h"
#include "ui/viewport/viewport.h"

namespace bplf::ui {
namespace {

using qttest::waitUntil;

class WindowTest : public ::testing::Test {
  protected:
    void SetUp() override { start(false); }

    void start(bool persistent) {
        settings = std::make_unique<StudioSettings>(persistent);
        bridge = std::make_unique<EngineBridge>(
            []() -> Result<std::unique_ptr<Engine>> { return test::make_drawn_engine(); });
        window = std::make_unique<MainWindow>(bridge.get(), settings.get(),
                                              makeScreens(bridge.get(), {ViewportKind::kSimple}));
        window->restoreSession();
        window->resize(1366, 768);
        window->show();
        bridge->loadModel(QStringLiteral("default"));
        ASSERT_TRUE(settle());
    }
    void stop() {
        window.reset();
        bridge.reset();
        settings.reset();
    }
    SampleScreen* sample() { return qobject_cast<SampleScreen*>(window->screen(QStringLiteral("sample"))); }
    EncodeScreen* encode() { return qobject_cast<EncodeScreen*>(window->screen(QStringLiteral("encode"))); }
    bool settle() {
        return waitUntil([this] {
            return bridge->model() != nullptr && !bridge->isInteractiveBusy() && !bridge->isBatchBusy() &&
                   window->currentScreen()->isSettled();
        });
    }
    void drop(const QString& path) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        // As a display server does it: the widget under the pointer is entered, then dropped upon.
        const QPoint place = window->rect().center();
        QWidget* under = window->childAt(place);
        ASSERT_NE(under, nullptr);
        const QPoint local = under->mapFrom(window.get(), place);
        QDragEnterEvent enter(local, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(under, &enter);
        ASSERT_TRUE(enter.isAccepted());
        QDropEvent event(local, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(under, &event);
    }

    bplf::test::TempDir folder;
    std::unique_ptr<StudioSettings> settings;
    std::unique_ptr<EngineBridge> bridge;
    std::unique_ptr<MainWindow> window;
};

TEST_F(WindowTest, ADroppedPictureRestoresItsFaceBitForBit) {
    SampleModel* model = sample()->model();
    LabelSimplex simplex = model->simplex();
    simplex.setMix({{"surprise", 0.75}, {"fear", 0.25}});
    model->setSimplex(simplex);
    model->setSeed(123456789012345U);
    ASSERT_TRUE(settle());
    sample()->canvas()->select(6);
    model->setSavedSize({});
    const std::string hash = model->cell(6)->sha256;
    const QString path = QString::fromStdString((folder / "face é.png").string());
    sample()->savePictureTo(path);
    ASSERT_TRUE(waitUntil([this] { return !window->messageBar()->text().isEmpty(); }));
    EXPECT_EQ(pixel_hash(read_png(path.toStdString())), hash);

    model->setSeed(1);
    window->setMode(QStringLiteral("curves"));
    drop(path);
    ASSERT_TRUE(waitUntil([this] { return window->currentScreen() == sample() && sample()->model()->total() == 1; }));
    ASSERT_TRUE(settle());
    EXPECT_EQ(model->cell(0)->sha256, hash);
    EXPECT_TRUE(window->messageBar()->text().contains(QStringLiteral("Restored")));
}

TEST_F(WindowTest, ASavedSheetRestoresTheWholeGrid) {
    SampleModel* model = sample()->model();
    model->setRowPerLabel(true);
    model->setSeed(77);
    ASSERT_TRUE(settle());
    const SampleRequest request = model->request();
    const QString path = QString::fromStdString((folder / "sheet.png").string());
    sample()->saveSheetTo(path);
    ASSERT_TRUE(waitUntil([this] { return !window->messageBar()->text().isEmpty(); }));
    model->setRowPerLabel(false);
    model->setSeed(1);
    drop(path);
    ASSERT_TRUE(waitUntil([&] { return model->request() == request; }));
}

TEST_F(WindowTest, APlainPhotoGoesToEncode) {
    write_png(folder / "photo.png", Image(64, 48, 3, 100));
    drop(QString::fromStdString((folder / "photo.png").string()));
    EXPECT_EQ(window->currentScreen(), encode());
    ASSERT_TRUE(waitUntil([this] { return encode()->model()->hasPhoto(); }));
}

TEST_F(WindowTest, ABadPhotoShowsTheMessageBarAndKeepsTheState) {
    write_file(folder / "bad.jpg", "no picture");
    const SampleRequest before = sample()->model()->request();
    drop(QString::fromStdString((folder / "bad.jpg").string()));
    ASSERT_TRUE(waitUntil([this] { return !window->messageBar()->text().isEmpty(); }));
    EXPECT_TRUE(window->messageBar()->text().contains(QStringLiteral("bad.jpg was not opened.")));
    EXPECT_EQ(sample()->model()->request(), before);
    EXPECT_EQ(QApplication::activeModalWidget(), nullptr);
}

TEST_F(WindowTest, ABadModelKeepsTheOldOne) {
    write_file(folder / "broken.safetensors", "");
    drop(QString::fromStdString((folder / "broken.safetensors").string()));
    ASSERT_TRUE(
        waitUntil([this] { return window->messageBar()->text().contains(QStringLiteral("broken.safetensors")); }));
    EXPECT_EQ(bridge->model()->name, "default");
    sample()->model()->setSeed(31);
    ASSERT_TRUE(settle());
    EXPECT_EQ(sample()->model()->cell(0)->seed, 31U);
}

TEST_F(WindowTest, AnUnknownFileIsNamed) {
    write_file(folder / "notes.xyz", "hello");
    drop(QString::fromStdString((folder / "notes.xyz").string()));
    EXPECT_TRUE(window->messageBar()->text().contains(QStringLiteral("notes.xyz")));
}

TEST_F(WindowTest, ASaveThatFailsSaysSo) {
    sample()->canvas()->select(0);
    sample()->savePictureTo(QStringLiteral("/nonexistent/folder/x.png"));
    ASSERT_TRUE(waitUntil([this] { return window->messageBar()->text().contains(QStringLiteral("not saved")); }));
}

TEST_F(WindowTest, TheSessionComesBack) {
    stop();
    start(true);
    sample()->model()->setSeed(987);
    sample()->model()->setGrid(5, 3);
    window->setMode(QStringLiteral("encode"));
    window->saveSession();
    stop();
    start(true);
    EXPECT_EQ(window->currentScreen(), encode());
    EXPECT_EQ(sample()->model()->seed(), 987U);
    EXPECT_EQ(sample()->model()->columns(), 5);
    EXPECT_EQ(sample()->model()->rows(), 3);
    window->setMode(QStringLiteral("sample"));
    window->saveSession();
}

TEST_F(WindowTest, AnotherModelKeepsMixAndSeed) {
    sample()->model()->setSeed(5);
    bridge->loadModel(QStringLiteral("default-48"));
    ASSERT_TRUE(waitUntil([this] { return bridge->model()->width == 48; }));
    ASSERT_TRUE(settle());
    EXPECT_EQ(sample()->model()->seed(), 5U);
    EXPECT_EQ(sample()->model()->cell(0)->image.width, 48);
    EXPECT_EQ(sample()->model()->request().looks, (std::vector{Look{{{"happy", 1.0}}, {}, {}}}));
}

TEST_F(WindowTest, ModesHaveKeysAndEveryScreenOpens) {
    for (const Screen* screen : window->screens()) {
        ASSERT_TRUE(window->setMode(screen->id()));
        EXPECT_EQ(window->currentScreen(), screen);
    }
    EXPECT_FALSE(window->setMode(QStringLiteral("nothing")));
}

TEST_F(WindowTest, EveryActionHasTextAndTipAndNoKeyIsUsedTwice) {
    for (const auto& [group, actions] : window->allActions())
        for (const QAction* action : actions) {
            EXPECT_FALSE(action->text().isEmpty()) << group.toStdString();
            EXPECT_FALSE(action->statusTip().isEmpty()) << action->text().toStdString();
        }
    for (Screen* screen : window->screens()) {
        QMap<QString, QString> used;
        for (const auto& [group, actions] : window->allActions()) {
            const bool shell = window->screen(group.toLower()) == nullptr;
            if (!shell && group != screen->title()) continue;
            for (const QAction* action : actions)
                for (const QKeySequence& key : action->shortcuts()) {
                    EXPECT_FALSE(used.contains(key.toString()))
                        << key.toString().toStdString() << " is " << used[key.toString()].toStdString() << " and "
                        << action->text().toStdString();
                    used[key.toString()] = action->text();
                }
        }
    }
}

TEST_F(WindowTest, EveryFocusableWidgetHasAName) {
    for (Screen* screen : window->screens()) {
        window->setMode(screen->id());
        QCoreApplication::processEvents();
        for (QWidget* widget : window->findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || widget->focusProxy() != nullptr)
                continue;
            if (widget->objectName().startsWith(QLatin1String("qt_"))) continue;
            const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
            const QString name = face != nullptr ? face->text(QAccessible::Name) : QString();
            EXPECT_FALSE(name.trimmed().isEmpty())
                << screen->id().toStdString() << ": " << widget->metaObject()->className() << " in "
                << (widget->parentWidget() != nullptr ? widget->parentWidget()->metaObject()->className() : "");
        }
    }
}

TEST_F(WindowTest, EverythingIsReachableOnASmallScreen) {
    window->resize(960, 600);
    for (Screen* screen : window->screens()) {
        window->setMode(screen->id());
        QCoreApplication::processEvents();
        EXPECT_LE(window->minimumSizeHint().width(), 1366) << screen->id().toStdString();
        EXPECT_LE(window->minimumSizeHint().height(), 768) << screen->id().toStdString();
        EXPECT_LE(window->width(), 1366);
        EXPECT_LE(window->height(), 768);
    }
}

TEST_F(WindowTest, NothingIsSaidOfLabelsBeforeAModelIsThere) {
    stop();
    settings = std::make_unique<StudioSettings>(false);
    bridge =
        std::make_unique<EngineBridge>([]() -> Result<std::unique_ptr<Engine>> { return test::make_drawn_engine(); });
    window =
        std::make_unique<MainWindow>(bridge.get(), settings.get(), makeScreens(bridge.get(), {ViewportKind::kSimple}));
    window->show();
    for (const QLabel* label : window->findChildren<QLabel*>())
        EXPECT_FALSE(label->isVisible() && label->text().contains(QStringLiteral("no labels")));
    bridge->loadModel(QStringLiteral("default"));
    ASSERT_TRUE(settle());
}

TEST_F(WindowTest, TheZoomIsThatOfTheWindowsPresentSize) {
    const auto shown = [this] {
        for (const auto* button : window->findChildren<QAbstractButton*>())
            if (button->accessibleName() == QStringLiteral("Zoom; click to fit all faces")) return button->text();
        return QString();
    };
    for (const QSize size : {QSize(1366, 768), QSize(1100, 640)}) {
        window->resize(size);
        QCoreApplication::processEvents();
        EXPECT_EQ(shown(), QStringLiteral("%1 %").arg(std::lround(sample()->canvas()->scene().scale() * 100)));
    }
}

TEST_F(WindowTest, TheWindowIsNeverBlockedWhileItWorks) {
    waitUntil([] { return false; }, 200);
    const qttest::BlockMeter meter;
    for (int i = 0; i < 20; ++i) {
        sample()->model()->setSeed(1000 + static_cast<quint64>(i));
        waitUntil([] { return false; }, 20);
    }
    ASSERT_TRUE(settle());
    // One grid painted by software is the longest piece of work of this thread.
    EXPECT_LT(meter.longest(), 250);
}

TEST(Theme, TextHasEnoughContrastInBothPalettes) {
    for (const bool dark : {true, false}) {
        const QPalette palette = studioPalette(dark);
        const ThemeColors colors = ThemeColors::of(dark);
        EXPECT_GE(contrast(palette.color(QPalette::WindowText), palette.color(QPalette::Window)), 4.5);
        EXPECT_GE(contrast(palette.color(QPalette::Text), palette.color(QPalette::Base)), 4.5);
        EXPECT_GE(contrast(palette.color(QPalette::ButtonText), palette.color(QPalette::Button)), 4.5);
        EXPECT_GE(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)), 4.5);
        for (const QColor& text : {colors.muted, colors.accent, colors.warning, colors.error}) {
            EXPECT_GE(contrast(text, colors.panel), 4.5) << text.name().toStdString() << (dark ? " dark" : " light");
            EXPECT_GE(contrast(text, colors.raised), 4.5) << text.name().toStdString() << (dark ? " dark" : " light");
        }
        EXPECT_GE(contrast(colors.accentText, colors.accent), 4.5);
    }
}

}  // namespace
}  // namespace bplf::ui
