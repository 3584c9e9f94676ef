// SPDX-License-Identifier: GPL-3.0-or-later
// The collections a data set is built from: recognised, opened and counted away from the UI thread.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <vector>

namespace bplf::ui {

/// A collection as the user named it, and what was found there.
struct DataSource {
    enum class State {
        kChecking,  ///< being looked at
        kReady,     ///< opened without a complaint
        kUnknown,   ///< looks like none of the known collections; no kind is chosen
        kFailed     ///< `problem` says why
    };
    QString path;
    QString kind;  ///< of source_kinds(); empty while it is not known
    State state = State::kChecking;
    QString title;       ///< "FER2013, IDX files", when it is ready
    qint64 images = 0;   ///< 0: the collection does not say before it is read
    QString problem;     ///< core's sentence, and what to do
    quint64 ticket = 0;  ///< of the newest look at it

    /// As open_source() reads it.
    QString spelling() const { return kind + QLatin1Char(':') + path; }
};

/// "IDX files" for "idx"; the words of a kind that has no title are those of the kind.
QString sourceKindTitle(const QString& kind);

/// Lives on the UI thread; never touches a file there.
class DataSources : public QObject {
    Q_OBJECT

  public:
    explicit DataSources(QObject* parent = nullptr) : QObject(parent) {}

    /// Without a kind the place is recognised by the names in it. One that is listed already is not doubled.
    void add(const QString& path, const QString& kind = {});
    /// A spelling of open_source().
    void addSpelling(const QString& spelling);
    void setKind(int index, const QString& kind);
    void remove(int index);
    void clear();

    const std::vector<DataSource>& all() const { return m_sources; }
    QStringList spellings() const;
    /// Images of the sources that say how many they have; 0 when one does not.
    qint64 images() const;
    /// There is a source, and each is ready.
    bool isReady() const;
    bool isBusy() const { return m_running > 0; }

  Q_SIGNALS:
    void changed();
    void busyChanged();

  private:
    void look(int index);
    /// The source that the newest look with this ticket was for; nullptr when it is gone.
    DataSource* find(quint64 ticket);

    std::vector<DataSource> m_sources;
    quint64 m_tickets = 0;
    int m_running = 0;
};

}  // namespace bplf::ui
