// SPDX-License-Identifier: GPL-3.0-or-later
// There are few cells: each drawing fills the table anew, and the chosen place stays chosen.
#include "ui/screens/stimuli/stimuli_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <algorithm>
#include <map>

#include "ui/bridge/qimage_conversion.h"
#include "ui/kit/accessible.h"
#include "ui/kit/picture.h"
#include "ui/kit/section.h"
#include "ui/kit/widget_helpers.h"

namespace bplf::ui {
namespace {

constexpr int kFace = 64;
constexpr int kCell = 72;
/// Side of the chosen pictures, by the room there is.
constexpr int kLeastChosen = 168, kMostChosen = 320;
constexpr int kPictureRole = Qt::UserRole;

QIcon iconOf(const Image& image, int side) {
    const QImage small = toQImage(image).scaled(side, side, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    QIcon icon(QPixmap::fromImage(small));
    // Selected, a face keeps its light: the frame around it says that it is selected.
    icon.addPixmap(QPixmap::fromImage(small), QIcon::Selected);
    return icon;
}

QString count(qint64 value) {
    return QLocale().toString(value);
}

QString timeText(double seconds) {
    if (seconds < 1) return StimuliPage::tr("less than a second");
    if (seconds < 90) return StimuliPage::tr("about %1 s").arg(qRound(seconds));
    return StimuliPage::tr("about %1 min").arg(qRound(seconds / 60));
}

QString sizeText(double bytes) {
    return bytes < 1e6 ? StimuliPage::tr("%1 kB").arg(qRound(bytes / 1e3))
                       : StimuliPage::tr("%1 MB").arg(fixedText(bytes / 1e6, bytes < 1e7 ? 1 : 0));
}

QString outlookText(const stimuli::SetEstimate& estimate) {
    QString text = StimuliPage::tr("%1 pictures of %2 identities · %3 · %4")
                       .arg(count(estimate.pictures), count(estimate.identities), sizeText(estimate.bytes),
                            timeText(estimate.seconds));
    if (estimate.clip_frames > 0) text += StimuliPage::tr(" · %1 frames of clips").arg(count(estimate.clip_frames));
    if (estimate.candidates > 0) text += StimuliPage::tr(" · chosen among %1 faces").arg(count(estimate.candidates));
    return text;
}

QString lightText(const stimuli::PreviewPicture& picture) {
    QString text = StimuliPage::tr("Luminance: mean %1 → %2, deviation %3 → %4.")
                       .arg(fixedText(picture.light_before.mean, 1), fixedText(picture.light_after.mean, 1),
                            fixedText(picture.light_before.sd, 1), fixedText(picture.light_after.sd, 1));
    if (picture.clipped >= 0.0005)
        text += QLatin1Char(' ') +
                StimuliPage::tr("%1 % of the pixels are clipped.").arg(fixedText(100 * picture.clipped, 1));
    return text;
}

/// What a set of this model cannot be expected to be.
QString limitsText(const ModelInfo& model, int width) {
    QString text = StimuliPage::tr("The model draws %1 × %2 pixels").arg(model.width).arg(model.height);
    text += width > model.width ? StimuliPage::tr(", which are enlarged smoothly.") : QStringLiteral(".");
    text += QLatin1Char(' ') + StimuliPage::tr("Nobody has rated its faces: pilot your set.");
    if (!model.licence.empty())
        text += QLatin1Char(' ') + StimuliPage::tr("Licence: %1").arg(QString::fromStdString(model.licence));
    return text;
}

/// What is matched to the whole set can be shown of one identity only.
bool leavesLightToTheSet(const stimuli::LuminancePlan& plan) {
    return plan.kind == stimuli::LuminanceKind::kHistogram ||
           (plan.kind == stimuli::LuminanceKind::kMeanSd && (!plan.mean || !plan.sd));
}

}  // namespace

StimuliPage::StimuliPage(StimuliModel* model, QWidget* parent) : QWidget(parent), m_model(model) {
    auto* middle = new QHBoxLayout;
    middle->setSpacing(kMargin);
    middle->addWidget(makeTable(), 1);
    middle->addWidget(makeChosen());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kGap, kMargin, kGap);
    layout->setSpacing(kGap);
    layout->addWidget(makeIdentities());
    layout->addLayout(middle, 1);
    layout->addWidget(horizontalRule());
    layout->addWidget(makeSetLine());
    connect(model, &StimuliModel::outlookChanged, this, [this] {
        if (!m_model->isLooking()) showIdentities();
        showOutlook();
    });
    connect(model, &StimuliModel::planChanged, this, &StimuliPage::showOutlook);
    connect(model, &StimuliModel::makingChanged, this, &StimuliPage::showOutlook);
    connect(model, &StimuliModel::progressed, this, &StimuliPage::showProgress);
    connect(model, &StimuliModel::picturesChanged, this, &StimuliPage::showTable);
    connect(model, &StimuliModel::identityChanged, this, [this] { m_strip->setCurrentRow(m_model->identity()); });
    showOutlook();
}

QWidget* StimuliPage::makeIdentities() {
    auto* section = new Section(tr("Identities"));
    auto* photos = textButton("plus", tr("Photos…"));
    photos->setToolTip(tr("Add photos of persons. At 0 % each shows its own expression."));
    auto* codes = textButton("plus", tr("Saved faces…"));
    codes->setToolTip(tr("Add faces that Encode saved."));
    section->addTitleWidget(photos);
    section->addTitleWidget(codes);
    m_strip = new QListWidget;
    setRole(m_strip, "strip");
    m_strip->setAccessibleName(tr("Identities of the set"));
    m_strip->setToolTip(tr("Choose whose pictures are shown; Delete takes an identity out."));
    m_strip->setViewMode(QListView::IconMode);
    m_strip->setFlow(QListView::LeftToRight);
    m_strip->setWrapping(false);
    m_strip->setMovement(QListView::Static);
    m_strip->setIconSize({kFace, kFace});
    m_strip->setUniformItemSizes(true);
    m_strip->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_strip->setFixedHeight(kFace + 60);
    section->content()->addWidget(m_strip);
    connect(photos, &QPushButton::clicked, this, &StimuliPage::photosRequested);
    connect(codes, &QPushButton::clicked, this, &StimuliPage::codesRequested);
    connect(m_strip, &QListWidget::currentRowChanged, this, [this](int row) {
        if (!m_isFilling && row >= 0) m_model->setIdentity(row);
    });
    return section;
}

QWidget* StimuliPage::makeTable() {
    m_table = new QTableWidget;
    setRole(m_table, "cells");
    m_table->setAccessibleName(tr("Emotions and levels of the chosen identity"));
    m_table->setIconSize({kCell, kCell});
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->horizontalHeader()->setDefaultSectionSize(kCell + 8);
    m_table->horizontalHeader()->setSectionsClickable(false);
    m_table->verticalHeader()->setDefaultSectionSize(kCell + 8);
    m_table->verticalHeader()->setSectionsClickable(false);
    connect(m_table, &QTableWidget::currentCellChanged, this, [this] {
        if (!m_isFilling) showChosen();
    });
    return m_table;
}

QWidget* StimuliPage::makeChosen() {
    m_chosen = new QWidget;
    m_before = new Picture(tr("The chosen face as it is drawn"));
    m_after = new Picture(tr("The chosen picture as it will be"));
    m_file = heading(QString());
    setAccessibleValue(m_file, tr("File of the chosen picture"));
    m_light = mutedLabel(QString());
    m_note =
        mutedLabel(tr("Here the set's own light is that of this identity's pictures; in the set it is that of all."));
    m_limits = mutedLabel(QString());
    auto* pictures = new QHBoxLayout;
    pictures->setSpacing(kGap);
    for (const auto& [picture, title] : {std::pair(m_before, tr("As drawn")), std::pair(m_after, tr("In the set"))}) {
        auto* column = new QVBoxLayout;
        column->setSpacing(4);
        column->addWidget(mutedLabel(title));
        column->addWidget(picture);
        pictures->addLayout(column);
    }
    auto* layout = new QVBoxLayout(m_chosen);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addLayout(pictures);
    layout->addWidget(m_file);
    layout->addWidget(m_light);
    layout->addWidget(m_note);
    layout->addStretch(1);
    layout->addWidget(m_limits);
    fitChosen();
    return m_chosen;
}

void StimuliPage::fitChosen() {
    const int side = std::clamp((width() * 45 / 100 - kGap) / 2, kLeastChosen, kMostChosen);
    m_chosen->setFixedWidth(2 * side + kGap);
    for (Picture* picture : {m_before, m_after}) {
        picture->setPreferredSide(side);
        picture->setFixedSize(side, side);
    }
}

void StimuliPage::resizeEvent(QResizeEvent* event) {
    fitChosen();
    QWidget::resizeEvent(event);
}

QWidget* StimuliPage::makeSetLine() {
    auto* bar = new QWidget;
    m_make = textButton({}, tr("Make the set…"));
    setRole(m_make, "primary");
    m_counts = mutedLabel(QString());
    setAccessibleValue(m_counts, tr("What the set will be"));
    m_progress = new QProgressBar;
    m_progress->setAccessibleName(tr("Progress of the set"));
    m_progress->setFixedWidth(160);
    m_progress->hide();
    m_sheet = textButton("open", tr("Show the contact sheet"));
    m_rate = textButton("open", tr("Rate it in a browser"));
    m_rate->setToolTip(tr("Opens the page that asks people what they see in each picture."));
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kMargin);
    layout->addWidget(m_make);
    layout->addWidget(m_counts, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_sheet);
    layout->addWidget(m_rate);
    connect(m_make, &QPushButton::clicked, this, &StimuliPage::makeRequested);
    connect(m_sheet, &QPushButton::clicked, this, &StimuliPage::sheetRequested);
    connect(m_rate, &QPushButton::clicked, this, &StimuliPage::ratingRequested);
    return bar;
}

