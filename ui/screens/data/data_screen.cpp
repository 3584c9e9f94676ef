// SPDX-License-Identifier: GPL-3.0-or-later
// Wires the parts of the Data screen to the shell.
#include "ui/screens/data/data_screen.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QLocale>

#include "ui/screens/data/data_card.h"
#include "ui/screens/data/data_model.h"
#include "ui/screens/data/data_page.h"
#include "ui/screens/data/data_panel.h"
#include "ui/screens/data/data_places.h"
#include "ui/screens/data/data_review.h"
#include "ui/screens/data/review_tiles.h"

namespace bplf::ui {

DataScreen::DataScreen(EngineBridge* bridge, QObject* parent)
    : Screen(bridge, parent), m_model(new DataModel(this)), m_page(new DataPage(m_model)) {
    makeActions();
    connectModel();
}

QWidget* DataScreen::page() {
    return m_page;
}

QWidget* DataScreen::inspector() {
    if (m_panel == nullptr) m_panel = new DataPanel(m_model);
    return m_panel;
}

QWidget* DataScreen::card() {
    if (m_card != nullptr) return m_card;
    m_card = new DataCard(m_model, m_decisions);
    ReviewTiles* tiles = m_page->review()->tiles();
    connect(tiles, &ReviewTiles::chosenChanged, this,
            [this, tiles] { m_card->showLines(tiles->currentLine(), tiles->selectedLines()); });
    connect(m_card, &DataCard::copyRequested, this, [this, tiles](qint64 line) {
        if (m_model->images()->rowOf(line) < 0) m_page->review()->setFilter(QString());
        tiles->choose(line);
        tiles->setFocus();
    });
    return m_card;
}

void DataScreen::connectModel() {
    connect(m_model, &DataModel::messageRaised, this, &Screen::messageRaised);
    connect(m_model->build(), &DataBuild::progressed, this, &Screen::progressed);
    connect(m_model, &DataModel::busyChanged, this, &Screen::settledChanged);
    connect(m_model, &DataModel::changed, this, &DataScreen::updateActions);
    connect(m_model, &DataModel::changed, this, &Screen::stateEdited);
    connect(m_page->review()->tiles(), &ReviewTiles::chosenChanged, this, &DataScreen::updateActions);
    connect(m_model->decisions(), &ReviewDecisions::changed, this, &DataScreen::updateActions);
    connect(m_model->decisions(), &ReviewDecisions::decided, this,
            [this](const QString& folder, const ReviewDecisions::Step& before, const ReviewDecisions::Step& after) {
                ReviewDecisions* decisions = m_model->decisions();
                const auto count = static_cast<int>(after.size());
                Q_EMIT stepDone(
                    count == 1 ? tr("a decision") : tr("decisions about %1 images").arg(count),
                    [=] { decisions->apply(folder, before); }, [=] { decisions->apply(folder, after); });
            });
    updateActions();
}

void DataScreen::activated() {
    m_isInFront = true;
    openAgain();
    updateActions();
    if (m_model->isBuilding()) Q_EMIT progressed(m_model->build()->progress());
}

void DataScreen::stop() {
    m_model->stop();
}

bool DataScreen::claims(const QString& path) const {
    return isBuiltSet(path) || isFaceTable(path);
}

bool DataScreen::canOpen(const QString& path) const {
    const QFileInfo info(path);
    if (claims(path)) return true;
    if (!info.isDir() || QFileInfo::exists(path + QStringLiteral("/model.safetensors"))) return false;
    return m_isInFront || holdsPictures(path);
}

void DataScreen::open(const QStringList& paths) {
    m_yesterday.clear();
    for (const QString& path : paths) {
        if (isBuiltSet(path)) {
            m_model->openBuilt(QFileInfo(path).isDir() ? path : QFileInfo(path).path());
        } else {
            m_model->sources()->add(path);
        }
    }
}

QVariantMap DataScreen::state() const {
    QVariantMap state{
        {"sources", m_model->sources()->spellings()},
        {"built", m_model->showsBuiltSet() && m_yesterday.isEmpty() ? m_model->shownFolder() : m_yesterday}};
    m_model->settings().save(state);
    return state;
}

void DataScreen::restoreState(const QVariantMap& state) {
    if (m_model->isBuilding()) return;
    BuildSettings restored = m_model->settings();
    restored.restore(state);
    m_model->setSettings(restored);
    m_model->sources()->clear();
    for (const QString& spelling : state.value("sources").toStringList()) m_model->sources()->addSpelling(spelling);
    Q_EMIT m_model->settingsReplaced();
    m_yesterday = state.value("built").toString();
    if (m_isInFront) openAgain();
}

bool DataScreen::canRestoreState() const {
    return !m_model->isBuilding();
}

bool DataScreen::isStateWhole() const {
    return !m_model->sources()->isBusy();
}

void DataScreen::reset() {
    if (m_model->isBuilding()) return;
    m_yesterday.clear();
    m_model->closeSet();
    m_model->sources()->clear();
    m_model->setSettings(BuildSettings());
    Q_EMIT m_model->settingsReplaced();
}

QString DataScreen::nameOfChange(const QVariantMap& before, const QVariantMap& after) const {
    const auto sources = [](const QVariantMap& state) { return state.value("sources").toStringList(); };
    if (sources(before) == sources(after)) return tr("the choices of the build");
    if (sources(before).size() < sources(after).size()) return tr("a new source");
    return sources(before).size() > sources(after).size() ? tr("removing a source") : tr("the kind of a source");
}

/// When the screen comes to the front: reading a large set would else hold up the first drawing.
void DataScreen::openAgain() {
    // One that is not there now, as on a drive that is not plugged in, is kept in mind.
    if (m_yesterday.isEmpty() || !isBuiltSet(m_yesterday)) return;
    const QString folder = std::exchange(m_yesterday, {});
    if (folder != m_model->shownFolder()) m_model->lookThrough(folder);
}

bool DataScreen::isSettled() const {
    return !m_model->isBusy();
}

}  // namespace bplf::ui
