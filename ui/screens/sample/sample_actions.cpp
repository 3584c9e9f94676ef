// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of the Sample screen.
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>

#include "core/publish/recipe.h"
#include "core/publish/sheet_file.h"
#include "ui/bridge/picture_saving.h"
#include "ui/bridge/qimage_conversion.h"
#include "ui/kit/icons.h"
#include "ui/kit/picture_dialog.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/screens/sample/sample_screen.h"
#include "ui/viewport/canvas_controller.h"
#include "ui/viewport/viewport.h"

namespace bplf::ui {
QAction* SampleScreen::add(const QString& iconName, const QString& text, const QList<QKeySequence>& keys,
                           const QString& tip, std::function<void()> run) {
    auto* action = new QAction(text, this);
    if (!iconName.isEmpty()) action->setIcon(icon(iconName));
    action->setShortcuts(keys);
    action->setStatusTip(tip);
    const QString plain = QString(text).remove(QLatin1Char('&'));
    action->setToolTip(
        keys.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, keys.first().toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, std::move(run));
    m_actions << action;
    return action;
}

void SampleScreen::buildActions() {
    add(QStringLiteral("play"), tr("&Draw now"), {QKeySequence(Qt::CTRL | Qt::Key_Return)}, tr("Draw the grid again."),
        [this] { m_model->draw(); });
    m_letterActions << add(QStringLiteral("previous"), tr("&Previous seed"), {QKeySequence(Qt::SHIFT | Qt::Key_R)},
                           tr("Step the seed back by one."), [this] { m_model->setSeed(m_model->seed() - 1); });
    m_letterActions << add(QStringLiteral("next"), tr("N&ext seed"), {QKeySequence(Qt::Key_N)},
                           tr("Step the seed on by one."), [this] { m_model->setSeed(m_model->seed() + 1); });
    auto* lock = add(QStringLiteral("lock"), tr("&Lock the seed"), {QKeySequence(Qt::Key_L)},
                     tr("Keep the seed when a new one is asked for."),
                     [this] { m_model->setSeedLocked(!m_model->isSeedLocked()); });
    lock->setCheckable(true);
    connect(m_model, &SampleModel::changed, lock, [this, lock] { lock->setChecked(m_model->isSeedLocked()); });
    m_letterActions << lock;
    m_letterActions << add({}, tr("&Cooler"), {QKeySequence(Qt::Key_BracketLeft), QKeySequence(Qt::Key_Comma)},
                           tr("Lower all temperatures by 5 %."),
                           [this] { m_model->setTemperatureScale(m_model->temperatureScale() - 0.05); });
    m_letterActions << add({}, tr("&Warmer"), {QKeySequence(Qt::Key_BracketRight), QKeySequence(Qt::Key_Period)},
                           tr("Raise all temperatures by 5 %."),
                           [this] { m_model->setTemperatureScale(m_model->temperatureScale() + 0.05); });
    add(QStringLiteral("grid"), tr("Save the &sheet…"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)},
        tr("Save all faces as one picture, a PNG with its recipe inside."), [this] { askAndSave(true); });
    buildFaceActions();
    buildViewActions();
}

void SampleScreen::buildFaceActions() {
    const auto face = [this](const char* iconName, const QString& text, const QKeySequence& key, const QString& tip,
                             void (SampleScreen::*run)()) {
        QAction* action = add(QString::fromLatin1(iconName), text, {key}, tip, [this, run] { (this->*run)(); });
        m_faceActions << action;
        m_cardActions << action;
    };
    m_cardActions << add(QStringLiteral("save"), tr("Save the &picture…"), {QKeySequence(Qt::CTRL | Qt::Key_S)},
                         tr("Save the selected face, as a PNG with its recipe inside."), [this] { askAndSave(false); });
    m_faceActions << m_cardActions.back();
    face("copy", tr("Copy the &image"), QKeySequence(Qt::CTRL | Qt::Key_C),
         tr("Copy the selected face, as large as it is saved."), &SampleScreen::copyPicture);
    face("command", tr("Copy as c&ommand"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
         tr("Copy the command that draws this face."), &SampleScreen::copyCommand);
    face("morph", tr("Use in &Morph"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M),
         tr("Add the selected face to the morph."), &SampleScreen::useInMorph);
    face("stimuli", tr("Use in a stimulus &set"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I),
         tr("Add the selected face's identity to the set of the Stimuli screen."), &SampleScreen::useInSet);
    face("encode", tr("E&ncode again"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E),
         tr("Send the selected face to Encode."), &SampleScreen::encodeAgain);
}

void SampleScreen::buildViewActions() {
    add(QStringLiteral("fit"), tr("&Fit"), {QKeySequence(Qt::CTRL | Qt::Key_9)}, tr("Show the whole grid."),
        [this] { m_canvas->fit(); });
    add({}, tr("&Actual pixels"), {QKeySequence(Qt::CTRL | Qt::Key_0)}, tr("One picture pixel per screen pixel."),
        [this] { m_canvas->actualPixels(); });
    add({}, tr("Zoom &in"), {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)},
        tr("To the next whole-number enlargement."), [this] { m_canvas->zoomStep(1); });
    add({}, tr("Zoom &out"), {QKeySequence(Qt::CTRL | Qt::Key_Minus)}, tr("To the previous whole-number enlargement."),
        [this] { m_canvas->zoomStep(-1); });
    m_smooth = add({}, tr("Smooth enlar&gement"), {QKeySequence(Qt::CTRL | Qt::Key_B)},
                   tr("Smooth pixels when magnified, or show them as squares."),
                   [this] { m_canvas->setSmooth(!m_canvas->scene().isSmooth()); });
    m_smooth->setCheckable(true);
    m_smooth->setChecked(true);
    connect(m_canvas, &CanvasController::viewChanged, m_smooth,
            [this] { m_smooth->setChecked(m_canvas->scene().isSmooth()); });
    m_compare = add(QStringLiteral("compare"), tr("Compare with the faces of no&w"), {QKeySequence(Qt::Key_W)},
                    tr("Keep the present faces on the left of a wipe while you change something."), [] {});
    m_compare->setCheckable(true);
    connect(m_compare, &QAction::toggled, this, &SampleScreen::toggleCompare);
    m_letterActions << m_compare;
}

