// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/train/training_process.h"

#include <signal.h>

#include <QDir>
#include <QProcess>

#include "core/inspect/training.h"
#include "ui/screens/train/bplf_program.h"

namespace bplf::ui {
namespace {

QString nameOf(const std::filesystem::path& path) {
    return QString::fromStdU16String(path.u16string());
}

}  // namespace

Result<qint64> startTraining(const QStringList& words, const QString& run) {
    const std::filesystem::path folder = run.toStdU16String();
    if (!QDir().mkpath(run))
        return Error(ErrorKind::kResource, "cannot be made.", run.toStdString(),
                     "Choose a folder that you may write into.");
    QProcess process;
    process.setProgram(bplfProgram());
    process.setArguments(words + QStringList{"--progress", "json", "--json"});
    process.setWorkingDirectory(QDir::homePath());
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(nameOf(inspect::training_result(folder)));
    process.setStandardErrorFile(nameOf(inspect::training_log(folder)));
    qint64 id = 0;
    if (process.startDetached(&id)) return id;
    return Error(ErrorKind::kResource, "The program bplf could not be started.", bplfProgram().toStdString(),
                 "It belongs beside the studio's own program: install both.");
}

bool pauseTraining(int process) {
    return ::kill(process, SIGSTOP) == 0;
}

bool resumeTraining(int process) {
    return ::kill(process, SIGCONT) == 0;
}

bool stopTraining(int process) {
    const bool isTold = ::kill(process, SIGINT) == 0;
    // One that is paused hears it only when it goes on.
    return ::kill(process, SIGCONT) == 0 && isTold;
}

}  // namespace bplf::ui
