// SPDX-License-Identifier: GPL-3.0-or-later
// Turns errors of core into messages.
#include "ui/kit/message.h"

#include <QRegularExpression>
#include <QStringList>

namespace bplf::ui {
namespace {

/// Many errors of files leave their subject to the place that stands beside them.
QString asSentence(const QString& problem, const QString& subject) {
    static const QStringList verbs{"is",    "has",  "ends",  "lacks",   "was",   "says",   "cannot", "must",
                                   "holds", "does", "needs", "carries", "names", "states", "had",    "would"};
    if (problem.isEmpty() || !problem[0].isLower()) return problem;
    if (verbs.contains(problem.section(QLatin1Char(' '), 0, 0))) return subject + QLatin1Char(' ') + problem;
    return problem[0].toUpper() + problem.mid(1);
}

/// Sentences that advise a command or its flag are for who typed one. Nothing is lost: they are in the details.
QString withoutCommandLine(const QString& hint) {
    static const QRegularExpression ends(QStringLiteral("(?<=[.!?])\\s+"));
    static const QRegularExpression command(QStringLiteral("(^|[\\s(\"'])(--?[a-z]|bplf [a-z])"));
    QStringList kept;
    for (const QString& sentence : hint.split(ends))
        if (!sentence.contains(command)) kept << sentence;
    return kept.join(QLatin1Char(' '));
}

}  // namespace

Message messageFromError(const Error& error, const QString& whatFailed) {
    Message message;
    message.severity = Message::Severity::kError;
    const QString place = QString::fromStdString(error.where());
    const QString subject =
        whatFailed.isEmpty() && !place.isEmpty() ? place.section(QLatin1Char('/'), -1) : QStringLiteral("It");
    const QString problem = asSentence(QString::fromStdString(error.problem()), subject);
    message.what = whatFailed.isEmpty() ? problem : whatFailed;
    message.why = whatFailed.isEmpty() ? QString() : problem;
    if (!error.where().empty()) {
        message.why += (message.why.isEmpty() ? QString() : QStringLiteral(" ")) + QStringLiteral("(%1)").arg(place);
    }
    message.todo = withoutCommandLine(QString::fromStdString(error.hint()));
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
