// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/train/bplf_program.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <nlohmann/json.hpp>

#include "core/inspect/training.h"

namespace bplf::ui {
namespace {

QString& chosenProgram() {
    static QString path;
    return path;
}

Result<nlohmann::json> answerOf(QProcess& process) {
    const QByteArray text = process.readAllStandardOutput();
    auto json = nlohmann::json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
    const bool isGood = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (isGood && json.is_object()) return json;
    return inspect::told_error(json.is_discarded() ? std::string() : json.dump());
}

}  // namespace

QString bplfProgram() {
    if (!chosenProgram().isEmpty()) return chosenProgram();
    const QString beside = QCoreApplication::applicationDirPath() + QStringLiteral("/bplf");
    return QFileInfo(beside).isExecutable() ? beside : QStandardPaths::findExecutable(QStringLiteral("bplf"));
}

void setBplfProgram(const QString& path) {
    chosenProgram() = path;
}

void askBplf(QObject* guard, const QStringList& words, std::function<void(const Result<nlohmann::json>&)> reply) {
    auto* process = new QProcess;
    QObject::connect(guard, &QObject::destroyed, process, [process] {
        process->disconnect();
        process->kill();
        process->waitForFinished();
        delete process;
    });
    process->setStandardErrorFile(QProcess::nullDevice());
    QObject::connect(process, &QProcess::finished, guard, [process, reply] {
        process->deleteLater();
        reply(answerOf(*process));
    });
    QObject::connect(process, &QProcess::errorOccurred, guard, [process, reply](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart) return;
        process->deleteLater();
        reply(Error(ErrorKind::kResource, "The program bplf is not there.", process->program().toStdString(),
                    "It belongs beside the studio's own program: install both."));
    });
    process->start(bplfProgram(), words + QStringList{QStringLiteral("--json"), QStringLiteral("--quiet")});
}

}  // namespace bplf::ui
