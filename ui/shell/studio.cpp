// SPDX-License-Identifier: GPL-3.0-or-later
// Order matters here: OpenGL's format and sharing before the application, the window before the engine.
#include "ui/shell/studio.h"

#include <QApplication>
#include <QFileInfo>
#include <QLocale>
#include <QSurfaceFormat>
#include <QTextStream>
#include <QTimer>
#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstdlib>

#include "core/project/project_file.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/kit/icons.h"
#include "ui/kit/input_manners.h"
#include "ui/kit/theme.h"
#include "ui/screens.h"
#include "ui/shell/idle_wait.h"
#include "ui/shell/main_window.h"
#include "ui/shell/quit_signals.h"
#include "ui/shell/screenshot.h"
#include "ui/shell/script_runner.h"
#include "ui/shell/studio_options.h"
#include "ui/shell/studio_settings.h"
#include "ui/viewport/viewport.h"

namespace bplf::ui {
namespace {

constexpr int kScreenshotTimeout = 120'000;

/// Explanations come from --help; here only what must be said at once.
int printAndReturn(FILE* stream, const QString& text, int code) {
    QTextStream(stream) << text << '\n';
    return code;
}

void prepareQt(const StudioOptions& options) {
    QSurfaceFormat format;
    format.setVersion(3, 3);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setAlphaBufferSize(0);
    QSurfaceFormat::setDefaultFormat(format);
    // Else a floating dock would destroy the viewport's context.
    QApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
    if (options.scale > 0) qputenv("QT_SCALE_FACTOR", QByteArray::number(options.scale));
}

ViewportKind viewportKind(const StudioOptions& options) {
    if (options.safeMode || options.viewport == QLatin1String("simple")) return ViewportKind::kSimple;
    return options.viewport == QLatin1String("opengl") ? ViewportKind::kOpenGl : ViewportKind::kAuto;
}

QString firstModel(const StudioOptions& options, const StudioSettings& settings) {
    if (!options.model.isEmpty()) return options.model;
    const QString last = settings.model();
    const bool embedded = !last.contains(QLatin1Char('/'));
    return last.isEmpty() || options.safeMode || (!embedded && !QFileInfo::exists(last)) ? QStringLiteral("default")
                                                                                         : last;
}

void startScreenshot(MainWindow* window, EngineBridge* bridge, const QString& path) {
    auto* wait = new IdleWait(window, bridge, window);
    wait->start(kScreenshotTimeout, [window, path](bool ready) {
        const Result<void> saved = saveScreenshot(window, path);
        if (!saved.ok()) QTextStream(stderr) << saved.error().what() << '\n';
        if (!ready) QTextStream(stderr) << "The results did not arrive in time.\n";
        QApplication::exit(!saved.ok() ? saved.error().exit_code() : ready ? 0 : 4);
    });
}

/// True when a script or a screenshot drives the session, which then keeps nothing.
bool isDriven(const StudioOptions& options) {
    return !options.screenshot.isEmpty() || !options.script.isEmpty();
}

/// A project begins a session of its own: the one before is left for a start without.
bool namesProject(const StudioOptions& options) {
    return std::ranges::any_of(options.files, [](const QString& file) {
        return file.endsWith(QLatin1String(project::kProjectEnding), Qt::CaseInsensitive);
    });
}

Result<void> startScript(MainWindow* window, EngineBridge* bridge, const QString& path) {
    auto* runner = new ScriptRunner(window, bridge, window);
    Result<void> loaded = runner->load(path);
    if (!loaded.ok()) return loaded;
    QObject::connect(runner, &ScriptRunner::finished, window, [](int code) { QApplication::exit(code); });
    runner->run();
    return {};
}

/// Qt ends the process where no window system answers; its many lines about plug-ins help nobody.
void sayThatThereIsNoDisplay(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type != QtFatalMsg) {
        if (qEnvironmentVariableIsSet("QT_DEBUG_PLUGINS")) QTextStream(stderr) << text << '\n';
        return;
    }
    std::fputs("No display: the studio needs one. 'packaging/run --headless --out faces.png' draws faces without.\n",
               stderr);
    std::_Exit(4);
}

int runWindow(const StudioOptions& options, EngineMaker maker) {
    if (!options.mtcnnWeights.isEmpty())
        QTextStream(stderr) << "note: --mtcnn-weights is no longer needed, MT-CNN's weights come with the program.\n";
    StudioSettings settings(!options.safeMode && !isDriven(options), namesProject(options));
    applyTheme(options.theme.isEmpty() ? settings.theme() : themeFromName(options.theme));
    EngineFactory factory = [options, maker = std::move(maker)]() -> Result<std::unique_ptr<Engine>> {
        return maker(options);
    };
    auto bridge = std::make_unique<EngineBridge>(std::move(factory));
    int code = 0;
    {
        MainWindow window(bridge.get(), &settings, makeScreens(bridge.get(), {viewportKind(options)}));
        const QuitSignals signals([&window](int number) {
            window.endSession();
            QApplication::exit(128 + number);
        });
        window.restoreSession();
        if (settings.wasCut())
            window.raise(information(QObject::tr("The studio did not end by itself last time."),
                                     QObject::tr("Everything is as it was a moment before.")));
        if (!options.mode.isEmpty()) window.setMode(options.mode);
        if (options.size) window.resize(*options.size);
        window.show();
        bridge->loadModel(firstModel(options, settings));
        if (!options.files.isEmpty()) {
            // After the model: an encode needs one, and the first message should be about the file.
            auto* once = new QObject(&window);
            QObject::connect(bridge.get(), &EngineBridge::modelLoaded, once, [&window, once, &options] {
                once->deleteLater();
                window.openFiles(options.files);
            });
        }
        if (!options.screenshot.isEmpty()) startScreenshot(&window, bridge.get(), options.screenshot);
        if (!options.script.isEmpty()) {
            const Result<void> started = startScript(&window, bridge.get(), options.script);
            if (!started.ok())
                return printAndReturn(stderr, QString::fromUtf8(started.error().what()), started.error().exit_code());
        }
        code = QApplication::exec();
        // The window goes first; the engine's thread is joined after it, and replies to it are dropped.
        QObject::disconnect(bridge.get(), nullptr, &window, nullptr);
    }
    return code;
}

}  // namespace

