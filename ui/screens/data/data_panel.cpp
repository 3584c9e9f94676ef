// SPDX-License-Identifier: GPL-3.0-or-later
// Widgets bound both ways to the model's settings.
#include "ui/screens/data/data_panel.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/kit/section.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/data/data_model.h"

namespace bplf::ui {
namespace {

constexpr int kDefaultRank = 16;

QComboBox* combo(const QString& name, const std::initializer_list<std::pair<QString, QVariant>>& items) {
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    for (const auto& [text, value] : items) box->addItem(text, value);
    return box;
}

QHBoxLayout* line(const QString& name, QWidget* widget) {
    auto* label = new QLabel(name);
    label->setBuddy(widget);
    label->setMinimumWidth(label->fontMetrics().horizontalAdvance(DataPanel::tr("Face finder")) + kGap);
    auto* layout = new QHBoxLayout;
    layout->setSpacing(kGap);
    layout->addWidget(label);
    layout->addWidget(widget, 1);
    return layout;
}

QString profileText(const std::string& profile) {
    if (profile == "recommended")
        return DataPanel::tr(
            "Careful: looks again at turned heads, and drops empty pictures, copies and changed copies.");
    if (profile == "paper")
        return DataPanel::tr("As in the paper: what the stock Haar finder misses is left out, about half of FER2013.");
    return DataPanel::tr("As the opened set was built.");
}

/// Selects the value, adding it where a set was built with one that the list does not offer.
void select(QComboBox* box, const QVariant& value, const QString& text) {
    const QSignalBlocker blocker(box);
    if (box->findData(value) < 0) box->addItem(text, value);
    box->setCurrentIndex(box->findData(value));
}

}  // namespace

DataPanel::DataPanel(DataModel* model, QWidget* parent) : QWidget(parent), m_model(model) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kMargin, kMargin);
    layout->setSpacing(kGap);
    buildFolder(layout);
    layout->addWidget(horizontalRule(this));
    buildCleaning(layout);
    layout->addWidget(horizontalRule(this));
    buildImages(layout);
    layout->addWidget(horizontalRule(this));
    buildMore(layout);
    layout->addStretch(1);
    connect(model, &DataModel::settingsReplaced, this, &DataPanel::showSettings);
    connect(model->build(), &DataBuild::runningChanged, this, [this] { setEnabled(!m_model->isBuilding()); });
    showSettings();
}

template <typename Edit>
void DataPanel::edit(const Edit& change) {
    BuildSettings settings = m_model->settings();
    change(settings);
    m_model->setSettings(settings);
    showSettings();
}

