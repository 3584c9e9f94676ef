// SPDX-License-Identifier: GPL-3.0-or-later
// Turns errors of core into messages.
#include "ui/kit/message.h"

namespace bplf::ui {

Message messageFromError(const Error& error, const QString& whatFailed) {
    Message message;
    message.severity = Message::Severity::kError;
    const QString problem = QString::fromStdString(error.problem());
    message.what = whatFailed.isEmpty() ? problem : whatFailed;
    message.why = whatFailed.isEmpty() ? QString() : problem;
    if (!error.where().empty()) {
        const QString place = QString::fromStdString(error.where());
        message.why += (message.why.isEmpty() ? QString() : QStringLiteral(" ")) + QStringLiteral("(%1)").arg(place);
    }
    message.todo = QString::fromStdString(error.hint());
    message.details = QStringLiteral("%1\nkind %2, BPLF Studio %3")
                          .arg(QString::fromUtf8(error.what()))
                          .arg(error.exit_code())
                          .arg(QStringLiteral(BPLF_VERSION));
    return message;
}

Message information(const QString& what, const QString& todo) {
    Message message;
    message.what = what;
    message.todo = todo;
    return message;
}

}  // namespace bplf::ui