int runStudio(int argc, char** argv, EngineMaker maker) {
    QStringList arguments;
    for (int i = 0; i < argc; ++i) arguments << QString::fromLocal8Bit(argv[i]);
    const Result<StudioOptions> options = parseStudioOptions(arguments, screenIds());
    if (!options.ok())
        return printAndReturn(stderr, QString::fromUtf8(options.error().what()), options.error().exit_code());
    if (options.value().help) return printAndReturn(stdout, studioHelp(screenIds()), 0);
    if (options.value().version) return printAndReturn(stdout, QStringLiteral("bplf-studio " BPLF_VERSION), 0);
    prepareQt(options.value());
    const QtMessageHandler usual = qInstallMessageHandler(&sayThatThereIsNoDisplay);
    QApplication application(argc, argv);
    qInstallMessageHandler(usual);
    InputManners manners;
    application.installEventFilter(&manners);
    // Numbers are written as in files and on the command line, whatever the desktop's locale.
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    // Qt sets the locale of the desktop; a decimal comma would break numbers in files.
    std::setlocale(LC_NUMERIC, "C");
    QApplication::setApplicationName(QStringLiteral("bplf-studio"));
    QApplication::setApplicationDisplayName(QStringLiteral("BPLF Studio"));
    QApplication::setDesktopFileName(QStringLiteral("bplf-studio"));
    QApplication::setWindowIcon(icon(QStringLiteral("sample")));
    return runWindow(options.value(), std::move(maker));
}

}  // namespace bplf::ui