void DataPanel::buildFolder(QVBoxLayout* layout) {
    auto* section = new Section(tr("Build into"), this);
    m_folder = new QLineEdit;
    m_folder->setAccessibleName(tr("Folder of the built set"));
    auto* browse = quietButton(QStringLiteral("open"), tr("Choose the folder of the built set"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_folder, 1);
    row->addWidget(browse);
    section->content()->addLayout(row);
    layout->addWidget(section);
    connect(m_folder, &QLineEdit::editingFinished, this, [this] {
        if (m_folder->text() != m_model->settings().folder)
            edit([this](BuildSettings& s) { s.setFolder(m_folder->text().trimmed()); });
    });
    connect(browse, &QToolButton::clicked, this, [this] { chooseFolder(m_folder, tr("Folder of the built set")); });
}

void DataPanel::buildCleaning(QVBoxLayout* layout) {
    auto* section = new Section(tr("Cleaning"), this);
    m_profile = combo(tr("Profile"), {{tr("Recommended"), "recommended"}, {tr("Paper"), "paper"}});
    m_profileText = mutedLabel(QString());
    m_finder = combo(tr("Face finder"), {{tr("MT-CNN"), "mtcnn"},
                                         {tr("Haar cascade"), "haar"},
                                         {tr("Haar, then MT-CNN"), "haar+mtcnn"},
                                         {tr("None: whole images"), "none"}});
    section->content()->addLayout(line(tr("Profile"), m_profile));
    section->content()->addWidget(m_profileText);
    section->content()->addLayout(line(tr("Face finder"), m_finder));
    layout->addWidget(section);
    connect(m_profile, &QComboBox::activated, this, [this] {
        const QString profile = m_profile->currentData().toString();
        if (!profile.isEmpty()) edit([&](BuildSettings& s) { s.setProfile(profile); });
    });
    connect(m_finder, &QComboBox::activated, this, [this] {
        edit([this](BuildSettings& s) { s.options.face_crop = m_finder->currentData().toString().toStdString(); });
    });
}

void DataPanel::buildImages(QVBoxLayout* layout) {
    auto* section = new Section(tr("Images"), this);
    m_size = combo(tr("Size"), {{tr("32 × 32"), 32}, {tr("48 × 48"), 48}, {tr("64 × 64"), 64}});
    m_channels = combo(tr("Colour"), {{tr("Grey"), 1}, {tr("Red, green, blue"), 3}});
    section->content()->addLayout(line(tr("Size"), m_size));
    section->content()->addLayout(line(tr("Colour"), m_channels));
    layout->addWidget(section);
    connect(m_size, &QComboBox::activated, this,
            [this] { edit([this](BuildSettings& s) { s.setSize(m_size->currentData().toInt()); }); });
    connect(m_channels, &QComboBox::activated, this,
            [this] { edit([this](BuildSettings& s) { s.options.channels = m_channels->currentData().toInt(); }); });
}

void DataPanel::buildMore(QVBoxLayout* layout) {
    auto* section = new Section(tr("More"), this);
    m_svd = combo(tr("SVD truncation"), {{tr("Off"), "off"}, {tr("Leading values"), "rank"}});
    m_svd->setToolTip(tr("Smooths each image by keeping its largest singular values, as the paper does."));
    m_rank = new QSpinBox;
    m_rank->setRange(1, 64);
    m_rank->setValue(kDefaultRank);
    m_rank->setAccessibleName(tr("Singular values kept"));
    m_illumination = combo(
        tr("Light"), {{tr("As it is"), "off"}, {tr("Equalized"), "equalize"}, {tr("Equalized locally"), "clahe"}});
    m_illumination->setToolTip(tr("Evens out the light of the stored images: the whole histogram, or CLAHE."));
    m_frame = combo(tr("Frame"), {{tr("Usual"), 0.0}, {tr("Tighter"), -0.05}, {tr("Tightest"), -0.1}});
    m_frame->setToolTip(
        tr("How much around the face a crop shows. A tighter one repeats the edge of its picture less often."));
    auto* svd = line(tr("SVD"), m_svd);
    svd->addWidget(m_rank);
    section->content()->addLayout(svd);
    section->content()->addLayout(line(tr("Light"), m_illumination));
    section->content()->addLayout(line(tr("Frame"), m_frame));
    section->setExpanded(false);
    layout->addWidget(section);
    const auto editSvd = [this] {
        const QString choice = m_svd->currentData().toString();
        const QString svdText =
            choice == QLatin1String("rank") ? QStringLiteral("rank:%1").arg(m_rank->value()) : choice;
        edit([&](BuildSettings& s) { s.options.svd = svdText.toStdString(); });
    };
    connect(m_svd, &QComboBox::activated, this, editSvd);
    connect(m_rank, &QSpinBox::valueChanged, this, editSvd);
    connect(m_frame, &QComboBox::activated, this,
            [this] { edit([this](BuildSettings& s) { s.options.margin = m_frame->currentData().toDouble(); }); });
    connect(m_illumination, &QComboBox::activated, this, [this] {
        edit([this](BuildSettings& s) {
            s.options.illumination = m_illumination->currentData().toString().toStdString();
        });
    });
}

void DataPanel::chooseFolder(QLineEdit* target, const QString& title) {
    const QString path = QFileDialog::getExistingDirectory(this, title, target->text());
    if (path.isEmpty()) return;
    target->setText(path);
    Q_EMIT target->editingFinished();
}

void DataPanel::showSettings() {
    const BuildSettings& settings = m_model->settings();
    const BuildOptions& options = settings.options;
    m_folder->setText(settings.folder);
    m_folder->setToolTip(settings.folder);
    select(m_profile, QString::fromStdString(options.profile), tr("As it was"));
    m_profileText->setText(profileText(options.profile));
    select(m_finder, QString::fromStdString(options.face_crop), QString::fromStdString(options.face_crop));
    select(m_frame, options.margin, tr("Margin %1").arg(options.margin));
    select(m_size, options.size, tr("%1 × %1").arg(options.size));
    select(m_channels, options.channels, {});
    const QString svd = QString::fromStdString(options.svd);
    const bool hasRank = svd.startsWith(QLatin1String("rank:"));
    select(m_svd, hasRank ? QStringLiteral("rank") : svd, svd);
    m_rank->setVisible(hasRank);
    const QSignalBlocker blocker(m_rank);
    if (hasRank) m_rank->setValue(svd.mid(5).toInt());
    select(m_illumination, QString::fromStdString(options.illumination), QString::fromStdString(options.illumination));
}

}  // namespace bplf::ui
