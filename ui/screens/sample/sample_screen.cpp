// SPDX-License-Identifier: GPL-3.0-or-later
// Wires model, viewport, inspector and card together. The actions are in sample_actions.cpp.
#include "ui/screens/sample/sample_screen.h"

#include <QAction>
#include <QFileInfo>
#include <QMenu>
#include <QScrollArea>

#include "core/publish/recipe.h"
#include "ui/bridge/background.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/bridge/model_opening.h"
#include "ui/screens/sample/result_card.h"
#include "ui/screens/sample/sample_model.h"
#include "ui/screens/sample/sample_panel.h"
#include "ui/viewport/canvas_controller.h"
#include "ui/viewport/viewport.h"

namespace bplf::ui {
namespace {

/// Larger files are not looked into while dragging; our own pictures are far smaller.
constexpr qint64 kRecipeLimit = 32LL << 20;

}  // namespace

SampleScreen::SampleScreen(EngineBridge* bridge, ViewportKind kind, QObject* parent)
    : Screen(bridge, parent),
      m_canvas(new CanvasController(this)),
      m_model(new SampleModel(bridge, m_canvas, this)),
      m_opening(new ModelOpening(bridge, this)),
      m_viewportKind(kind) {
    buildActions();
    connect(m_canvas, &CanvasController::selectionChanged, this, &SampleScreen::showSelection);
    connect(m_canvas, &CanvasController::contextMenuRequested, this, &SampleScreen::showMenu);
    connect(m_model, &SampleModel::changed, this, &Screen::stateEdited);
    connect(m_canvas, &CanvasController::viewChanged, this, &Screen::stateEdited);
    connect(m_model, &SampleModel::cellLanded, this, [this](int index) {
        if (m_canvas->scene().selected() < 0) m_canvas->select(index);
        if (index == m_canvas->scene().selected()) showSelection();
    });
    connect(m_model, &SampleModel::progressed, this, [this](int done, int total) {
        Progress progress;
        progress.stage = "draw";
        progress.unit = "faces";
        progress.done = done;
        progress.total = total;
        Q_EMIT progressed(progress);
    });
    connect(m_model, &SampleModel::finishedDrawing, this, [this](double milliseconds) {
        const QString time = QString::number(milliseconds, 'f', 0);
        const int faces = m_model->total();
        Q_EMIT statusChanged(faces == 1 ? tr("1 face in %1 ms").arg(time)
                                        : tr("%1 faces in %2 ms").arg(faces).arg(time));
        Q_EMIT settledChanged();
    });
    connect(m_model, &SampleModel::failed, this, [this](const Error& error) {
        Q_EMIT messageRaised(messageFromError(error, tr("The faces could not be drawn.")));
        Q_EMIT settledChanged();
    });
}

QWidget* SampleScreen::page() {
    if (m_viewport != nullptr) return m_viewport;
    m_viewport = new Viewport(m_canvas, m_viewportKind);
    connect(m_viewport, &Viewport::fellBack, this,
            [this](const QString& reason) { Q_EMIT statusChanged(tr("Simple viewport: %1").arg(reason)); });
    for (QAction* action : m_letterActions) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        m_viewport->addAction(action);
    }
    return m_viewport;
}

QWidget* SampleScreen::inspector() {
    if (m_panel == nullptr) m_panel = new SamplePanel(m_model, m_canvas);
    return m_panel;
}

QWidget* SampleScreen::card() {
    if (m_card == nullptr) m_card = new ResultCard(m_cardActions);
    return m_card;
}

void SampleScreen::activated() {
    m_active = true;
    if (std::exchange(m_dirty, false)) m_model->draw();
    updateActions();
}

void SampleScreen::deactivated() {
    m_active = false;
    if (m_model->isDrawing()) m_dirty = true;
    m_model->stop();
}

void SampleScreen::modelChanged(const ModelInfo& info) {
    m_model->setModel(info);
    waitForFront();
}

void SampleScreen::waitForFront() {
    if (m_active || m_model->modelInfo() == nullptr) return;
    m_model->stop();
    m_dirty = true;
}

void SampleScreen::stop() {
    m_model->stop();
}
void SampleScreen::newSeed() {
    m_model->newSeed();
}
void SampleScreen::setLive(bool live) {
    m_model->setLive(live);
}

bool SampleScreen::isSettled() const {
    return !m_model->isDrawing() && m_model->finished() > 0;
}

void SampleScreen::showSelection() {
    const Cell* cell = m_model->selectedCell();
    if (m_card != nullptr) m_card->showCell(cell);
    if (m_viewport != nullptr && cell != nullptr) m_viewport->describe(m_model->describe(*cell));
    updateActions();
}

void SampleScreen::updateActions() {
    const bool face = m_model->selectedCell() != nullptr;
    for (QAction* action : m_faceActions) action->setEnabled(face);
}

void SampleScreen::showMenu(int index, const QPoint& position) {
    auto* menu = new QMenu(m_viewport);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(index >= 0 ? m_faceActions : m_letterActions);
    menu->popup(position);
}

bool SampleScreen::canOpen(const QString& path) const {
    const QFileInfo file(path);
    if (file.suffix().compare(QLatin1String("png"), Qt::CaseInsensitive) != 0) return false;
    return file.size() <= kRecipeLimit && recipe_schema(path.toStdString()) == "bplf.sample.v1";
}

void SampleScreen::open(const QStringList& paths) {
    const QString path = paths.value(0);
    runInBackground<SampleRequest>(
        this, [path] { return request_in(path.toStdString()); },
        [this, path](const Result<SampleRequest>& request) {
            if (request.ok()) {
                restoreOrLoad(path, request.value());
            } else {
                Q_EMIT messageRaised(messageFromError(request.error(), tr("The recipe was not restored.")));
            }
        });
}

void SampleScreen::restoreOrLoad(const QString& path, const SampleRequest& request) {
    const ModelInfo* info = m_model->modelInfo();
    const bool other = info != nullptr && !request.model_sha256.empty() && request.model_sha256 != info->sha256;
    if (!other) return restoreFrom(path, request);
    m_opening->open(QString::fromStdString(request.model), QString::fromStdString(request.model_sha256),
                    [this, path, request] { restoreFrom(path, request); });
}

void SampleScreen::restoreFrom(const QString& path, const SampleRequest& request) {
    const QString name = QFileInfo(path).fileName();
    const bool complete = m_model->restore(request);
    const ModelInfo* info = m_model->modelInfo();
    const bool other = info != nullptr && !request.model_sha256.empty() && request.model_sha256 != info->sha256;
    Message message = information(tr("Restored the recipe of %1.").arg(name));
    if (other || !complete) {
        message.severity = Message::Severity::kWarning;
        message.why = complete ? tr("It was drawn with another model (%1), so the faces differ.")
                                     .arg(QString::fromStdString(request.model))
                               : tr("It uses labels that this model does not have; they were left out.");
        message.todo = tr("Open that model to get the same picture.");
    }
    Q_EMIT messageRaised(message);
}

}  // namespace bplf::ui
