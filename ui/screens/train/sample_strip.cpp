// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screens/train/sample_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include "ui/bridge/background.h"
#include "ui/kit/accessible.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/models/model_words.h"

namespace bplf::ui {
namespace {

QString sheetName(const std::filesystem::path& sheet) {
    return QString::fromStdU16String(sheet.filename().u16string());
}

/// "step-0001000.png" → "step 1,000".
QString sheetStep(const QString& name) {
    return SampleStrip::tr("step %1").arg(countWords(name.section('-', 1).section('.', 0, 0).toLongLong()));
}

}  // namespace

SampleStrip::SampleStrip(QWidget* parent)
    : QWidget(parent), m_picture(new QLabel), m_step(mutedLabel(QString())), m_slider(new QSlider(Qt::Horizontal)) {
    m_picture->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_picture->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    setAccessibleRole(m_picture, QAccessible::Graphic);
    m_picture->setAccessibleName(tr("Faces that the run drew"));
    setAccessibleValue(m_step, tr("Step of the faces"));
    m_step->setWordWrap(false);
    m_slider->setAccessibleName(tr("Faces through time"));
    m_slider->setToolTip(tr("Go back to what the model drew before."));
    auto* line = new QHBoxLayout;
    line->setSpacing(kMargin);
    line->addWidget(heading(tr("What it draws")));
    line->addWidget(m_slider, 1);
    line->addWidget(m_step);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(line);
    layout->addWidget(m_picture, 1);
    connect(m_slider, &QSlider::valueChanged, this, &SampleStrip::load);
    setSheets({});
}

void SampleStrip::setSheets(const std::vector<std::filesystem::path>& sheets) {
    const bool isFollowing = m_slider->value() == m_slider->maximum();
    if (sheets == m_sheets && !sheets.empty()) return;
    m_sheets = sheets;
    {
        const QSignalBlocker blocker(m_slider);
        m_slider->setRange(0, std::max(0, static_cast<int>(sheets.size()) - 1));
        if (isFollowing) m_slider->setValue(m_slider->maximum());
    }
    m_slider->setEnabled(sheets.size() > 1);
    load();
}

void SampleStrip::load() {
    if (m_sheets.empty()) {
        m_shown.clear();
        m_step->clear();
        m_picture->setText(tr("Sheets of faces come here as the run draws them."));
        return;
    }
    const std::filesystem::path sheet = m_sheets[static_cast<std::size_t>(m_slider->value())];
    if (m_isLoading) return;
    m_isLoading = true;
    runInBackground<QImage>(
        this, [sheet] { return QImage(QString::fromStdU16String(sheet.u16string())); },
        [this, sheet](const Result<QImage>& image) {
            m_isLoading = false;
            m_shown = sheetName(sheet);
            m_step->setText(sheetStep(m_shown));
            m_image = image.ok() ? image.value() : QImage();
            fit();
            // The slider may have gone on meanwhile.
            const bool isOld = m_sheets.empty() || m_sheets[static_cast<std::size_t>(m_slider->value())] != sheet;
            if (isOld) load();
        });
}

void SampleStrip::fit() {
    if (m_image.isNull()) return;
    m_picture->setPixmap(
        QPixmap::fromImage(m_image.scaled(m_picture->size(), Qt::KeepAspectRatio, Qt::SmoothTransformation)));
}

void SampleStrip::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

}  // namespace bplf::ui
