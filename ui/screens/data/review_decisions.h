// SPDX-License-Identifier: GPL-3.0-or-later
// What the user decides about images of a set: kept in its folder at once, undone step by step.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>
#include <map>
#include <optional>
#include <vector>

#include "core/base/error.h"
#include "core/collect/overrides.h"
#include "core/collect/review.h"

namespace bplf::ui {

/// Whether the set must be built again for the decision about `item` to hold (nullptr: nothing is decided).
bool isPending(const ReviewItem& item, const Override* decision);
/// Whether a build can bring the image back: it could be read, and has a label.
bool canBeKept(const ReviewItem& item);

/// Lives on the UI thread; the file is written elsewhere.
class ReviewDecisions : public QObject {
    Q_OBJECT

  public:
    explicit ReviewDecisions(QObject* parent = nullptr);
    ~ReviewDecisions() override;

    /// Another set: its decisions, and nothing to undo.
    void open(const QString& folder, const Overrides& overrides);
    const Overrides& all() const { return m_overrides; }
    const Override* find(const std::string& hash) const { return m_overrides.find(hash); }
    /// One step for undo(). Nothing takes the decisions back.
    void decide(const std::vector<std::string>& hashes, const std::optional<Override>& decision);
    bool canUndo() const { return !m_steps.empty(); }
    void undo();
    /// Writes the file anew, where something else may have written it.
    void save();
    /// Waits until the file holds the newest decisions. From any thread but the UI's.
    void waitUntilSaved();
    bool isSaving() const { return m_saving > 0; }

  Q_SIGNALS:
    void changed();
    void savingChanged();
    void saveFailed(const bplf::Error& error);

  private:
    using Step = std::map<std::string, std::optional<Override>>;
    void set(const std::string& hash, const std::optional<Override>& decision);

    QString m_folder;
    Overrides m_overrides;
    std::vector<Step> m_steps;  ///< what each hash had before
    int m_saving = 0;
    QThreadPool m_pool;  ///< one thread, so that the newest file is written last
};

}  // namespace bplf::ui
