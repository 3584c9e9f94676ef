// SPDX-License-Identifier: GPL-3.0-or-later
// A look is one background task per source; replies of an older look are dropped by their ticket.
#include "ui/screens/data/data_sources.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>

#include "core/collect/source_kind.h"
#include "ui/bridge/background.h"

namespace bplf::ui {

namespace {

/// What a look brought; no kind: it looks like nothing known.
struct Found {
    QString kind, title;
    qint64 images = 0;
    QString problem;
};

QString titleOf(const QString& kind, const QString& collection) {
    const QString title = sourceKindTitle(kind);
    return collection.isEmpty() || title.startsWith(collection) ? title
                                                                : QStringLiteral("%1, %2").arg(collection, title);
}

/// Core's error for a row of the list: advice that speaks of the command line is said in other words, or not at all.
QString problemOf(const Error& error, const QString& kind, const SourceKind* layout) {
    QString problem = QString::fromStdString(error.problem());
    const QString hint = QString::fromStdString(error.hint());
    if (!hint.contains(QLatin1String("--"))) return problem + QLatin1Char(' ') + hint;
    if (layout != nullptr && QString::fromStdString(layout->kind) != kind)
        return problem + QLatin1Char(' ') + DataSources::tr("Choose that kind, or check the folder.");
    const qsizetype expected = hint.indexOf(QLatin1String("Expected"));
    if (expected < 0) return problem;
    return DataSources::tr("Nothing of this kind lies there in its usual order.") + QLatin1Char(' ') +
           hint.mid(expected);
}

Found lookAt(const QString& path, const QString& kind) {
    Found found;
    found.kind = kind;
    const SourceKind* layout = nullptr;
    try {
        layout = recognise_source(path.toStdString());
        if (kind.isEmpty() && layout == nullptr && QFileInfo::exists(path)) return found;
        if (kind.isEmpty())
            found.kind = layout != nullptr ? QString::fromStdString(layout->kind) : QStringLiteral("folder");
        const auto opened = open_source((found.kind + QLatin1Char(':') + path).toStdString());
        found.title = titleOf(found.kind, QString::fromStdString(opened->collection()));
        found.images = opened->size();
    } catch (const Error& error) {
        found.problem = problemOf(error, found.kind, layout);
    }
    return found;
}

void take(DataSource& source, const Result<Found>& result) {
    if (!result.ok()) {
        source.state = DataSource::State::kFailed;
        source.problem = QString::fromUtf8(result.error().what());
        return;
    }
    const Found& found = result.value();
    source.kind = found.kind;
    source.title = found.title;
    source.images = found.images;
    source.problem = found.problem;
    source.state = !found.problem.isEmpty() ? DataSource::State::kFailed
                   : found.kind.isEmpty()   ? DataSource::State::kUnknown
                                            : DataSource::State::kReady;
}

}  // namespace

QString sourceKindTitle(const QString& kind) {
    const SourceKind* found = find_source_kind(kind.toStdString());
    return found == nullptr ? kind : QString::fromStdString(found->title);
}

void DataSources::add(const QString& path, const QString& kind) {
    DataSource source;
    source.path = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    source.kind = kind;
    const bool isListed = std::ranges::any_of(m_sources, [&](const DataSource& one) {
        return one.path == source.path && (kind.isEmpty() || one.kind == kind);
    });
    if (isListed) return;
    m_sources.push_back(source);
    look(static_cast<int>(m_sources.size()) - 1);
}

void DataSources::addSpelling(const QString& spelling) {
    add(spelling.section(QLatin1Char(':'), 1), spelling.section(QLatin1Char(':'), 0, 0));
}

void DataSources::setKind(int index, const QString& kind) {
    DataSource& source = m_sources.at(static_cast<std::size_t>(index));
    if (source.kind == kind && source.state != DataSource::State::kUnknown) return;
    source.kind = kind;
    look(index);
}

void DataSources::remove(int index) {
    m_sources.erase(m_sources.begin() + index);
    Q_EMIT changed();
}

void DataSources::clear() {
    m_sources.clear();
    Q_EMIT changed();
}

QStringList DataSources::spellings() const {
    QStringList spellings;
    for (const DataSource& source : m_sources) spellings << source.spelling();
    return spellings;
}

qint64 DataSources::images() const {
    qint64 total = 0;
    for (const DataSource& source : m_sources) {
        if (source.images == 0) return 0;
        total += source.images;
    }
    return total;
}

bool DataSources::isReady() const {
    return !m_sources.empty() && std::ranges::all_of(m_sources, [](const DataSource& source) {
        return source.state == DataSource::State::kReady;
    });
}

void DataSources::look(int index) {
    DataSource& source = m_sources.at(static_cast<std::size_t>(index));
    source.state = DataSource::State::kChecking;
    source.problem.clear();
    source.ticket = ++m_tickets;
    ++m_running;
    runInBackground<Found>(
        this, [path = source.path, kind = source.kind] { return lookAt(path, kind); },
        [this, ticket = source.ticket](const Result<Found>& found) {
            --m_running;
            if (DataSource* looked = find(ticket)) take(*looked, found);
            Q_EMIT changed();
            Q_EMIT busyChanged();
        });
    Q_EMIT changed();
    Q_EMIT busyChanged();
}

DataSource* DataSources::find(quint64 ticket) {
    const auto found = std::ranges::find(m_sources, ticket, &DataSource::ticket);
    return found == m_sources.end() ? nullptr : &*found;
}

}  // namespace bplf::ui
