// SPDX-License-Identifier: GPL-3.0-or-later
// The panel's sections and fields, each with the part of the plan that it edits.
#include <QCheckBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/stimuli/plan_edit.h"
#include "ui/kit/section.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/stimuli/stimuli_fields.h"
#include "ui/screens/stimuli/stimuli_panel.h"

namespace bplf::ui {
namespace {

using stimuli::IdentityEntry;
using stimuli::LuminanceKind;
using stimuli::MaskKind;
using stimuli::Plan;
using stimuli::PlanPart;

constexpr double kMostSeed = 4294967295.0;
constexpr int kEmotionsHeight = 168;

std::optional<double> ownOr(double value) {
    return value < 0 ? std::nullopt : std::optional(value);
}

}  // namespace

void StimuliPanel::buildPeople(QVBoxLayout* layout) {
    Section* section = addSection(layout, tr("Identities"), {PlanPart::kIdentities, PlanPart::kModel});
    m_takeModel = textButton({}, tr("Use the present model"));
    m_takeModel->hide();
    connect(m_takeModel, &QPushButton::clicked, this, [this] { edit([](Plan& plan) { plan.model_sha256.clear(); }); });
    section->content()->addWidget(m_takeModel);
    m_seeds =
        textField(tr("Seeds"), tr("Faces that belong to nobody: whole numbers and ranges, such as 1-12, 40."),
                  [this](const QString& text) {
                      tryEdit(PlanPart::kIdentities, [&](Plan& plan) { stimuli::set_seeds(plan, text.toStdString()); });
                  });
    addField(section->content(), tr("Seeds"), m_seeds);
    buildChoice(section->content());
}

void StimuliPanel::buildChoice(QVBoxLayout* layout) {
    m_choose = new QCheckBox(tr("Choose faces by rules"));
    m_choose->setToolTip(tr("Draws the faces of many seeds and keeps those that hold to the rules."));
    connect(m_choose, &QCheckBox::toggled, this, [this](bool on) {
        edit([on](Plan& plan) {
            std::erase_if(plan.identities,
                          [](const IdentityEntry& entry) { return entry.kind == IdentityEntry::Kind::kChoose; });
            if (!on) return;
            IdentityEntry entry;
            entry.kind = IdentityEntry::Kind::kChoose;
            entry.choose.count = 6;
            entry.choose.first = 101;
            entry.choose.last = 160;
            entry.choose.typicality = {10, 90};
            plan.identities.push_back(entry);
        });
    });
    layout->addWidget(m_choose);
    m_rules = new QWidget;
    auto* rules = new QVBoxLayout(m_rules);
    rules->setContentsMargins(kMargin, 0, 0, 0);
    rules->setSpacing(4);
    const auto rule = [this](auto change) {
        return [this, change](double value) {
            edit([&](Plan& plan) {
                if (stimuli::ChooseRule* found = choiceRule(plan)) change(*found, value);
            });
        };
    };
    using Rule = stimuli::ChooseRule;
    m_count = numberField(tr("How many faces to choose"), 1, 4096, 0, {}, {},
                          rule([](Rule& r, double v) { r.count = static_cast<int>(v); }));
    m_first = numberField(tr("First seed to choose from"), 0, kMostSeed, 0, {}, {}, rule([](Rule& r, double v) {
                              r.first = static_cast<std::uint64_t>(v);
                              r.last = std::max(r.first, r.last);
                          }));
    m_last = numberField(tr("Last seed to choose from"), 0, kMostSeed, 0, {}, {},
                         rule([](Rule& r, double v) { r.last = std::max(r.first, static_cast<std::uint64_t>(v)); }));
    const auto typicality = [](std::size_t end) {
        return [end](Rule& r, double v) {
            std::array<double, 2> range = r.typicality.value_or(std::array<double, 2>{0, 100});
            range[end] = v;
            if (range[0] >= range[1]) range[1 - end] = end == 0 ? std::min(100.0, v + 1) : std::max(0.0, v - 1);
            r.typicality = range;
        };
    };
    m_low = numberField(tr("Lowest percentile of bits per dimension"), 0, 99, 0, tr(" %"), {}, rule(typicality(0)));
    m_high = numberField(tr("Highest percentile of bits per dimension"), 1, 100, 0, tr(" %"), {}, rule(typicality(1)));
    m_recognised = numberField(tr("Least probability that the classifier gives each emotion"), 0, 1, 2, {}, tr("any"),
                               rule([](Rule& r, double v) { r.recognised = v > 0 ? std::optional(v) : std::nullopt; }));
    m_distinct = numberField(tr("Least distance between faces"), 0, 2, 2, {}, tr("any"),
                             rule([](Rule& r, double v) { r.distinct = v > 0 ? std::optional(v) : std::nullopt; }));
    addField(rules, tr("How many"), m_count);
    addField(rules, tr("From seed"), m_first);
    addField(rules, tr("To seed"), m_last);
    addField(rules, tr("Typical from"), m_low);
    addField(rules, tr("Typical to"), m_high);
    addField(rules, tr("Recognised"), m_recognised);
    addField(rules, tr("Distinct"), m_distinct);
    layout->addWidget(m_rules);
}

void StimuliPanel::buildEmotions(QVBoxLayout* layout) {
    Section* section = addSection(layout, tr("Emotions and levels"), {PlanPart::kExpressions});
    m_emotions = new QListWidget;
    m_emotions->setAccessibleName(tr("Emotions of the set"));
    m_emotions->setFixedHeight(kEmotionsHeight);
    setRole(m_emotions, "reasons");
    connect(m_emotions, &QListWidget::itemChanged, this, &StimuliPanel::takeEmotions);
    section->content()->addWidget(m_emotions);
    m_mix = textField(tr("Add a mix of emotions"), tr("A name and weights, such as bittersweet: happy=0.5, sad=0.5."),
                      [this](const QString& text) { addMix(text); });
    m_mix->setPlaceholderText(tr("name: happy=0.5, sad=0.5"));
    addField(section->content(), tr("Add a mix"), m_mix);
    m_levels = textField(tr("Levels in percent"),
                         tr("Percent of the full expression, such as 0, 50, 100, or equal steps: 0-100/5. "
                            "0 is the neutral face."),
                         [this](const QString& text) {
                             tryEdit(PlanPart::kExpressions,
                                     [&](Plan& plan) { plan.levels = stimuli::levels_from_text(text.toStdString()); });
                         });
    addField(section->content(), tr("Levels (%)"), m_levels);
    m_intensity = numberField(tr("Intensity of 100 %"), kLeftOpen, kLargestIntensity, 2, {}, tr("the model's own"),
                              [this](double value) { edit([=](Plan& plan) { plan.intensity = ownOr(value); }); });
    m_intensity->setToolTip(tr("1 is as learned, more goes beyond it."));
    addField(section->content(), tr("100 % is"), m_intensity);
}

void StimuliPanel::buildPictures(QVBoxLayout* layout) {
    Section* section = addSection(layout, tr("Pictures"), {PlanPart::kPictures, PlanPart::kNames});
    m_size = numberField(tr("Width of the pictures"), 0, kLargestPicture, 0, tr(" px"), tr("as drawn"),
                         [this](double v) { edit([=](Plan& plan) { plan.size = static_cast<int>(v); }); });
    m_background = numberField(tr("Grey of the background"), 0, 255, 0, {}, {},
                               [this](double v) { edit([=](Plan& plan) { plan.background = static_cast<int>(v); }); });
    m_orientation =
        choiceField(tr("Orientation"), {{tr("As is"), 1}, {tr("Mirrored"), 2}, {tr("Both"), 3}}, [this](int value) {
            edit([=](Plan& plan) {
                plan.as_is = (value & 1) != 0;
                plan.mirrored = (value & 2) != 0;
            });
        });
    m_name =
        textField(tr("Names of the files"),
                  tr("Of {emotion}, {identity}, {level}, {orientation} and {number}; {level:03d} pads with zeros."),
                  [this](const QString& text) { edit([&](Plan& plan) { plan.name = text.toStdString(); }); });
    addField(section->content(), tr("Width"), m_size);
    addField(section->content(), tr("Background"), m_background);
    addField(section->content(), tr("Orientation"), m_orientation);
    addField(section->content(), tr("Names"), m_name);
}

void StimuliPanel::buildMask(QVBoxLayout* layout) {
    Section* section = addSection(layout, tr("Mask"), {PlanPart::kMask});
    m_mask = choiceField(tr("Shape of the mask"),
                         {{tr("None"), static_cast<int>(MaskKind::kNone)},
                          {tr("Oval about the face"), static_cast<int>(MaskKind::kOval)},
                          {tr("Ellipse"), static_cast<int>(MaskKind::kEllipse)}},
                         [this](int value) {
                             edit([=](Plan& plan) {
                                 plan.mask.kind = static_cast<MaskKind>(value);
                                 const double side = plan.size > 0 ? plan.size : 32;
                                 if (plan.mask.kind == MaskKind::kEllipse && !plan.mask.axes)
                                     plan.mask.axes = {std::floor(side * 0.7), std::floor(side * 0.9)};
                             });
                         });
    const auto axis = [this](std::size_t which) {
        return [this, which](double v) {
            edit([=](Plan& plan) {
                auto axes = plan.mask.axes.value_or(std::array<double, 2>{v, v});
                axes[which] = v;
                plan.mask.axes = axes;
            });
        };
    };
    m_scale = numberField(tr("Size of the oval"), 0.1, 4, 2, {}, {},
                          [this](double v) { edit([=](Plan& plan) { plan.mask.scale = v; }); });
    m_width = numberField(tr("Width of the ellipse"), 1, kLargestPicture, 0, tr(" px"), {}, axis(0));
    m_height = numberField(tr("Height of the ellipse"), 1, kLargestPicture, 0, tr(" px"), {}, axis(1));
    m_edge = numberField(tr("Soft edge of the mask"), 0, 512, 1, tr(" px"), {},
                         [this](double v) { edit([=](Plan& plan) { plan.mask.edge = v; }); });
    addField(section->content(), tr("Shape"), m_mask);
    m_scaleTitle = addField(section->content(), tr("Size"), m_scale);
    m_widthTitle = addField(section->content(), tr("Width"), m_width);
    m_heightTitle = addField(section->content(), tr("Height"), m_height);
    m_edgeTitle = addField(section->content(), tr("Soft edge"), m_edge);
}

void StimuliPanel::buildLight(QVBoxLayout* layout) {
    Section* section = addSection(layout, tr("Luminance"), {PlanPart::kLuminance});
    m_light = choiceField(
        tr("Matching of luminance"),
        {{tr("As drawn"), static_cast<int>(LuminanceKind::kNone)},
         {tr("Mean and deviation"), static_cast<int>(LuminanceKind::kMeanSd)},
         {tr("Histogram of the set"), static_cast<int>(LuminanceKind::kHistogram)}},
        [this](int value) { edit([=](Plan& plan) { plan.luminance.kind = static_cast<LuminanceKind>(value); }); });
    m_mean = numberField(tr("Mean luminance"), kLeftOpen, 255, 0, {}, tr("the set's own"),
                         [this](double v) { edit([=](Plan& plan) { plan.luminance.mean = ownOr(v); }); });
    m_sd = numberField(tr("Deviation of luminance"), kLeftOpen, 127, 0, {}, tr("the set's own"),
                       [this](double v) { edit([=](Plan& plan) { plan.luminance.sd = ownOr(v); }); });
    addField(section->content(), tr("Match"), m_light);
    m_meanTitle = addField(section->content(), tr("Mean"), m_mean);
    m_sdTitle = addField(section->content(), tr("Deviation"), m_sd);
}

void StimuliPanel::buildTrials(QVBoxLayout* layout) {
    Section* section = addSection(layout, tr("Groups, clips and more"), {PlanPart::kGroups});
    m_groups = numberField(tr("Groups of participants"), 0, 1000, 0, {}, tr("none"), [this](double v) {
        edit([=](Plan& plan) {
            plan.groups.count = static_cast<int>(v);
            plan.groups.levels.clear();
        });
    });
    m_groups->setToolTip(tr("Each group sees every identity once, and each emotion equally often."));
    m_clips = new QCheckBox(tr("Clips from neutral to the highest level"));
    connect(m_clips, &QCheckBox::toggled, this, [this](bool on) {
        edit([on](Plan& plan) {
            plan.clips = on ? std::optional(stimuli::ClipPlan{}) : std::nullopt;
            if (on && !plan.levels.empty() && plan.levels.back() > 0) plan.clips->level = plan.levels.back();
        });
    });
    m_frames = numberField(tr("Frames of a clip"), 2, 10000, 0, {}, {}, [this](double v) {
        edit([=](Plan& plan) {
            if (plan.clips) plan.clips->frames = static_cast<int>(v);
        });
    });
    m_judge = new QCheckBox(tr("Let the classifier look at each face"));
    connect(m_judge, &QCheckBox::toggled, this,
            [this](bool on) { edit([on](Plan& plan) { plan.judge = on ? Plan().judge : std::string(); }); });
    m_sheet = new QCheckBox(tr("Contact sheet to print"));
    connect(m_sheet, &QCheckBox::toggled, this,
            [this](bool on) { edit([on](Plan& plan) { plan.contact_sheet = on; }); });
    addField(section->content(), tr("Groups"), m_groups);
    section->content()->addWidget(m_clips);
    m_framesTitle = addField(section->content(), tr("Frames"), m_frames);
    section->content()->addWidget(m_judge);
    section->content()->addWidget(m_sheet);
}

}  // namespace bplf::ui
