// SPDX-License-Identifier: GPL-3.0-or-later
// The Stimuli screen's inspector: every field of the plan, with what is wrong beside it.
#pragma once

#include <QWidget>
#include <functional>
#include <map>

#include "ui/screens/stimuli/stimuli_model.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QVBoxLayout;

namespace bplf::ui {

class Section;

/// What a number field shows at its lowest: the model or the set decides.
inline constexpr double kLeftOpen = -1;

/// The plan's rules to choose faces by; none without.
stimuli::ChooseRule* choiceRule(stimuli::Plan& plan);

/// Whether it is this label alone.
bool isLabel(const stimuli::Expression& expression, const std::string& label);

class StimuliPanel : public QWidget {
    Q_OBJECT

  public:
    explicit StimuliPanel(StimuliModel* model, QWidget* parent = nullptr);
    void setModel(const ModelInfo& info);
    /// Ask for files.
    void addPhotos();
    void addCodes();
    /// "seed:7", "latent:FILE" or "photo:FILE"; false where it cannot be, for the reason in `problem`.
    bool addIdentity(const std::string& source, QString* problem);

  private:
    using PlanEdit = std::function<void(stimuli::Plan& plan)>;
    Section* addSection(QVBoxLayout* layout, const QString& title, std::initializer_list<stimuli::PlanPart> parts);
    void buildPeople(QVBoxLayout* layout);
    void buildChoice(QVBoxLayout* layout);
    void buildEmotions(QVBoxLayout* layout);
    void buildPictures(QVBoxLayout* layout);
    void buildMask(QVBoxLayout* layout);
    void buildLight(QVBoxLayout* layout);
    void buildTrials(QVBoxLayout* layout);
    void edit(const PlanEdit& change);
    /// An edit that may be refused; said in the section of this part.
    bool tryEdit(stimuli::PlanPart part, const PlanEdit& change);
    void addFiles(const QStringList& paths, stimuli::IdentityEntry::Kind kind);
    void takeEmotions();
    /// What is ticked, mixes last; the plan then names each.
    std::vector<stimuli::Expression> ticked(stimuli::Plan& plan) const;
    void addMix(const QString& text);
    void showMixes(const stimuli::Plan& plan);
    void showPlan();
    void showPeople(const stimuli::Plan& plan);
    void showEmotions(const stimuli::Plan& plan);
    void showFinish(const stimuli::Plan& plan);
    void showTrials(const stimuli::Plan& plan);
    void showProblem();

    StimuliModel* m_model;
    std::map<stimuli::PlanPart, QLabel*> m_problems;
    bool m_isShowing = false;
    int m_labels = 0;  ///< rows of m_emotions before the mixes
    QLineEdit *m_seeds = nullptr, *m_levels = nullptr, *m_name = nullptr, *m_mix = nullptr;
    QCheckBox *m_choose = nullptr, *m_judge = nullptr, *m_sheet = nullptr, *m_clips = nullptr;
    QWidget* m_rules = nullptr;
    QDoubleSpinBox *m_count = nullptr, *m_first = nullptr, *m_last = nullptr, *m_low = nullptr, *m_high = nullptr,
                   *m_recognised = nullptr, *m_distinct = nullptr;
    QListWidget* m_emotions = nullptr;
    QDoubleSpinBox *m_intensity = nullptr, *m_size = nullptr, *m_background = nullptr, *m_edge = nullptr,
                   *m_scale = nullptr, *m_width = nullptr, *m_height = nullptr, *m_mean = nullptr, *m_sd = nullptr,
                   *m_groups = nullptr, *m_frames = nullptr;
    QComboBox *m_orientation = nullptr, *m_mask = nullptr, *m_light = nullptr;
    QLabel *m_edgeTitle = nullptr, *m_scaleTitle = nullptr, *m_widthTitle = nullptr, *m_heightTitle = nullptr,
           *m_meanTitle = nullptr, *m_sdTitle = nullptr, *m_framesTitle = nullptr;
    QPushButton* m_takeModel = nullptr;
};

}  // namespace bplf::ui
