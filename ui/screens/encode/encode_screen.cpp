// SPDX-License-Identifier: GPL-3.0-or-later
// Chips and stages; the steps themselves are EncodeModel's.
#include "ui/screens/encode/encode_screen.h"

#include <QAction>
#include <QFileInfo>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QVBoxLayout>

#include "ui/bridge/engine_bridge.h"
#include "ui/kit/chip_bar.h"
#include "ui/screens/encode/encode_model.h"
#include "ui/screens/encode/encode_panel.h"
#include "ui/screens/encode/encode_stages.h"
#include "ui/screens/encode/relabel_model.h"

namespace bplf::ui {
namespace {

const QStringList kStageIds{QStringLiteral("photo"), QStringLiteral("face"), QStringLiteral("crop"),
                            QStringLiteral("encode"), QStringLiteral("use")};
/// Photo and Face share the first page.
constexpr int kPageOf[] = {0, 0, 1, 2, 3};

}  // namespace

EncodeScreen::EncodeScreen(EngineBridge* bridge, QObject* parent)
    : Screen(bridge, parent), m_model(new EncodeModel(bridge, this)), m_relabel(new RelabelModel(bridge, this)) {
    buildActions();
    connect(m_model, &EncodeModel::messageRaised, this, &Screen::messageRaised);
    connect(m_relabel, &RelabelModel::messageRaised, this, &Screen::messageRaised);
    connect(m_model, &EncodeModel::photoOpened, this, [this] {
        m_followed = false;
        m_relabel->clear();
        showStageAt(1);
    });
    connect(m_model, &EncodeModel::encoded, this, [this] {
        m_relabel->setEncoding(*m_model->encoding());
        Q_EMIT statusChanged(tr("%1 bits/dim").arg(m_model->encoding()->bits_per_dim, 0, 'f', 2));
        follow();
    });
    connect(m_model, &EncodeModel::changed, this, &EncodeScreen::updateActions);
    connect(m_model, &EncodeModel::changed, this, &Screen::stateEdited);
    connect(m_relabel, &RelabelModel::changed, this, &Screen::stateEdited);
    connect(m_model, &EncodeModel::busyChanged, this, [this] {
        Progress progress;
        if (m_model->isBusy()) progress.stage = tr("Working on the photo…").toStdString();
        Q_EMIT progressed(progress);
        Q_EMIT settledChanged();
    });
    connect(m_relabel, &RelabelModel::tilesChanged, this, &EncodeScreen::updateActions);
    connect(m_relabel, &RelabelModel::tilesChanged, this, &Screen::settledChanged);
}

EncodeScreen::~EncodeScreen() = default;

QWidget* EncodeScreen::page() {
    if (m_page != nullptr) return m_page;
    m_page = new QWidget;
    m_chips = new ChipBar({tr("Photo"), tr("Face"), tr("Crop"), tr("Encode"), tr("Use")}, m_page);
    m_stages = new QStackedWidget(m_page);
    auto* face = new FaceStage(m_model, m_stages);
    m_code = new CodeStage(m_model, m_stages);
    m_stages->addWidget(face);
    m_stages->addWidget(new CropStage(m_model, m_stages));
    m_stages->addWidget(m_code);
    m_stages->addWidget(new UseStage(m_model, m_relabel, m_stages));
    auto* layout = new QVBoxLayout(m_page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_chips);
    layout->addWidget(m_stages, 1);
    connect(m_chips, &ChipBar::chosen, this, &EncodeScreen::showStageAt);
    connect(face, &FaceStage::openRequested, m_fileActions[0], &QAction::trigger);
    connect(face, &FaceStage::pasteRequested, m_fileActions[1], &QAction::trigger);
    showStageAt(0);
    updateActions();
    return m_page;
}

QWidget* EncodeScreen::inspector() {
    if (m_panel == nullptr) m_panel = new EncodePanel(m_model, m_relabel, m_fileActions, m_resultActions);
    return m_panel;
}

void EncodeScreen::activated() {
    m_isActive = true;
    openAgain();
    updateActions();
}

void EncodeScreen::modelChanged(const ModelInfo& info) {
    page();
    inspector();
    m_relabel->setModel(info);
    m_relabel->clear();
    m_code->setUsualRange(info);
    m_panel->setModel(info);
    m_model->modelChanged();
    if (m_isActive) openAgain();
}

bool EncodeScreen::canOpen(const QString& path) const {
    static const QStringList suffixes{"png", "jpg", "jpeg", "webp", "tif", "tiff", "bmp", "pgm", "ppm", "pnm"};
    return suffixes.contains(QFileInfo(path).suffix().toLower());
}

void EncodeScreen::open(const QStringList& paths) {
    m_yesterday.clear();
    m_model->openPhoto(paths.value(0));
    if (paths.size() < 2) return;
    const qsizetype others = paths.size() - 1;
    Message message = information(tr("One photo at a time: %1 is opened.").arg(QFileInfo(paths[0]).fileName()),
                                  others == 1 ? tr("The other one is left out; drop it by itself.")
                                              : tr("The other %1 are left out; drop them one by one.").arg(others));
    message.severity = Message::Severity::kWarning;
    Q_EMIT messageRaised(message);
}

bool EncodeScreen::openImage(const QImage& image) {
    if (image.isNull()) return false;
    m_yesterday.clear();
    m_model->openImage(image, tr("pasted picture"));
    return true;
}

bool EncodeScreen::isSettled() const {
    return !m_model->isBusy() && !m_relabel->isBusy();
}

void EncodeScreen::follow() {
    if (std::exchange(m_followed, true)) return;
    // With several faces the choice comes first; the result is a click away.
    if (m_model->faces().size() <= 1) showStageAt(4);
}

void EncodeScreen::showStage(const QString& name) {
    showStageAt(static_cast<int>(kStageIds.indexOf(name)));
}

void EncodeScreen::showStageAt(int index) {
    if (m_stages == nullptr || index < 0 || index > static_cast<int>(m_model->reached())) return;
    m_chips->setCurrent(index);
    m_stages->setCurrentIndex(kPageOf[index]);
}

void EncodeScreen::updateActions() {
    const bool isDrawn = m_model->encoding().has_value() && m_relabel->selectedTile() != nullptr;
    for (QAction* action : m_resultActions) action->setEnabled(isDrawn);
    if (m_chips == nullptr) return;
    const int reached = static_cast<int>(m_model->reached());
    m_chips->setReached(reached);
    if (m_chips->current() > reached) showStageAt(reached);
}

}  // namespace bplf::ui
