// SPDX-License-Identifier: GPL-3.0-or-later
// The Stimuli screen without its widgets: a plan, what it would make, one identity's pictures, and the making.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "core/stimuli/build_set.h"
#include "core/stimuli/preview.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/kit/message.h"

namespace bplf::ui {

/// What a plan would make, or why it cannot be made.
struct PlanOutlook {
    std::shared_ptr<const stimuli::SetRecord> set;  ///< none where there is a problem
    stimuli::SetEstimate estimate;
    std::vector<Image> faces;  ///< of the first identities, at neutral
    std::optional<Error> problem;
    stimuli::PlanPart part = stimuli::PlanPart::kModel;  ///< that the problem is about
};

/// The plan is its only state. Looks it through and makes sets with an engine of its own, so that nothing waits for
/// them; the pictures of the chosen identity are drawn by the bridge. Lives on the UI thread.
class StimuliModel : public QObject {
    Q_OBJECT

  public:
    explicit StimuliModel(EngineBridge* bridge, QObject* parent = nullptr);
    ~StimuliModel() override;

    const stimuli::Plan& plan() const { return m_plan; }
    void setPlan(const stimuli::Plan& plan);
    /// Changes the plan, which is then looked through.
    template <typename Edit>
    void edit(const Edit& change) {
        change(m_plan);
        planEdited();
    }
    void setModel(const ModelInfo& info);
    const ModelInfo* modelInfo() const { return m_bridge->model(); }
    /// Nothing is drawn before it is first true.
    void setActive(bool active);

    /// Of the newest plan that was looked through.
    const PlanOutlook& outlook() const { return m_outlook; }
    bool isLooking() const { return m_looking != 0 || m_wait.isActive(); }
    /// Whose pictures are shown.
    int identity() const { return m_identity; }
    void setIdentity(int identity);
    /// Takes an identity out of the plan; says why where it cannot be.
    void removeIdentity(int identity);
    const std::vector<stimuli::PreviewPicture>& pictures() const { return m_pictures; }

    /// The plan can be made now.
    bool canMake() const { return m_outlook.set && !m_isStale && !isLooking() && !isMaking(); }
    /// Makes the set, or goes on with one that was stopped. `force` replaces what is there.
    void make(const QString& folder, bool force);
    bool isMaking() const { return m_making != 0; }
    /// What was drawn is kept, and the same plan goes on from there.
    void stopMaking();
    /// Of the newest set; empty before.
    const QString& madeFolder() const { return m_made; }
    bool isSettled() const { return !isLooking() && m_drawing == 0 && !isMaking(); }

  Q_SIGNALS:
    void planChanged();
    void outlookChanged();
    void identityChanged();
    void picturesChanged();
    void makingChanged();
    void progressed(const bplf::Progress& progress);
    void messageRaised(const bplf::ui::Message& message);
    void settledChanged();

  private:
    struct Eyes;
    void planEdited();
    void look();
    void takeOutlook(quint64 look, const Result<PlanOutlook>& outlook);
    void drawPictures();
    EngineBridge* work();
    void madeSet(const QString& folder, const Result<stimuli::SetSummary>& done);

    EngineBridge* m_bridge;
    std::unique_ptr<EngineBridge> m_work;  ///< made when first needed
    std::shared_ptr<Eyes> m_eyes;          ///< of the work's thread alone
    stimuli::Plan m_plan;
    PlanOutlook m_outlook;
    std::vector<stimuli::PreviewPicture> m_pictures;
    int m_identity = 0;
    QTimer m_wait;  ///< for the end of typing
    quint64 m_looking = 0, m_drawing = 0, m_making = 0, m_newest = 0;
    bool m_isActive = false;
    bool m_isStale = true;  ///< the plan was edited since it was looked through
    QString m_made;
};

/// An error of core in a window's words.
Message windowMessage(const Error& error, const QString& whatFailed);
/// The same as one text; beside the field that it is about.
QString windowText(const Error& error);

}  // namespace bplf::ui
