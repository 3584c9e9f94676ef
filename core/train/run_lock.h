// SPDX-License-Identifier: GPL-3.0-or-later
// One trainer at a time in a run folder.
#pragma once

#include <filesystem>

#include "core/base/process_lock.h"

namespace bplf {

/// Holds a run folder for one trainer while alive, through a lock on its hidden file `.lock`. The system frees it when
/// the process ends, however it ends; the file stays, and says who holds it (base/process_lock.h).
class RunLock {
  public:
    /// Creates `root` where it is missing. Error(kUsage) when another trainer, of this process or another, holds it;
    /// Error(kResource) when it cannot be written.
    explicit RunLock(const std::filesystem::path& root);

  private:
    ProcessLock lock_;
};

}  // namespace bplf
