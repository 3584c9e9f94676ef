// SPDX-License-Identifier: GPL-3.0-or-later
// The first two steps: photo and face; and the crop.
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <cmath>

#include "core/face/frame.h"
#include "ui/kit/icons.h"
#include "ui/kit/picture.h"
#include "ui/kit/widget_helpers.h"
#include "ui/screens/encode/encode_model.h"
#include "ui/screens/encode/encode_stages.h"
#include "ui/screens/encode/photo_view.h"

namespace bplf::ui {
namespace {

constexpr int kThumbnail = 72;

double previewScale(const EncodeModel& model) {
    return model.photo().width > 0 ? static_cast<double>(model.preview().width()) / model.photo().width : 1;
}

}  // namespace

FaceStage::FaceStage(EncodeModel* model, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_empty(emptyPage()),
      m_full(new QWidget(this)),
      m_photo(new PhotoView(m_full)),
      m_strip(new QListWidget(m_full)),
      m_count(mutedLabel(QString(), m_full)),
      m_whole(textButton(QStringLiteral("crop"), tr("Use the whole picture"), m_full)) {
    m_strip->setViewMode(QListView::IconMode);
    m_strip->setFlow(QListView::LeftToRight);
    m_strip->setWrapping(false);
    m_strip->setMovement(QListView::Static);
    m_strip->setIconSize({kThumbnail, kThumbnail});
    m_strip->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_strip->setFixedHeight(kThumbnail + 18 + m_strip->horizontalScrollBar()->sizeHint().height());
    m_strip->setAccessibleName(tr("Faces found"));
    setRole(m_strip, "strip");
    auto* full = new QVBoxLayout(m_full);
    full->setContentsMargins(0, 0, 0, 0);
    full->setSpacing(kGap);
    full->addWidget(m_photo, 1);
    full->addWidget(m_count);
    full->addWidget(m_whole, 0, Qt::AlignLeft);
    full->addWidget(m_strip);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, 0, kMargin, kMargin);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_full, 1);
    connect(m_photo, &PhotoView::faceClicked, model, &EncodeModel::chooseFace);
    connect(m_photo, &PhotoView::boxDrawn, model, &EncodeModel::setBox);
    connect(m_whole, &QPushButton::clicked, model, &EncodeModel::useCentre);
    connect(m_strip, &QListWidget::currentRowChanged, model, &EncodeModel::chooseFace);
    connect(model, &EncodeModel::photoOpened, this,
            [this] { m_photo->setPhoto(m_model->preview(), previewScale(*m_model)); });
    connect(model, &EncodeModel::facesFound, this, &FaceStage::fillStrip);
    connect(model, &EncodeModel::changed, this, &FaceStage::showModel);
    connect(model, &EncodeModel::busyChanged, this, &FaceStage::showModel);
    showModel();
}

QWidget* FaceStage::emptyPage() {
    auto* page = new QWidget(this);
    auto* picture = new QLabel(page);
    picture->setPixmap(icon(QStringLiteral("photo")).pixmap(64, 64));
    picture->setAlignment(Qt::AlignCenter);
    auto* title = heading(tr("Drop a photo of a face here"), page);
    title->setAlignment(Qt::AlignCenter);
    auto* text = mutedLabel(tr("It is turned into the model's code without any loss, and back. "
                               "Then change its expression. The photo stays on this computer."),
                            page);
    text->setAlignment(Qt::AlignCenter);
    // A wrapped label between stretches is given one line unless it asks for its height itself.
    text->setFixedWidth(420);
    text->setMinimumHeight(text->heightForWidth(420));
    auto* open = textButton(QStringLiteral("open"), tr("Open a photo…"), page);
    setRole(open, "primary");
    open->setIcon({});
    auto* paste = textButton(QStringLiteral("paste"), tr("Paste"), page);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(open);
    buttons->addWidget(paste);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(page);
    layout->setSpacing(kMargin);
    layout->addStretch(2);
    layout->addWidget(picture);
    layout->addWidget(title);
    layout->addWidget(text, 0, Qt::AlignHCenter);
    layout->addLayout(buttons);
    layout->addStretch(3);
    connect(open, &QPushButton::clicked, this, &FaceStage::openRequested);
    connect(paste, &QPushButton::clicked, this, &FaceStage::pasteRequested);
    return page;
}

void FaceStage::fillStrip() {
    const QSignalBlocker blocker(m_strip);
    m_strip->clear();
    const QImage& preview = m_model->preview();
    const double scale = previewScale(*m_model);
    for (std::size_t i = 0; i < m_model->faces().size(); ++i) {
        const Face& face = m_model->faces()[i];
        const FaceRect& rect = face.box;
        const QRect box =
            QRectF(rect.x * scale, rect.y * scale, rect.width * scale, rect.height * scale).toAlignedRect();
        const QImage cut =
            preview.copy(box).scaled(kThumbnail * 2, kThumbnail * 2, Qt::KeepAspectRatio, Qt::SmoothTransformation);
        auto* item = new QListWidgetItem(QIcon(QPixmap::fromImage(cut)), QString());
        item->setData(Qt::AccessibleTextRole, tr("Face %1").arg(i + 1));
        item->setToolTip(tr("Score %1").arg(face.score, 0, 'f', 1));
        m_strip->addItem(item);
    }
}

void FaceStage::showModel() {
    m_empty->setVisible(!m_model->hasPhoto());
    m_full->setVisible(m_model->hasPhoto());
    const ModelInfo* info = m_model->modelInfo();
    const double margin = both_margins(info != nullptr ? info->frame_margin : 0, m_model->margin());
    m_photo->setFaces(m_model->faces(), m_model->chosenFace(), m_model->box(), margin, m_model->roll());
    const auto count = static_cast<int>(m_model->faces().size());
    m_strip->setVisible(count > 1);
    m_whole->setVisible(count == 0 && !m_model->box() && !m_model->isBusy());
    m_count->setText(m_model->isBusy() && count == 0 ? tr("Looking for faces…")
                     : !m_model->isSearched()        ? tr("Faces were not looked for. Drag a box around a face.")
                     : count == 0 ? tr("No face found. Use the whole picture, or drag a box around a face.")
                     : count == 1 ? tr("One face found. Drag a box to use another part.")
                                  : tr("%1 faces found. Click the one you want, or drag a box.").arg(count));
    const QSignalBlocker blocker(m_strip);
    m_strip->setCurrentRow(m_model->chosenFace());
}

CropStage::CropStage(EncodeModel* model, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_crop(new Picture(tr("The crop as the model sees it"), this)),
      m_text(mutedLabel(QString(), this)) {
    m_crop->setSmooth(false);
    m_text->setAlignment(Qt::AlignCenter);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, 0, kMargin, kMargin);
    layout->setSpacing(kGap);
    layout->addStretch(1);
    layout->addWidget(m_crop, 8, Qt::AlignCenter);
    layout->addWidget(m_text);
    layout->addStretch(1);
    connect(model, &EncodeModel::changed, this, [this] {
        const Image& crop = m_model->crop();
        if (crop.empty()) return;
        m_crop->setPreferredSide(8 * std::max(crop.width, crop.height));
        m_crop->setMinimumSize(8 * crop.width, 8 * crop.height);
        m_crop->setImage(crop);
        m_text->setText(
            tr("What the model sees: %1 × %2 pixels, shown 8 times larger. Set margin and roll on the right "
               "until eyes and mouth are well inside.")
                .arg(crop.width)
                .arg(crop.height));
    });
}

}  // namespace bplf::ui
