// SPDX-License-Identifier: GPL-3.0-or-later
// Widgets of one key.
#include "ui/screens/morph/morph_key_editor.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/kit/accessible.h"
#include "ui/kit/fine_slider.h"
#include "ui/kit/label_mixer.h"
#include "ui/kit/section.h"
#include "ui/kit/seed_edit.h"
#include "ui/kit/widget_helpers.h"

namespace bplf::ui {
namespace {

enum SourceKind { kSeed = 0, kLatent = 1, kPhoto = 2 };

const char* const kPrefixes[] = {"seed:", "latent:", "photo:"};

int kindOf(const std::string& source) {
    for (int kind : {kLatent, kPhoto}) {
        if (source.starts_with(kPrefixes[kind])) return kind;
    }
    return kSeed;
}

QString bodyOf(const std::string& source) {
    return QString::fromStdString(source.substr(source.find(':') + 1));
}

}  // namespace

MorphKeyEditor::MorphKeyEditor(QWidget* parent) : QWidget(parent), m_mixer(new LabelMixer) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addWidget(makeSource());
    layout->addWidget(makeExpression());
    layout->addWidget(makeTemperature());
    layout->addWidget(makeTiming());
    connect(m_mixer, &LabelMixer::edited, this,
            [this](const LabelSimplex& simplex) { change([&](MorphKey& key) { key.look.mix = simplex.mix(); }); });
}

QWidget* MorphKeyEditor::makeSource() {
    m_kind = new QComboBox;
    m_kind->addItems({tr("Seed"), tr("Saved latent"), tr("Photo")});
    m_kind->setAccessibleName(tr("Where the face comes from"));
    m_seed = new SeedEdit;
    m_file = new QLabel;
    setAccessibleValue(m_file, tr("File"));
    auto* browse = textButton("open", tr("Choose…"));
    auto* file = new QWidget;
    auto* fileLayout = new QHBoxLayout(file);
    fileLayout->setContentsMargins(0, 0, 0, 0);
    fileLayout->addWidget(m_file, 1);
    fileLayout->addWidget(browse);
    m_source = new QStackedWidget;
    m_source->addWidget(m_seed);
    m_source->addWidget(file);
    m_source->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto* section = new Section(tr("Face"));
    section->content()->addWidget(m_kind);
    section->content()->addWidget(m_source);
    connect(m_kind, &QComboBox::activated, this, &MorphKeyEditor::sourceKindEdited);
    connect(browse, &QPushButton::clicked, this, &MorphKeyEditor::chooseFile);
    connect(m_seed, &SeedEdit::diceRequested, this, &MorphKeyEditor::diceRequested);
    connect(m_seed, &SeedEdit::seedEdited, this,
            [this](quint64 seed) { change([&](MorphKey& key) { key.source = "seed:" + std::to_string(seed); }); });
    return section;
}

QWidget* MorphKeyEditor::makeExpression() {
    m_intensity = makeSliderRow(tr("Intensity of the expression"), 0, kLargestIntensity);
    m_intensity.slider->setToolTip(tr("0 is no expression, 1 as learned, more goes beyond what training showed."));
    m_intensity.value->setSingleStep(0.05);
    auto* row = new QHBoxLayout;
    auto* label = new QLabel(tr("Intensity"));
    label->setBuddy(m_intensity.slider);
    row->addWidget(label);
    row->addWidget(m_intensity.slider, 1);
    row->addWidget(m_intensity.value);
    auto* section = new Section(tr("Expression"));
    section->content()->addWidget(m_mixer);
    section->content()->addLayout(row);
    const auto set = [this](std::optional<double> intensity) {
        change([&](MorphKey& key) { key.look.intensity = intensity; });
        showIntensity();
    };
    const auto setRounded = [set](double value) { set(std::round(value * 100) / 100); };
    connect(m_intensity.slider, &FineSlider::realEdited, this, setRounded);
    connect(m_intensity.value, &QDoubleSpinBox::valueChanged, this, setRounded);
    connect(m_intensity.slider, &FineSlider::resetRequested, this, [set] { set(std::nullopt); });
    return section;
}

