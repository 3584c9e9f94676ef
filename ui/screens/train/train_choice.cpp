// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/train/train_choice.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace bplf::ui {
namespace {

using Json = nlohmann::json;

QString stringAt(const Json& json, const char* key) {
    return json.contains(key) && json[key].is_string() ? QString::fromStdString(json[key].get<std::string>())
                                                       : QString();
}

double numberAt(const Json& json, const char* key, double otherwise = 0) {
    return json.contains(key) && json[key].is_number() ? json[key].get<double>() : otherwise;
}

QStringList stringsAt(const Json& json, const char* key) {
    QStringList all;
    if (!json.contains(key) || !json[key].is_array()) return all;
    for (const Json& one : json[key])
        if (one.is_string()) all << QString::fromStdString(one.get<std::string>());
    return all;
}

TrainSetting settingFrom(const Json& json) {
    static const QMap<QString, TrainSetting::Kind> kKinds{{"integer", TrainSetting::Kind::kInteger},
                                                          {"number", TrainSetting::Kind::kNumber},
                                                          {"switch", TrainSetting::Kind::kSwitch},
                                                          {"word", TrainSetting::Kind::kWord}};
    TrainSetting setting;
    setting.key = stringAt(json, "key");
    setting.meaning = stringAt(json, "meaning");
    setting.range = stringAt(json, "range");
    setting.kind = kKinds.value(stringAt(json, "kind"), TrainSetting::Kind::kNumber);
    const Json value = json.value("value", Json());
    setting.value = QString::fromStdString(value.is_string() ? value.get<std::string>() : value.dump());
    setting.least = numberAt(json, "least");
    setting.most = numberAt(json, "most", std::numeric_limits<double>::infinity());
    setting.words = stringsAt(json, "words");
    setting.isCommon = json.value("common", false);
    return setting;
}

}  // namespace

QStringList wordsOf(const TrainChoice& choice) {
    QStringList words{"train", "--config", choice.configuration, "--data", choice.data, "--out", choice.run};
    if (!choice.level.isEmpty()) words << "--level" << choice.level;
    for (auto setting = choice.settings.begin(); setting != choice.settings.end(); ++setting)
        words << "--set" << QStringLiteral("%1=%2").arg(setting.key(), setting.value());
    return words;
}

QStringList wordsToGoOn(const QString& run) {
    return {"train", "--out", run, "--resume"};
}

bool TrainSetting::accepts(const QString& text) const {
    bool isNumber = false;
    switch (kind) {
        case Kind::kWord:
            return words.contains(text);
        case Kind::kSwitch:
            return text == QLatin1String("true") || text == QLatin1String("false");
        case Kind::kInteger:
            text.toLongLong(&isNumber);
            break;
        case Kind::kNumber:
            text.toDouble(&isNumber);
            break;
    }
    const double number = text.toDouble();
    return isNumber && std::isfinite(number) && number >= least && number <= most;
}

std::vector<Configuration> configurationsFrom(const Json& json) {
    std::vector<Configuration> all;
    for (const Json& row : json.value("configurations", Json::array()))
        all.push_back({stringAt(row, "name"), stringAt(row, "system"), static_cast<int>(numberAt(row, "width")),
                       static_cast<int>(numberAt(row, "height")), static_cast<int>(numberAt(row, "channels", 1)),
                       stringsAt(row, "parts")});
    return all;
}

ConfigurationFacts configurationFrom(const Json& json) {
    ConfigurationFacts facts;
    facts.parameters = static_cast<qint64>(numberAt(json, "parameters"));
    facts.checkpointBytes = static_cast<qint64>(numberAt(json, "checkpoint_bytes"));
    for (const Json& setting : json.value("settings", Json::array())) facts.settings.push_back(settingFrom(setting));
    return facts;
}

DataFacts dataFrom(const Json& json) {
    DataFacts facts;
    facts.images = static_cast<qint64>(numberAt(json, "images"));
    facts.width = static_cast<int>(numberAt(json, "width"));
    facts.height = static_cast<int>(numberAt(json, "height"));
    facts.channels = static_cast<int>(numberAt(json, "channels"));
    const Json counts = json.value("counts", Json::object());
    for (const auto& [label, splits] : counts.items()) {
        const bool isEmpty = std::ranges::all_of(splits, [](const Json& images) { return images == 0; });
        if (!isEmpty) facts.labels << QString::fromStdString(label);
    }
    return facts;
}

}  // namespace bplf::ui
