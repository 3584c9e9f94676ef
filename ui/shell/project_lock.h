// SPDX-License-Identifier: GPL-3.0-or-later
// One studio at a time works on a project.
#pragma once

#include <QLockFile>
#include <QString>
#include <memory>

namespace bplf::ui {

/// Holds the project for this process until its end, however that comes. The lock lies in the state folder, so that
/// projects on read-only disks can be opened.
class ProjectLock {
  public:
    /// Gives back what was held. False where another studio of this user works on the project.
    bool take(const QString& project);
    void release() { m_lock.reset(); }

  private:
    std::unique_ptr<QLockFile> m_lock;
};

}  // namespace bplf::ui
