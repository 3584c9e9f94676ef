// SPDX-License-Identifier: GPL-3.0-or-later
// The model that drew something becomes the current one, wherever it lies by now.
#pragma once

#include <QObject>
#include <QString>
#include <functional>

namespace bplf::ui {

class EngineBridge;

/// Finds a model by the hash of its weights, and by its name where nothing has those. UI thread; files are read
/// elsewhere.
class ModelOpening : public QObject {
    Q_OBJECT

  public:
    explicit ModelOpening(EngineBridge* bridge, QObject* parent = nullptr);

    /// Calls `then` once: at once where the current model has these weights; else when the model that has them, or only
    /// the name, is current; or when it turns out that there is none. Takes the place of an opening that still waits.
    void open(const QString& name, const QString& sha256, std::function<void()> then);
    /// Whether something is there under this name; it may have other weights.
    bool isThere(const QString& name) const;

  private:
    bool isCurrent(const QString& name, const QString& sha256) const;
    void load(const QString& model);
    void finish();

    EngineBridge* m_bridge;
    std::function<void()> m_then;
    bool m_isLoading = false;
    int m_run = 0;
};

}  // namespace bplf::ui
