// SPDX-License-Identifier: GPL-3.0-or-later
// The choices of the Data screen: core's build options with the folder they go to.
#pragma once

#include <QString>
#include <QStringList>
#include <QVariantMap>
#include <filesystem>

#include "core/collect/builder.h"

namespace bplf::ui {

/// A value. What the screen does not show (margin, seed, …) is kept as it is, so that an opened set is built
/// again as it was.
struct BuildSettings {
    BuildOptions options;          ///< without sources; its profile is empty for a set that was built without one
    QString folder;                ///< of the built set
    bool isFolderProposed = true;  ///< nobody chose the folder yet

    BuildSettings();
    /// The cleaning that the profile stands for; what is not cleaning stays. Error(kUsage) for an unknown name.
    void setProfile(const QString& profile);
    /// Also moves the proposed folder.
    void setSize(int size);
    void setFolder(const QString& path);
    /// What is built: the options with these sources, and findings kept for the next time.
    BuildOptions optionsFor(const QStringList& sources) const;

    void save(QVariantMap& state) const;
    void restore(const QVariantMap& state);
};

/// How a set was built, as far as the studio can do it again.
struct BuildRecord {
    BuildSettings settings;
    QStringList sources;  ///< spellings
    QString problem;      ///< empty, or what a rebuild would do in another way
};

/// Reads build.json of a built folder. Error(kInput) when it is missing or none.
BuildRecord readBuildRecord(const std::filesystem::path& folder);

/// Whether the folder holds a finished set, what was found in its images, or a build that was stopped.
bool holdsDataSet(const QString& folder);
bool holdsFindings(const QString& folder);
bool holdsStoppedBuild(const QString& folder);

}  // namespace bplf::ui