void StimuliPage::showIdentities() {
    const PlanOutlook& outlook = m_model->outlook();
    if (!outlook.set) return;
    m_isFilling = true;
    m_strip->clear();
    const auto& all = outlook.set->design.identities;
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto* item = new QListWidgetItem(QString::fromStdString(all[i].name), m_strip);
        item->setToolTip(QString::fromStdString(all[i].source));
        if (i < outlook.faces.size()) item->setIcon(iconOf(outlook.faces[i], kFace));
        item->setTextAlignment(Qt::AlignHCenter);
    }
    m_strip->setCurrentRow(m_model->identity());
    m_isFilling = false;
}

void StimuliPage::removeIdentity() {
    m_model->removeIdentity(m_strip->currentRow());
}

void StimuliPage::showTable() {
    const auto& design = m_model->outlook().set->design;
    const int row = std::max(0, m_table->currentRow()), column = std::max(0, m_table->currentColumn());
    m_isFilling = true;
    m_table->clear();
    m_table->clearSpans();
    m_table->setRowCount(static_cast<int>(design.expressions.size()));
    m_table->setColumnCount(static_cast<int>(design.plan.levels.size()));
    QStringList emotions, levels;
    for (const auto& expression : design.expressions) emotions << titled(expression.name);
    for (const int level : design.plan.levels) levels << tr("%1 %").arg(level);
    m_table->setVerticalHeaderLabels(emotions);
    m_table->setHorizontalHeaderLabels(levels);
    for (const stimuli::PreviewPicture& picture : m_model->pictures()) fillCell(picture);
    // Level 0 is one face for all emotions.
    if (design.plan.levels.front() == 0 && design.expressions.size() > 1)
        m_table->setSpan(0, 0, static_cast<int>(design.expressions.size()), 1);
    m_table->setCurrentCell(std::min(row, m_table->rowCount() - 1), std::min(column, m_table->columnCount() - 1));
    m_isFilling = false;
    showChosen();
}

