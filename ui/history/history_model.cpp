// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/history_model.h"

#include <QDateTime>
#include <QFile>
#include <QLocale>
#include <algorithm>

#include "core/image/png.h"
#include "ui/bridge/background.h"
#include "ui/bridge/qimage_conversion.h"

namespace bplf::ui {
namespace {

/// Of thumbnails in memory: 1 for each.
constexpr int kMostThumbnails = 256;
/// So many new ones may stand beyond the limit before the oldest are looked for.
constexpr int kPruneEvery = 50;

}  // namespace

QString timeText(qint64 milliseconds) {
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(milliseconds);
    const qint64 days = time.date().daysTo(QDate::currentDate());
    const QLocale locale;
    if (days == 0) return locale.toString(time.time(), QStringLiteral("HH:mm"));
    if (days > 0 && days < 7) return locale.toString(time, QStringLiteral("ddd HH:mm"));
    return locale.toString(time.date(), QStringLiteral("d MMM yyyy"));
}

HistoryModel::HistoryModel(const QString& folder, QObject* parent)
    : QAbstractListModel(parent),
      m_isKept(!folder.isEmpty()),
      m_file(folder.toStdU16String()),
      m_thumbnails(kMostThumbnails) {
    m_disk.setMaxThreadCount(1);
    if (!m_isKept) return;
    m_isLoading = true;
    using Records = std::vector<project::HistoryRecord>;
    runInBackground<Records>(
        this,
        [file = m_file] {
            const Result<void> tidied = capture([&] { file.prune(); });
            Records records = file.read();
            if (!tidied.ok() && records.empty()) throw tidied.error();
            return records;
        },
        [this](const Result<Records>& read) {
            m_isLoading = false;
            if (!read.ok()) failed(read.error());
            takeLoaded(read.ok() ? read.value() : Records{});
        },
        &m_disk);
}

HistoryModel::~HistoryModel() {
    m_disk.waitForDone();
}

template <typename T>
void HistoryModel::onDisk(std::function<T()> work, std::function<void(const T&)> reply) {
    runInBackground<T>(
        this, std::move(work),
        [this, reply = std::move(reply)](const Result<T>& done) {
            if (!done.ok()) {
                failed(done.error());
            } else if (reply) {
                reply(done.value());
            }
        },
        &m_disk);
}

void HistoryModel::failed(const Error& error) {
    if (std::exchange(m_hasFailed, true)) return;
    Message message = messageFromError(error, tr("The history is not kept for the next time."));
    message.severity = Message::Severity::kWarning;
    Q_EMIT messageRaised(message);
}

void HistoryModel::takeLoaded(std::vector<project::HistoryRecord> records) {
    beginResetModel();
    // What came to rest meanwhile is newer.
    records.insert(records.end(), m_records.begin(), m_records.end());
    m_records = std::move(records);
    refilter();
    endResetModel();
    Q_EMIT countsChanged();
    Q_EMIT loaded();
}

void HistoryModel::refilter() {
    m_shown.clear();
    for (std::size_t i = m_records.size(); i-- > 0;)
        if (m_filter.matches(m_records[i])) m_shown.push_back(i);
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

const project::HistoryRecord& HistoryModel::record(int row) const {
    return m_records[m_shown[static_cast<std::size_t>(row)]];
}

const project::HistoryRecord* HistoryModel::newestOf(const std::string& screen) const {
    const auto found = std::find_if(m_records.rbegin(), m_records.rend(),
                                    [&](const project::HistoryRecord& record) { return record.screen == screen; });
    return found == m_records.rend() ? nullptr : &*found;
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const project::HistoryRecord& state = record(index.row());
    const QString title = QString::fromStdString(state.title);
    switch (role) {
        case Qt::DisplayRole:
            return title;
        case Qt::DecorationRole: {
            const QImage* known = m_thumbnails.object(QString::fromStdString(state.id));
            if (known == nullptr) requestThumbnail(state.id);
            return known != nullptr ? *known : QImage();
        }
        case Qt::AccessibleTextRole:
        case Qt::ToolTipRole: {
            QStringList words{title, QString::fromStdString(state.screen), timeText(state.time)};
            if (state.temperature) words << tr("temperature %1").arg(*state.temperature, 0, 'f', 2);
            if (!state.model.empty()) words << tr("model %1").arg(QString::fromStdString(state.model));
            if (state.rating > 0) words << (state.rating == 1 ? tr("1 star") : tr("%1 stars").arg(state.rating));
            return words.join(QStringLiteral(", "));
        }
        default:
            return {};
    }
}

void HistoryModel::requestThumbnail(const std::string& id) const {
    const QString name = QString::fromStdString(id);
    if (!m_isKept || m_asked.contains(name)) return;
    m_asked.insert(name);
    auto* self = const_cast<HistoryModel*>(this);
    // One that cannot be read leaves its place empty.
    runInBackground<Image>(
        self, [path = m_file.thumbnail(id)] { return read_png(path); },
        [self, name](const Result<Image>& read) {
            if (read.ok()) self->showThumbnail(name, read.value());
        },
        &m_disk);
}

void HistoryModel::showThumbnail(const QString& id, const Image& image) {
    m_asked.remove(id);
    m_thumbnails.insert(id, new QImage(toQImage(image)));
    for (int row = 0; row < rowCount(); ++row) {
        if (record(row).id != id.toStdString()) continue;
        Q_EMIT dataChanged(index(row), index(row), {Qt::DecorationRole});
        return;
    }
}

void HistoryModel::add(const project::HistoryRecord& record, std::vector<Image> pictures, Image face) {
    const bool isShown = m_filter.matches(record);
    if (isShown) beginInsertRows({}, 0, 0);
    m_records.push_back(record);
    if (isShown) {
        m_shown.insert(m_shown.begin(), m_records.size() - 1);
        endInsertRows();
    }
    m_asked.insert(QString::fromStdString(record.id));
    const bool isPruning = ++m_added % kPruneEvery == 0;
    onDisk<Image>(
        [record, pictures = std::move(pictures), face = std::move(face), file = m_file, kept = m_isKept, isPruning] {
            Image thumbnail = project::thumbnail_of(pictures);
            if (kept) file.add(record, thumbnail, face);
            if (kept && isPruning) file.prune();
            return thumbnail;
        },
        [this, id = QString::fromStdString(record.id)](const Image& thumbnail) {
            if (!thumbnail.empty()) showThumbnail(id, thumbnail);
        });
    Q_EMIT countsChanged();
}

void HistoryModel::rate(int row, int stars) {
    project::HistoryRecord& state = m_records[m_shown[static_cast<std::size_t>(row)]];
    if (state.rating == stars) return;
    state.rating = stars;
    // The row stays although it may no longer match: what one is working on does not run away.
    Q_EMIT dataChanged(index(row), index(row));
    Q_EMIT rated(QString::fromStdString(state.id), stars);
    if (!m_isKept) return;
    onDisk<int>([file = m_file, id = state.id, stars] {
        file.rate(id, stars);
        return 0;
    });
}

void HistoryModel::remove(std::function<bool(const project::HistoryRecord&)> which) {
    beginResetModel();
    std::erase_if(m_records, [&](const project::HistoryRecord& record) {
        if (!which(record)) return false;
        m_thumbnails.remove(QString::fromStdString(record.id));
        return true;
    });
    refilter();
    endResetModel();
    Q_EMIT countsChanged();
    if (!m_isKept) return;
    onDisk<std::size_t>([file = m_file, which = std::move(which)] { return file.remove(which); });
}

QString HistoryModel::setFilter(const QString& text) {
    const auto filter =
        capture([&] { return project::HistoryFilter::parse(text.toStdString(), QDateTime::currentMSecsSinceEpoch()); });
    if (!filter.ok()) return QString::fromStdString(filter.error().problem());
    beginResetModel();
    m_filter = filter.value();
    refilter();
    endResetModel();
    Q_EMIT countsChanged();
    return {};
}

QString HistoryModel::thumbnailFile(const project::HistoryRecord& record) const {
    return m_isKept ? QString::fromStdU16String(m_file.thumbnail(record.id).u16string()) : QString();
}

QImage HistoryModel::thumbnail(const project::HistoryRecord& record) const {
    const QImage* known = m_thumbnails.object(QString::fromStdString(record.id));
    return known != nullptr ? *known : QImage();
}

const project::HistoryRecord* HistoryModel::find(const std::string& id) const {
    const auto found = std::ranges::find(m_records, id, &project::HistoryRecord::id);
    return found == m_records.end() ? nullptr : &*found;
}

QString HistoryModel::faceFile(const project::HistoryRecord& record) const {
    const QString path = QString::fromStdU16String(m_file.face(record.id).u16string());
    return m_isKept && QFile::exists(path) ? path : QString();
}

}  // namespace bplf::ui
