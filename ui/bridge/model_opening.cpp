// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/model_opening.h"

#include <QFileInfo>
#include <utility>

#include "core/base/models_folder.h"
#include "ui/bridge/background.h"
#include "ui/bridge/engine_bridge.h"

namespace bplf::ui {

ModelOpening::ModelOpening(EngineBridge* bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {
    const auto over = [this] {
        if (m_isLoading) finish();
    };
    // Queued: the screens must have taken the model first.
    connect(bridge, &EngineBridge::modelLoaded, this, over, Qt::QueuedConnection);
    connect(bridge, &EngineBridge::modelFailed, this, over, Qt::QueuedConnection);
    connect(bridge, &EngineBridge::engineFailed, this, over, Qt::QueuedConnection);
}

bool ModelOpening::isThere(const QString& name) const {
    return m_bridge->embeddedModels().contains(name) || (!name.isEmpty() && QFileInfo::exists(name));
}

bool ModelOpening::isCurrent(const QString& name, const QString& sha256) const {
    const ModelInfo* model = m_bridge->model();
    if (model == nullptr) return false;
    if (!sha256.isEmpty()) return model->sha256 == sha256.toStdString();
    return name.isEmpty() || model->name == name.toStdString() || model->path == name.toStdString();
}

void ModelOpening::open(const QString& name, const QString& sha256, std::function<void()> then) {
    m_isLoading = false;
    const int run = ++m_run;
    if (isCurrent(name, sha256)) return then();
    m_then = std::move(then);
    runInBackground<std::string>(
        this, [name, sha256] { return model_that_drew(name.toStdString(), sha256.toStdString()); },
        [this, run, name](const Result<std::string>& found) {
            if (run != m_run) return;
            const QString model = found.ok() ? QString::fromStdString(found.value()) : name;
            // What was found by its weights is there.
            if (model == name && !isThere(name)) return finish();
            load(model);
        });
}

void ModelOpening::load(const QString& model) {
    if (isCurrent(model, {})) return finish();
    m_isLoading = true;
    m_bridge->loadModel(model);
}

void ModelOpening::finish() {
    m_isLoading = false;
    if (const auto then = std::exchange(m_then, nullptr)) then();
}

}  // namespace bplf::ui
