// SPDX-License-Identifier: GPL-3.0-or-later
// The export dialog of the Curves screen.
#include "ui/screens/curves/curves_export_dialog.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QThreadPool>
#include <QVBoxLayout>

#include "ui/bridge/qimage_conversion.h"

namespace bplf::ui {
namespace {

constexpr int kPreviewWidth = 420;
constexpr int kPaperWidth = 480;
constexpr int kPaperHeight = 330;

QSpinBox* sizeBox(int low, int high, int value) {
    auto* box = new QSpinBox;
    box->setRange(low, high);
    box->setValue(value);
    return box;
}

QDoubleSpinBox* numberBox(double low, double high, double step, int decimals, double value) {
    auto* box = new QDoubleSpinBox;
    box->setRange(low, high);
    box->setSingleStep(step);
    box->setDecimals(decimals);
    box->setValue(value);
    return box;
}

}  // namespace

CurvesExportDialog::CurvesExportDialog(CurveExport what, std::optional<std::array<double, 2>> visibleX,
                                       QThreadPool* pool, QWidget* parent)
    : QDialog(parent), m_what(std::move(what)), m_visibleX(visibleX), m_pool(pool) {
    setWindowTitle(tr("Export curves"));
    build();
    edited();
}

void CurvesExportDialog::build() {
    m_format = new QComboBox;
    m_format->addItem(tr("SVG (vector figure)"), ".svg");
    m_format->addItem(tr("PDF (vector figure)"), ".pdf");
    m_format->addItem(tr("PNG (pixels)"), ".png");
    m_format->addItem(tr("CSV (numbers, logged and smoothed)"), ".csv");
    m_width = sizeBox(200, 8000, static_cast<int>(m_what.figure.width));
    m_height = sizeBox(150, 8000, static_cast<int>(m_what.figure.height));
    m_scale = numberBox(0.5, 8, 0.5, 1, m_what.pngScale);
    m_scale->setSuffix(" ×");
    m_smoothing = numberBox(0, 0.999, 0.01, 3, m_what.figure.treatment.smoothing);
    m_raw = new QCheckBox(tr("Logged values behind the smoothed line"));
    m_raw->setChecked(m_what.figure.show_raw);
    m_onlyVisible = new QCheckBox(tr("Only the range on the screen"));
    m_onlyVisible->setEnabled(m_visibleX.has_value());
    m_onlyVisible->setChecked(m_visibleX.has_value());
    m_command = new QLineEdit;
    m_command->setReadOnly(true);
    m_command->setAccessibleName(tr("Command that writes the same file"));
    m_preview = new QLabel;
    m_preview->setAlignment(Qt::AlignCenter);
    m_preview->setMinimumSize(kPreviewWidth + 20, 300);
    m_preview->setFrameShape(QFrame::StyledPanel);

    auto* paper = new QPushButton(tr("Paper figure"));
    paper->setToolTip(
        tr("Smoothing 0.85, %1 × %2, SVG: the look of the figure in the paper").arg(kPaperWidth).arg(kPaperHeight));
    auto* copy = new QPushButton(tr("Copy"));
    auto* size = new QHBoxLayout;
    size->addWidget(m_width);
    size->addWidget(new QLabel("×"));
    size->addWidget(m_height);
    auto* commandRow = new QHBoxLayout;
    commandRow->addWidget(m_command, 1);
    commandRow->addWidget(copy);
    auto* form = new QFormLayout;
    form->addRow(tr("Preset"), paper);
    form->addRow(tr("&Format"), m_format);
    form->addRow(tr("Si&ze"), size);
    form->addRow(tr("&Pixels per unit"), m_scale);
    form->addRow(tr("&Smoothing"), m_smoothing);
    form->addRow("", m_raw);
    form->addRow("", m_onlyVisible);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    auto* upper = new QHBoxLayout;
    upper->addLayout(form);
    upper->addWidget(m_preview, 1);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(upper, 1);
    layout->addWidget(new QLabel(tr("The same on the command line:")));
    layout->addLayout(commandRow);
    layout->addWidget(buttons);

    connect(paper, &QPushButton::clicked, this, &CurvesExportDialog::setPaperFigure);
    connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_command->text()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &CurvesExportDialog::chooseFile);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_format, &QComboBox::currentIndexChanged, this, &CurvesExportDialog::edited);
    for (QSpinBox* box : {m_width, m_height}) connect(box, &QSpinBox::valueChanged, this, &CurvesExportDialog::edited);
    for (QDoubleSpinBox* box : {m_scale, m_smoothing})
        connect(box, &QDoubleSpinBox::valueChanged, this, &CurvesExportDialog::edited);
    for (QCheckBox* box : {m_raw, m_onlyVisible}) connect(box, &QCheckBox::toggled, this, &CurvesExportDialog::edited);
}

