// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept between sessions, in $XDG_CONFIG_HOME/bplf-studio/studio.ini.
#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <memory>

#include "ui/kit/theme.h"

namespace bplf::ui {

/// Typed access; each value has a default, and a damaged file is the same as none.
class StudioSettings {
  public:
    /// `persistent` false (safe mode, tests, screenshots): reads nothing, writes to memory only.
    explicit StudioSettings(bool persistent);

    QByteArray geometry() const;
    QByteArray windowState() const;
    void setWindow(const QByteArray& geometry, const QByteArray& state);
    QString mode() const;
    void setMode(const QString& mode);
    QString model() const;
    void setModel(const QString& model);
    /// Newest first, at most 12, without doubles.
    QStringList recentModels() const;
    void addRecentModel(const QString& path);
    Theme theme() const;
    void setTheme(Theme theme);

    /// The group of one screen.
    QSettings& file() { return *m_file; }
    void sync() { m_file->sync(); }

  private:
    std::unique_ptr<QSettings> m_file;
    bool m_persistent;
    QString m_temporary;

  public:
    ~StudioSettings();
    StudioSettings(const StudioSettings&) = delete;
    StudioSettings& operator=(const StudioSettings&) = delete;
};

}  // namespace bplf::ui
