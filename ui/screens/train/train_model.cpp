// SPDX-License-Identifier: GPL-3.0-or-later
// What is to be trained; how the runs stand that were is in train_model_runs.cpp.
#include "ui/screens/train/train_model.h"

#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "ui/screens/train/bplf_program.h"

namespace bplf::ui {
namespace {

/// A sheet of faces, roughly.
constexpr double kSheetBytes = 250e3;

bool holdsARun(const QString& folder) {
    return QFileInfo::exists(folder + QStringLiteral("/config.json"));
}

double settingOf(const ConfigurationFacts& facts, const TrainChoice& choice, const QString& key) {
    const auto found = std::ranges::find(facts.settings, key, &TrainSetting::key);
    const QString own = found == facts.settings.end() ? QString() : found->value;
    return choice.settings.value(key, own).toDouble();
}

QString problemInWords(const Error& error) {
    const Message message = trainingMessage(error);
    return message.todo.isEmpty() ? message.what : message.what + QLatin1Char(' ') + message.todo;
}

}  // namespace

TrainModel::TrainModel(QObject* parent) : QObject(parent) {
    connect(&m_timer, &QTimer::timeout, this, &TrainModel::look);
}

void TrainModel::setActive(bool active) {
    m_isActive = active;
    if (active && m_configurations.empty() && m_asking == 0) {
        askConfigurations();
        setChoice(m_choice);
        askFacts();
        askData();
    }
    look();
}

void TrainModel::answered() {
    --m_asking;
    Q_EMIT settledChanged();
}

void TrainModel::askConfigurations() {
    ++m_asking;
    askBplf(this, {"configs"}, [this](const Result<nlohmann::json>& answer) {
        if (answer.ok())
            m_configurations = configurationsFrom(answer.value());
        else
            Q_EMIT messageRaised(trainingMessage(answer.error()));
        Q_EMIT configurationsChanged();
        Q_EMIT choiceChanged();
        answered();
    });
}

const Configuration* TrainModel::configuration() const {
    const auto found = std::ranges::find(m_configurations, m_choice.configuration, &Configuration::name);
    return found == m_configurations.end() ? nullptr : &*found;
}

void TrainModel::askFacts() {
    QStringList words{"configs", m_choice.configuration};
    if (!m_choice.level.isEmpty()) words << "--level" << m_choice.level;
    m_facts.reset();
    m_factsProblem.clear();
    ++m_asking;
    askBplf(this, words, [this, asked = ++m_factsAsked](const Result<nlohmann::json>& answer) {
        if (asked == m_factsAsked) {
            if (answer.ok())
                m_facts = configurationFrom(answer.value());
            else
                m_factsProblem = problemInWords(answer.error());
            Q_EMIT factsChanged();
        }
        answered();
    });
    Q_EMIT factsChanged();
}

void TrainModel::askData() {
    m_data.reset();
    m_dataProblem.clear();
    const quint64 asked = ++m_dataAsked;
    if (m_choice.data.isEmpty()) return;
    ++m_asking;
    askBplf(this, {"dataset", "info", m_choice.data}, [this, asked](const Result<nlohmann::json>& answer) {
        if (asked == m_dataAsked) {
            if (answer.ok())
                m_data = dataFrom(answer.value());
            else
                m_dataProblem = problemInWords(answer.error());
            Q_EMIT choiceChanged();
        }
        answered();
    });
}

void TrainModel::setChoice(TrainChoice choice) {
    const TrainChoice before = std::exchange(m_choice, {});
    const bool isOther = choice.configuration != before.configuration;
    const auto known = std::ranges::find(m_configurations, choice.configuration, &Configuration::name);
    if (known != m_configurations.end() && !known->parts.contains(choice.level)) choice.level = known->parts.value(0);
    const bool isOtherPart = isOther || choice.level != before.level;
    if (isOtherPart && choice.settings == before.settings) choice.settings.clear();
    const bool isProposed = choice.run.isEmpty() || choice.run == m_freeName;
    if (choice.run.isEmpty() || (isOtherPart && isProposed)) choice.run = m_freeName = freeRunFolder(choice);
    m_choice = std::move(choice);
    const bool isAsked = m_isActive || m_facts;
    if (isOtherPart && isAsked) askFacts();
    if (m_choice.data != before.data && isAsked) askData();
    if (!(m_choice == before)) Q_EMIT choiceChanged();
}

void TrainModel::setSetting(const QString& key, const QString& value) {
    if (!m_facts) return;
    const auto found = std::ranges::find(m_facts->settings, key, &TrainSetting::key);
    if (found == m_facts->settings.end()) return;
    if (value == found->value)
        m_choice.settings.remove(key);
    else
        m_choice.settings[key] = value;
    Q_EMIT choiceChanged();
}

QString TrainModel::freeRunFolder(const TrainChoice& choice) const {
    const QString base = m_run.isEmpty() ? QDir::homePath() + QStringLiteral("/bplf-runs") : QFileInfo(m_run).path();
    const QString name =
        choice.level.isEmpty() ? choice.configuration : choice.configuration + QLatin1Char('-') + choice.level;
    QString path = base + QLatin1Char('/') + QFileInfo(name).completeBaseName();
    for (int number = 2; QFileInfo::exists(path); ++number)
        path = QStringLiteral("%1/%2-%3").arg(base, QFileInfo(name).completeBaseName()).arg(number);
    return path;
}

QString TrainModel::problem() const {
    if (bplfProgram().isEmpty()) return tr("The program bplf is not beside the studio: install both.");
    if (!m_factsProblem.isEmpty()) return m_factsProblem;
    if (m_choice.data.isEmpty()) return tr("Choose the images: build them in Data, or open a built set.");
    if (!m_dataProblem.isEmpty()) return m_dataProblem;
    if (m_facts) {
        for (const TrainSetting& setting : m_facts->settings) {
            const auto typed = m_choice.settings.find(setting.key);
            if (typed != m_choice.settings.end() && !setting.accepts(typed.value()))
                return tr("%1 takes %2.").arg(setting.key, setting.range);
        }
    }
    if (m_choice.run.isEmpty()) return tr("Name the folder of the run.");
    if (holdsARun(m_choice.run)) return tr("The folder holds a run already: name another, or go on with that one.");
    if (const double room = freeBytes(); room >= 0 && room < diskBytes())
        return tr("The disk has not enough room: choose a folder on another one.");
    return {};
}

double TrainModel::diskBytes() const {
    if (!m_facts) return 0;
    const double steps = settingOf(*m_facts, m_choice, QStringLiteral("steps"));
    const double keep = settingOf(*m_facts, m_choice, QStringLiteral("keep_every"));
    const double sample = settingOf(*m_facts, m_choice, QStringLiteral("sample_every"));
    // Last, best and the one that is being written.
    const double kept = 3 + (keep > 0 ? steps / keep : 0);
    return kept * static_cast<double>(m_facts->checkpointBytes) + (sample > 0 ? steps / sample * kSheetBytes : 0);
}

double TrainModel::freeBytes() const {
    QDir folder(m_choice.run);
    while (!folder.exists() && folder.path() != QLatin1String("/") && folder.path() != QLatin1String("."))
        folder.setPath(QFileInfo(folder.path()).path());
    const QStorageInfo disk(folder.path());
    return disk.isValid() ? static_cast<double>(disk.bytesAvailable()) : -1;
}

void TrainModel::start() {
    const QString wrong = problem();
    if (wrong.isEmpty()) {
        if (!spawn(wordsOf(m_choice), m_choice.run)) return;
        m_formRun = m_choice.run;
        m_choice.run = m_freeName = freeRunFolder(m_choice);
        return Q_EMIT choiceChanged();
    }
    Message message = information(tr("The training was not started."), wrong);
    message.severity = Message::Severity::kWarning;
    Q_EMIT messageRaised(message);
}

Message trainingMessage(const Error& error) {
    Message message = messageFromError(error);
    switch (error.kind()) {
        case ErrorKind::kNumeric:
            message.what = TrainModel::tr("The training left the range of numbers (NaN) and was ended.");
            message.todo = TrainModel::tr(
                "Lower the learning rate or raise the warm-up, and start again; the last good "
                "checkpoint is kept.");
            break;
        case ErrorKind::kResource:
            if (message.todo.isEmpty())
                message.todo = TrainModel::tr("Make room on the disk or in memory (a smaller batch), then go on.");
            break;
        case ErrorKind::kUsage:
        case ErrorKind::kInput:
        case ErrorKind::kInterrupted:
        case ErrorKind::kInternal:
            break;
    }
    return message;
}

}  // namespace bplf::ui
