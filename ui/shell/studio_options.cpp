// SPDX-License-Identifier: GPL-3.0-or-later
// One table of options: parsing and help read the same rows.
#include "ui/shell/studio_options.h"

#include <QRegularExpression>
#include <functional>
#include <vector>

namespace bplf::ui {
namespace {

struct OptionRow {
    const char* name;
    const char* value;  ///< name of its value in the help; nullptr = a switch
    QString help;
    std::function<bool(StudioOptions&, const QString&)> set;
};

bool oneOf(const QString& value, const QStringList& words) {
    return words.contains(value);
}

bool setSize(StudioOptions& options, const QString& value) {
    static const QRegularExpression form(QStringLiteral("^(\\d{2,5})x(\\d{2,5})$"));
    const auto match = form.match(value);
    if (match.hasMatch()) options.size = QSize(match.captured(1).toInt(), match.captured(2).toInt());
    return match.hasMatch();
}

bool setText(QString& field, const QString& value) {
    field = value;
    return !value.isEmpty();
}

/// "a, b or c".
QString choiceOf(QStringList words) {
    const QString last = words.takeLast();
    return words.isEmpty() ? last : words.join(QLatin1String(", ")) + QLatin1String(" or ") + last;
}

std::vector<OptionRow> table(const QStringList& modes) {
    using O = StudioOptions;
    return {
        {"--model", "MODEL", "embedded name, file or folder",
         [](O& o, const QString& v) { return setText(o.model, v); }},
        {"--device", "DEVICE", "auto, cpu, cuda or cuda:N",
         [](O& o, const QString& v) { return setText(o.device, v); }},
        {"--threads", "N", "threads of the engine; 0 = one per core",
         [](O& o, const QString& v) {
             bool ok = false;
             o.threads = v.toInt(&ok);
             return ok && o.threads >= 0;
         }},
        {"--mode", "MODE", choiceOf(modes),
         [modes](O& o, const QString& v) {
             o.mode = v;
             return oneOf(v, modes);
         }},
        {"--theme", "THEME", "system, light or dark",
         [](O& o, const QString& v) {
             o.theme = v;
             return oneOf(v, {"system", "light", "dark"});
         }},
        {"--mtcnn-weights", "FOLDER", "no longer needed: MT-CNN's weights come with the program",
         [](O& o, const QString& v) { return setText(o.mtcnnWeights, v); }},
        {"--models", "FOLDER", "where to look for models by name first",
         [](O& o, const QString& v) { return setText(o.modelsFolder, v); }},
        {"--viewport", "KIND", "auto, opengl or simple; auto uses OpenGL where a graphics card runs it",
         [](O& o, const QString& v) {
             o.viewport = v;
             return oneOf(v, {"auto", "opengl", "simple"});
         }},
        {"--safe-mode", nullptr, "start with defaults and the simple viewport",
         [](O& o, const QString&) { return o.safeMode = true; }},
        {"--screenshot", "FILE.png", "draw the window into a file once results are there, and exit",
         [](O& o, const QString& v) { return setText(o.screenshot, v); }},
        {"--size", "WxH", "size of the window", setSize},
        {"--scale", "S", "pixels per unit, e.g. 2",
         [](O& o, const QString& v) {
             o.scale = v.toDouble();
             return o.scale >= 0.5 && o.scale <= 8;
         }},
        {"--script", "STEPS.jsonl", "run the steps of a file (docs: ui/shell/script_runner.h)",
         [](O& o, const QString& v) { return setText(o.script, v); }},
        {"--help", nullptr, "show this text", [](O& o, const QString&) { return o.help = true; }},
        {"--version", nullptr, "show the version", [](O& o, const QString&) { return o.version = true; }},
    };
}

Error usage(const QString& argument, const std::string& what) {
    return Error(ErrorKind::kUsage, what, argument.toStdString(), "See bplf-studio --help.");
}

}  // namespace

Result<StudioOptions> parseStudioOptions(const QStringList& arguments, const QStringList& modes) {
    const std::vector<OptionRow> rows = table(modes);
    StudioOptions options;
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QString& argument = arguments[i];
        if (!argument.startsWith(QLatin1String("--"))) {
            options.files << argument;
            continue;
        }
        const QString name = argument.section(QLatin1Char('='), 0, 0);
        const auto row =
            std::find_if(rows.begin(), rows.end(), [&](const OptionRow& r) { return name == QLatin1String(r.name); });
        if (row == rows.end()) return usage(argument, "Unknown option.");
        QString value;
        if (row->value != nullptr) {
            const bool inside = argument.contains(QLatin1Char('='));
            if (!inside && i + 1 >= arguments.size()) return usage(argument, "The option needs a value.");
            value = inside ? argument.section(QLatin1Char('='), 1) : arguments[++i];
        }
        if (!row->set(options, value)) return usage(argument, "The value must be " + row->help.toStdString() + ".");
    }
    return options;
}

QString studioHelp(const QStringList& modes) {
    QString text = QStringLiteral(
        "bplf-studio [options] [files…]\n\nEmotional faces by normalizing flow. Files may be photos, pictures with a\n"
        "recipe, models, projects (.bplf.json), latents, event files, run folders,\ncollections of faces or built data "
        "sets.\n\n");
    for (const OptionRow& row : table(modes)) {
        const QString left = row.value == nullptr
                                 ? QString::fromLatin1(row.name)
                                 : QStringLiteral("%1 %2").arg(QLatin1String(row.name), QLatin1String(row.value));
        text += QStringLiteral("  %1 %2\n").arg(left, -26).arg(row.help);
    }
    return text + QStringLiteral("\nExample: bplf-studio --mode encode photo.jpg\n");
}

}  // namespace bplf::ui