void SampleScreen::toggleCompare(bool on) {
    on ? m_canvas->scene().pin() : m_canvas->scene().unpin();
    m_canvas->sceneEdited();
}

void SampleScreen::askAndSave(bool sheet) {
    const Cell* cell = m_model->selectedCell();
    if (!sheet && cell == nullptr) {
        Q_EMIT messageRaised(information(tr("This face is not drawn yet."), tr("Save it when it is there.")));
        return;
    }
    const QString name =
        sheet ? QStringLiteral("faces-%1.png").arg(m_model->seed()) : QStringLiteral("face-%1.png").arg(cell->seed);
    const QString path = askForPictureName(m_viewport, sheet ? tr("Save the sheet") : tr("Save the picture"), name);
    if (path.isEmpty()) return;
    sheet ? saveSheetTo(path) : savePictureTo(path);
}

void SampleScreen::savePictureTo(const QString& path) {
    const Cell* cell = m_model->selectedCell();
    if (cell == nullptr) return;
    save(path, tr("The picture was not saved."),
         [image = cell->image, request = m_model->cellRequest(*cell), size = size_alone(m_model->savedSize()),
          licence = m_model->modelInfo()->licence](const std::filesystem::path& file) {
             save_picture(file, image, size, {recipe_of(request), Origin::kDrawn, licence});
         });
}

void SampleScreen::saveSheetTo(const QString& path) {
    std::vector<Image> images;
    for (int i = 0; i < m_model->total(); ++i)
        if (const Cell* cell = m_model->cell(i)) images.push_back(cell->image);
    if (static_cast<int>(images.size()) != m_model->total()) {
        Q_EMIT messageRaised(
            information(tr("Some faces are not drawn yet."), tr("Save the sheet when all are there.")));
        return;
    }
    save(path, tr("The sheet was not saved."),
         [images = std::move(images), request = m_model->request(), size = m_model->savedSize(),
          names = m_model->sheetNames(), licence = m_model->modelInfo()->licence](const std::filesystem::path& file) {
             save_sheet(file, images, request.columns, size, {recipe_of(request), Origin::kDrawn, licence}, names);
         });
}

void SampleScreen::save(const QString& path, const QString& failure,
                        std::function<void(const std::filesystem::path&)> write) {
    savePicture(this, path, std::move(write), [this, failure](const Result<QString>& saved) {
        Q_EMIT messageRaised(saved.ok() ? information(tr("Saved %1.").arg(saved.value()), savedHint(saved.value()))
                                        : messageFromError(saved.error(), failure));
    });
}

void SampleScreen::copyPicture() {
    const Cell* cell = m_model->selectedCell();
    if (cell == nullptr) return;
    const Image picture = at_size(cell->image, size_alone(m_model->savedSize()));
    QGuiApplication::clipboard()->setImage(toQImage(picture));
    Q_EMIT statusChanged(tr("Copied the face, %1 × %2 pixels").arg(picture.width).arg(picture.height));
}

void SampleScreen::copyCommand() {
    const Cell* cell = m_model->selectedCell();
    if (cell == nullptr) return;
    const QString command = QString::fromStdString(as_command(m_model->cellRequest(*cell)));
    QGuiApplication::clipboard()->setText(command);
    Q_EMIT statusChanged(tr("Copied: %1").arg(command));
}

void SampleScreen::useInMorph() {
    const Cell* cell = m_model->selectedCell();
    if (cell == nullptr) return;
    MorphKey key;
    key.source = "seed:" + std::to_string(cell->seed);
    key.look = cell->look;
    Q_EMIT morphKeyOffered(key, toQImage(cell->image));
}

void SampleScreen::useInSet() {
    if (const Cell* cell = m_model->selectedCell()) Q_EMIT identityOffered(QStringLiteral("seed:%1").arg(cell->seed));
}

void SampleScreen::encodeAgain() {
    if (const Cell* cell = m_model->selectedCell()) Q_EMIT photoOffered(toQImage(cell->image));
}

}  // namespace bplf::ui
