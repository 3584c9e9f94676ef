// SPDX-License-Identifier: GPL-3.0-or-later
// Choices to options and back: from a session and from build.json.
#include "ui/screens/data/build_settings.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace bplf::ui {
namespace {

using Json = nlohmann::json;

QString proposedFolder(int size) {
    return QStringLiteral("%1/emotionset-%2")
        .arg(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation))
        .arg(size);
}

}  // namespace

BuildSettings::BuildSettings() : folder(proposedFolder(options.size)) {
    setProfile(QStringLiteral("recommended"));
}

void BuildSettings::setProfile(const QString& profile) {
    const BuildOptions fresh;
    options.drop_duplicates = fresh.drop_duplicates;
    options.blank_deviation = fresh.blank_deviation;
    apply_profile(options, profile.toStdString());
}

void BuildSettings::setSize(int size) {
    options.size = size;
    if (isFolderProposed) folder = proposedFolder(size);
}

void BuildSettings::setFolder(const QString& path) {
    folder = path;
    isFolderProposed = false;
}

BuildOptions BuildSettings::optionsFor(const QStringList& sources) const {
    BuildOptions result = options;
    for (const QString& source : sources) result.sources.push_back(source.toStdString());
    result.keep_findings = true;
    return result;
}

void BuildSettings::save(QVariantMap& state) const {
    state["profile"] = QString::fromStdString(options.profile);
    state["size"] = options.size;
    state["channels"] = options.channels;
    state["faceFinder"] = QString::fromStdString(options.face_crop);
    state["svd"] = QString::fromStdString(options.svd);
    state["illumination"] = QString::fromStdString(options.illumination);
    state["margin"] = options.margin;
    state["folder"] = isFolderProposed ? QString() : folder;
}

void BuildSettings::restore(const QVariantMap& state) {
    const auto word = [&](const char* key, const std::string& fallback, const QStringList& allowed) {
        const QString value = state.value(key).toString();
        return allowed.contains(value) ? value.toStdString() : fallback;
    };
    setProfile(state.value("profile").toString() == QLatin1String("paper") ? "paper" : "recommended");
    const int size = state.value("size").toInt();
    if (size == 32 || size == 48 || size == 64) setSize(size);
    options.channels = state.value("channels").toInt() == 3 ? 3 : 1;
    options.face_crop = word("faceFinder", options.face_crop, {"mtcnn", "haar", "haar+mtcnn", "none"});
    const QString svd = state.value("svd").toString();
    if (svd.startsWith(QLatin1String("rank:")) && svd.mid(5).toInt() > 0) options.svd = svd.toStdString();
    options.illumination = word("illumination", options.illumination, {"off", "equalize", "clahe"});
    const double margin = state.value("margin").toDouble();
    options.margin = margin == -0.05 || margin == -0.1 ? margin : 0;
    if (const QString chosen = state.value("folder").toString(); !chosen.isEmpty()) setFolder(chosen);
}

BuildRecord readBuildRecord(const std::filesystem::path& folder) {
    const auto file = folder / "build.json";
    const std::string text = read_file(file, std::size_t{1} << 26);
    BuildRecord record;
    try {
        const Json json = Json::parse(text);
        record.settings.options = options_of_record(json.at("options"));
        record.settings.options.profile = json.at("profile").get<std::string>();
        for (const Json& input : json.at("inputs")) record.sources << QString::fromStdString(input.at("source"));
        const std::string read = json.at("options").at("sources");
        // MMI's frames follow the profile; other choices of how sources are read have no place on the screen.
        record.settings.options.source_options = source_options_of_profile(record.settings.options.profile);
        if (read != to_string(record.settings.options.source_options))
            record.problem = QStringLiteral("Its sources were read with %1.").arg(QString::fromStdString(read));
    } catch (const Json::exception&) {
        throw_input_error("is not the record of a build.", file.string(),
                          "Build the set again with bplf dataset build.");
    }
    record.settings.setFolder(QString::fromStdString(folder.string()));
    return record;
}

bool holdsDataSet(const QString& folder) {
    return QFileInfo::exists(folder + QStringLiteral("/dataset.safetensors"));
}

bool holdsFindings(const QString& folder) {
    return QFileInfo::exists(folder + QLatin1Char('/') + QLatin1String(kJournalName));
}

bool holdsStoppedBuild(const QString& folder) {
    return !holdsDataSet(folder) && holdsFindings(folder);
}

}  // namespace bplf::ui