void StimuliPage::fillCell(const stimuli::PreviewPicture& picture) {
    const auto& levels = m_model->outlook().set->design.plan.levels;
    const int column = static_cast<int>(std::ranges::find(levels, picture.level) - levels.begin());
    const int row = std::max(0, picture.expression);
    if (m_table->item(row, column) != nullptr) return;  // the same face mirrored
    auto* item = new QTableWidgetItem(iconOf(picture.after, kCell), QString());
    item->setData(kPictureRole, static_cast<qulonglong>(&picture - m_model->pictures().data()));
    item->setData(Qt::AccessibleTextRole,
                  tr("%1 at %2 %").arg(QString::fromStdString(picture.emotion)).arg(picture.level));
    item->setToolTip(QString::fromStdString(picture.file));
    m_table->setItem(row, column, item);
}

const stimuli::PreviewPicture* StimuliPage::chosenPicture() const {
    const int column = m_table->currentColumn();
    const bool isNeutral = column == 0 && m_table->rowSpan(0, 0) > 1;
    const QTableWidgetItem* item = m_table->item(isNeutral ? 0 : m_table->currentRow(), column);
    const auto& pictures = m_model->pictures();
    if (item == nullptr) return nullptr;
    const auto index = static_cast<std::size_t>(item->data(kPictureRole).toULongLong());
    return index < pictures.size() ? &pictures[index] : nullptr;
}

