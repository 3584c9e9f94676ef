// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/morph/morph_files.h"

#include <QFile>
#include <filesystem>

#include "core/publish/recipe.h"
#include "core/sample/latent_look.h"
#include "ui/bridge/background.h"

namespace bplf::ui {
namespace {

/// Larger pictures are not looked into while a file is dragged.
constexpr qint64 kLargestPng = 32LL << 20;

QByteArray firstBytes(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(4096) : QByteArray();
}

bool isPng(const QString& path) {
    return path.endsWith(QLatin1String(".png"), Qt::CaseInsensitive);
}

bool hasRecipe(const QString& path, const char* schema) {
    return isPng(path) && QFile(path).size() <= kLargestPng && recipe_schema(path.toStdString()) == schema;
}

}  // namespace

bool isLatentFile(const QString& path) {
    if (path.endsWith(QLatin1String(".safetensors"))) return firstBytes(path).contains("bplf.latent");
    return hasRecipe(path, "bplf.latent.v1");
}

bool isMorphFile(const QString& path) {
    if (path.endsWith(QLatin1String(".json"))) return firstBytes(path).contains("bplf.morph");
    return hasRecipe(path, "bplf.morph.v1");
}

MorphRequest readMorph(const QString& path) {
    return film_in(path.toStdU16String());
}

void readKeysOfLatent(QObject* guard, const QString& path, const std::vector<std::string>& labels,
                      std::function<void(const Result<std::vector<MorphKey>>&)> reply) {
    runInBackground<std::vector<MorphKey>>(
        guard,
        [path, labels] {
            MorphKey key;
            key.source = "latent:" + path.toStdString();
            key.look = look_of_latent(load_latents(path.toStdString()).front(), Look{}, labels);
            key.look.temperature.clear();  // it is in the code
            return std::vector{key};
        },
        std::move(reply));
}

}  // namespace bplf::ui
