// SPDX-License-Identifier: GPL-3.0-or-later
// What a training is started with, and what the command line tells of it. Values.
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace bplf::ui {

/// What the form says.
struct TrainChoice {
    QString configuration = QStringLiteral("emotion-32");
    QString level;                    ///< part of a pyramid; empty for other configurations
    QString data;                     ///< folder or file of a built set
    QString run;                      ///< folder to be made
    QMap<QString, QString> settings;  ///< key and value, where it is not the configuration's own
    bool operator==(const TrainChoice&) const = default;
};

/// The words after `bplf` that start it, and those that go on with a run.
QStringList wordsOf(const TrainChoice& choice);
QStringList wordsToGoOn(const QString& run);

/// A row of `bplf configs`.
struct Configuration {
    QString name, system;
    int width = 0, height = 0, channels = 1;
    QStringList parts;  ///< of a pyramid, in the order of their training
};

/// One setting of `bplf configs NAME`.
struct TrainSetting {
    enum class Kind { kInteger, kNumber, kSwitch, kWord };
    QString key, meaning, range, value;
    Kind kind = Kind::kNumber;
    double least = 0, most = 0;  ///< of numbers; most is infinite where there is no limit
    QStringList words;
    bool isCommon = false;

    /// Whether the value can be typed here; the program says the last word.
    bool accepts(const QString& text) const;
};

struct ConfigurationFacts {
    qint64 parameters = 0;
    qint64 checkpointBytes = 0;
    std::vector<TrainSetting> settings;
};

/// Of `bplf dataset info`.
struct DataFacts {
    qint64 images = 0;
    int width = 0, height = 0, channels = 0;
    QStringList labels;
};

/// What is missing in the JSON stays at its default.
std::vector<Configuration> configurationsFrom(const nlohmann::json& json);
ConfigurationFacts configurationFrom(const nlohmann::json& json);
DataFacts dataFrom(const nlohmann::json& json);

}  // namespace bplf::ui
