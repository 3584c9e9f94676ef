// SPDX-License-Identifier: GPL-3.0-or-later
// What the user decides about images of a set: kept in its folder at once.
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

    /// Another set: its decisions.
    void open(const QString& folder, const Overrides& overrides);
    const Overrides& all() const { return m_overrides; }
    const Override* find(const std::string& hash) const { return m_overrides.find(hash); }
    /// What each image had before or has after a step.
    using Step = std::map<std::string, std::optional<Override>>;
    /// Nothing takes the decisions back. Tells by decided() what changed.
    void decide(const std::vector<std::string>& hashes, const std::optional<Override>& decision);
    /// Makes a step's decisions hold again; nothing where another set is open by now.
    void apply(const QString& folder, const Step& step);
    /// Something was decided since the set was opened.
    bool isTouched() const { return m_isTouched; }
    /// Writes the file anew, where something else may have written it.
    void save();
    /// Waits until the file holds the newest decisions. From any thread but the UI's.
    void waitUntilSaved();
    bool isSaving() const { return m_saving > 0; }

  Q_SIGNALS:
    void changed();
    void decided(const QString& folder, const bplf::ui::ReviewDecisions::Step& before,
                 const bplf::ui::ReviewDecisions::Step& after);
    void savingChanged();
    void saveFailed(const bplf::Error& error);

  private:
    void set(const std::string& hash, const std::optional<Override>& decision);

    QString m_folder;
    Overrides m_overrides;
    bool m_isTouched = false;
    int m_saving = 0;
    QThreadPool m_pool;  ///< one thread, so that the newest file is written last
};

}  // namespace bplf::ui