bool StimuliPage::choose(const QString& emotion, int level) {
    const auto& pictures = m_model->pictures();
    for (const stimuli::PreviewPicture& picture : pictures) {
        if (QString::fromStdString(picture.emotion) != emotion || picture.level != level) continue;
        const auto& levels = m_model->outlook().set->design.plan.levels;
        m_table->setCurrentCell(std::max(0, picture.expression),
                                static_cast<int>(std::ranges::find(levels, level) - levels.begin()));
        return true;
    }
    return false;
}

void StimuliPage::showChosen() {
    const stimuli::PreviewPicture* picture = chosenPicture();
    m_before->setImage(picture != nullptr ? picture->before : Image());
    m_after->setImage(picture != nullptr ? picture->after : Image());
    m_file->setText(picture != nullptr ? QString::fromStdString(picture->file) : QString());
    m_light->setText(picture != nullptr ? lightText(*picture) : QString());
    m_note->setVisible(picture != nullptr && leavesLightToTheSet(m_model->plan().luminance));
}

void StimuliPage::showOutlook() {
    const PlanOutlook& outlook = m_model->outlook();
    if (const ModelInfo* info = m_model->modelInfo()) m_limits->setText(limitsText(*info, m_model->plan().size));
    if (m_model->isMaking()) {
        m_make->setText(tr("Stop"));
    } else {
        m_make->setText(tr("Make the set…"));
        m_progress->hide();
    }
    m_make->setAccessibleName(m_make->text().remove(QStringLiteral("…")));
    m_make->setEnabled(m_model->isMaking() || m_model->canMake());
    for (QPushButton* button : {m_sheet, m_rate})
        button->setVisible(!m_model->isMaking() && !m_model->madeFolder().isEmpty());
    if (m_model->isMaking()) return;
    if (m_model->isLooking())
        m_counts->setText(tr("Looking through the plan…"));
    else if (outlook.problem)
        m_counts->setText(tr("The plan cannot be made: see what is marked in the panel."));
    else
        m_counts->setText(outlook.set ? outlookText(outlook.estimate) : QString());
}

void StimuliPage::showProgress(const Progress& progress) {
    if (!m_model->isMaking()) return;
    static const std::map<std::string, QString> kStages{{"draw candidates", tr("Drawing faces to choose from")},
                                                        {"draw", tr("Drawing faces")},
                                                        {"measure", tr("Measuring light")},
                                                        {"finish", tr("Finishing pictures")},
                                                        {"clips", tr("Making clips")}};
    const auto found = kStages.find(progress.stage);
    m_progress->setVisible(progress.total > 0);
    m_progress->setRange(0, static_cast<int>(progress.total));
    m_progress->setValue(static_cast<int>(progress.done));
    m_counts->setText(tr("%1: %2 of %3")
                          .arg(found != kStages.end() ? found->second : QString::fromStdString(progress.stage),
                               count(progress.done), count(progress.total)));
}

}  // namespace bplf::ui