QString CurvesExportDialog::ending() const {
    return m_format->currentData().toString();
}

CurveExport CurvesExportDialog::chosen() const {
    CurveExport what = m_what;
    what.figure.width = m_width->value();
    what.figure.height = m_height->value();
    what.figure.treatment.smoothing = m_smoothing->value();
    what.figure.show_raw = m_raw->isChecked();
    what.figure.x_range.reset();
    if (m_onlyVisible->isChecked()) what.figure.x_range = m_visibleX;
    what.pngScale = m_scale->value();
    what.path = m_path.isEmpty() ? "curves" + ending() : m_path;
    return what;
}

QString CurvesExportDialog::command() const {
    return m_command->text();
}

void CurvesExportDialog::setPaperFigure() {
    m_format->setCurrentIndex(0);
    m_width->setValue(kPaperWidth);
    m_height->setValue(kPaperHeight);
    m_smoothing->setValue(kDefaultSmoothing);
    m_raw->setChecked(true);
    m_onlyVisible->setChecked(false);
}

void CurvesExportDialog::edited() {
    const bool isTable = ending() == ".csv";
    for (QWidget* field :
         {static_cast<QWidget*>(m_width), static_cast<QWidget*>(m_height), static_cast<QWidget*>(m_raw)}) {
        field->setEnabled(!isTable);
    }
    m_scale->setEnabled(ending() == ".png");
    m_onlyVisible->setEnabled(!isTable && m_visibleX);
    m_command->setText(commandOf(chosen()));
    m_command->setCursorPosition(0);
    drawPreview();
}

void CurvesExportDialog::drawPreview() {
    if (ending() == ".csv")
        return m_preview->setText(tr("One row per point:\nrun, tag, step, wall_time, x, value, smoothed"));
    const int stamp = ++m_previews;
    const double ratio = devicePixelRatioF();
    m_pool->start([guard = QPointer(this), what = chosen(), stamp, ratio] {
        const auto drawn = std::make_shared<Result<Image>>(capture([&] {
            const double fit = std::min(kPreviewWidth / what.figure.width, 320 / what.figure.height);
            return to_image(draw_curves(seriesOf(what), what.figure), fit * ratio);
        }));
        QMetaObject::invokeMethod(qApp, [guard, drawn, stamp, ratio] {
            if (!guard || stamp != guard->m_previews) return;
            if (!drawn->ok()) return guard->m_preview->setText(QString::fromStdString(drawn->error().problem()));
            QPixmap pixmap = QPixmap::fromImage(toQImage(drawn->value()));
            pixmap.setDevicePixelRatio(ratio);
            guard->m_preview->setPixmap(pixmap);
        });
    });
}

void CurvesExportDialog::chooseFile() {
    QString path = QFileDialog::getSaveFileName(this, tr("Export curves"), "curves" + ending(),
                                                m_format->currentText() + " (*" + ending() + ")");
    if (path.isEmpty()) return;
    if (!path.endsWith(ending())) path += ending();
    m_path = std::move(path);
    accept();
}

}  // namespace bplf::ui