QWidget* MorphKeyEditor::makeTemperature() {
    m_temperature = makeSliderRow(tr("Temperature of all levels"), 0, 2);
    m_temperature.value->setPrefix(QStringLiteral("× "));
    m_temperature.value->setSingleStep(0.05);
    m_temperature.slider->setToolTip(tr("Scales all levels: less is smoother and more alike, more is wilder."));
    m_ownTemperature = textButton({}, tr("Auto"));
    m_ownTemperature->setCheckable(true);
    m_ownTemperature->setToolTip(tr("Seeds use the model's own temperature per level, latents and photos 1"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_temperature.slider, 1);
    row->addWidget(m_temperature.value);
    row->addWidget(m_ownTemperature);
    auto* section = new Section(tr("Temperature"));
    section->content()->addLayout(row);
    const auto set = [this](double scale) { setTemperatureScale(std::round(scale * 100) / 100); };
    connect(m_temperature.slider, &FineSlider::realEdited, this, set);
    connect(m_temperature.value, &QDoubleSpinBox::valueChanged, this, set);
    connect(m_temperature.slider, &FineSlider::resetRequested, this, [set] { set(1); });
    connect(m_ownTemperature, &QPushButton::clicked, this, [this](bool isOwn) {
        change([&](MorphKey& key) { key.look.temperature = isOwn ? std::vector<double>{} : ownTemperatures(); });
        showTemperature();
    });
    return section;
}

/// Each level keeps its share, as in Sample.
void MorphKeyEditor::setTemperatureScale(double scale) {
    const std::vector<double> own = ownTemperatures();
    const double before = temperatureScale();
    std::vector<double> levels = m_key.look.temperature;
    if (levels.size() == 1) levels.assign(own.size(), levels[0]);
    if (levels.size() != own.size() || before <= 0) levels = own;
    const double factor = levels == own ? scale : scale / before;
    for (double& level : levels) level = std::clamp(level * factor, 0.0, 2.0);
    // Back at their own, but for the last digit of a quotient.
    const bool isOwn = std::ranges::equal(levels, own, [](double a, double b) { return std::abs(a - b) < 1e-9; });
    change([&](MorphKey& key) { key.look.temperature = isOwn ? std::vector<double>{} : levels; });
    showTemperature();
}

QWidget* MorphKeyEditor::makeTiming() {
    m_frame = new QDoubleSpinBox;
    m_frame->setDecimals(0);
    m_frame->setKeyboardTracking(false);
    m_easing = new QComboBox;
    m_easing->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_easing->setMinimumContentsLength(10);
    m_easing->addItem(tr("Evenly"), static_cast<int>(Easing::kLinear));
    m_easing->addItem(tr("Slow start"), static_cast<int>(Easing::kEaseIn));
    m_easing->addItem(tr("Slow end"), static_cast<int>(Easing::kEaseOut));
    m_easing->addItem(tr("Slow start and end"), static_cast<int>(Easing::kEaseInOut));
    m_easing->addItem(tr("Stay, then jump"), static_cast<int>(Easing::kHold));
    m_hold = new QSpinBox;
    m_hold->setRange(0, 9999);
    m_hold->setKeyboardTracking(false);
    m_hold->setSuffix(tr(" frames"));
    auto* form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Frame"), m_frame);
    form->addRow(tr("Hold for"), m_hold);
    form->addRow(tr("Then go on"), m_easing);
    auto* section = new Section(tr("Timing"));
    section->content()->addLayout(form);
    connect(m_frame, &QDoubleSpinBox::valueChanged, this, [this](double frame) {
        if (!m_isShowing) Q_EMIT frameEdited(frame);
    });
    connect(m_easing, &QComboBox::activated, this, [this] {
        change([&](MorphKey& key) { key.easing = static_cast<Easing>(m_easing->currentData().toInt()); });
    });
    connect(m_hold, &QSpinBox::valueChanged, this,
            [this](int frames) { change([&](MorphKey& key) { key.hold = frames; }); });
    return section;
}

void MorphKeyEditor::change(const std::function<void(MorphKey&)>& edit) {
    if (m_isShowing) return;
    edit(m_key);
    Q_EMIT edited(m_key);
}

void MorphKeyEditor::setModel(const ModelInfo& info) {
    const QScopedValueRollback guard(m_isShowing, true);
    m_modelLook = info.own;
    LabelSimplex simplex(info.labels);
    simplex.setMix(m_key.look.mix);
    m_mixer->setKnown();
    m_mixer->setSimplex(simplex);
    showIntensity();
    showTemperature();
}

std::vector<double> MorphKeyEditor::ownTemperatures() const {
    return own_look(m_key, m_modelLook).temperature;
}

/// Of the coarse level, which decides most.
double MorphKeyEditor::temperatureScale() const {
    const double own = ownTemperatures().back();
    return m_key.look.temperature.empty() || own <= 0 ? 1 : m_key.look.temperature.back() / own;
}

void MorphKeyEditor::showKey(const MorphKey& key, double frame, int lastFrame) {
    const QScopedValueRollback guard(m_isShowing, true);
    const bool isOtherMix = key.look.mix != m_key.look.mix;
    m_key = key;
    showSource();
    // The mixer keeps its locks while it is the one that is being dragged.
    if (isOtherMix || m_mixer->simplex().mix() != key.look.mix) {
        LabelSimplex simplex(m_mixer->simplex().labels());
        simplex.setMix(key.look.mix);
        m_mixer->setSimplex(simplex);
    }
    showIntensity();
    showTemperature();
    m_easing->setCurrentIndex(m_easing->findData(static_cast<int>(key.easing)));
    m_hold->setMaximum(lastFrame);
    m_hold->setValue(static_cast<int>(std::lround(key.hold)));
    m_frame->setRange(0, lastFrame);
    m_frame->setDecimals(frame == std::round(frame) ? 0 : 2);
    m_frame->setValue(frame);
}

void MorphKeyEditor::showSource() {
    const int kind = kindOf(m_key.source);
    const QString body = bodyOf(m_key.source);
    m_kind->setCurrentIndex(kind);
    m_source->setCurrentIndex(kind == kSeed ? 0 : 1);
    if (kind == kSeed) {
        m_lastSeed = body.toULongLong();
        m_seed->setSeed(m_lastSeed);
        return;
    }
    const QString name = body.isEmpty() ? tr("no file chosen") : QFileInfo(body).fileName();
    m_file->setText(fontMetrics().elidedText(name, Qt::ElideMiddle, 150));
    m_file->setToolTip(body);
}

void MorphKeyEditor::showIntensity() {
    const QScopedValueRollback guard(m_isShowing, true);
    m_intensity.show(m_key.look.intensity.value_or(*own_look(m_key, m_modelLook).intensity));
}

void MorphKeyEditor::showTemperature() {
    const QScopedValueRollback guard(m_isShowing, true);
    m_ownTemperature->setChecked(m_key.look.temperature.empty());
    m_temperature.show(temperatureScale());
}

void MorphKeyEditor::sourceKindEdited(int kind) {
    if (kind == kSeed) {
        change([&](MorphKey& key) { key.source = "seed:" + std::to_string(m_lastSeed); });
        return showSource();
    }
    const std::string before = m_key.source;
    chooseFile();
    if (m_key.source == before) showSource();
}

void MorphKeyEditor::chooseFile() {
    const int kind = m_kind->currentIndex();
    const QString path =
        kind == kLatent ? QFileDialog::getOpenFileName(this, tr("Choose a saved latent"), {},
                                                       tr("Saved faces (*.safetensors *.png)"))
                        : QFileDialog::getOpenFileName(this, tr("Choose a photo"), {},
                                                       tr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff)"));
    if (path.isEmpty()) return;
    if (kind == kLatent) {
        Q_EMIT latentChosen(path);
        return;
    }
    change([&](MorphKey& key) { key.source = kPrefixes[kind] + path.toStdString(); });
    showSource();
}

}  // namespace bplf::ui
