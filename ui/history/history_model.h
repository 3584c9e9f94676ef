// SPDX-License-Identifier: GPL-3.0-or-later
// The history as a list for views: newest first, filtered; the folder is read and written away from the UI thread.
#pragma once

#include <QAbstractListModel>
#include <QCache>
#include <QImage>
#include <QSet>
#include <QStringList>
#include <QThreadPool>
#include <functional>
#include <vector>

#include "core/project/history_file.h"
#include "core/project/history_filter.h"
#include "ui/kit/message.h"

namespace bplf::ui {

/// What it shows changes at once; the disk follows in the same order. Where that fails a message says so once, and the
/// history goes on in memory. Lives on the UI thread.
class HistoryModel : public QAbstractListModel {
    Q_OBJECT

  public:
    /// Reads what is in the folder. Without a folder the history lives as long as this.
    explicit HistoryModel(const QString& folder, QObject* parent = nullptr);
    /// Waits until everything is on the disk.
    ~HistoryModel() override;

    bool isLoading() const { return m_isLoading; }
    int rowCount(const QModelIndex& parent = {}) const override;
    /// DisplayRole: its title; DecorationRole: a QImage, null until it is read; AccessibleTextRole and ToolTipRole:
    /// everything in words.
    QVariant data(const QModelIndex& index, int role) const override;
    const project::HistoryRecord& record(int row) const;
    /// nullptr where the screen has none.
    const project::HistoryRecord* newestOf(const std::string& screen) const;
    const std::vector<project::HistoryRecord>& all() const { return m_records; }
    int total() const { return static_cast<int>(m_records.size()); }

    void add(const project::HistoryRecord& record, std::vector<Image> pictures, Image face);
    void rate(int row, int stars);
    /// Takes states away, from memory and disk.
    void remove(std::function<bool(const project::HistoryRecord&)> which);
    /// The words of HistoryFilter; where they are not understood the list stays as it is, and what is wrong comes back.
    QString setFilter(const QString& text);
    /// Its thumbnail on disk; empty where there is none.
    QString thumbnailFile(const project::HistoryRecord& record) const;
    /// The thumbnail as far as it is in memory.
    QImage thumbnail(const project::HistoryRecord& record) const;
    /// The state with this id, or nullptr.
    const project::HistoryRecord* find(const std::string& id) const;
    /// The face that was kept of a state's photo; empty where there is none.
    QString faceFile(const project::HistoryRecord& record) const;

  Q_SIGNALS:
    void loaded();
    void rated(const QString& id, int stars);
    /// How many there are or are shown.
    void countsChanged();
    void messageRaised(const bplf::ui::Message& message);

  private:
    template <typename T>
    void onDisk(std::function<T()> work, std::function<void(const T&)> reply = {});
    void takeLoaded(std::vector<project::HistoryRecord> records);
    void failed(const Error& error);
    void refilter();
    void requestThumbnail(const std::string& id) const;
    void showThumbnail(const QString& id, const Image& image);

    bool m_isKept;
    project::HistoryFile m_file;
    mutable QThreadPool m_disk;                     ///< one thread: writes keep their order
    std::vector<project::HistoryRecord> m_records;  ///< oldest first
    std::vector<std::size_t> m_shown;               ///< places in m_records, newest first
    project::HistoryFilter m_filter;
    mutable QCache<QString, QImage> m_thumbnails;
    mutable QSet<QString> m_asked;
    bool m_isLoading = false;
    bool m_hasFailed = false;
    int m_added = 0;
};

/// "14:03" of today, "Mon 14:03" of this week, else the date.
QString timeText(qint64 milliseconds);

}  // namespace bplf::ui
