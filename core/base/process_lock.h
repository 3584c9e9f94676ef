// SPDX-License-Identifier: GPL-3.0-or-later
// A file that one process at a time holds, and whose holder others can ask for.
#pragma once

#include <filesystem>
#include <optional>

namespace bplf {

/// Holds `file` while alive; the system frees it when the process ends, however it ends, and the file stays.
/// nowhere: one place holds it.
class ProcessLock {
  public:
    /// Creates the file. Error(kResource) when it cannot be written.
    explicit ProcessLock(const std::filesystem::path& file);
    ~ProcessLock();
    ProcessLock(const ProcessLock&) = delete;
    ProcessLock& operator=(const ProcessLock&) = delete;

    /// False when somebody else holds it, in this process or another. On a file system without locks, nobody does.
    bool is_mine() const { return mine_; }

  private:
    int descriptor_ = -1;
    bool mine_ = false;
};

/// The process that holds the file now; nothing where nobody does, or where it does not say who it is. Takes no lock,
/// so it never stands in the way of one who wants it.
std::optional<int> holder_of(const std::filesystem::path& file);

}  // namespace bplf
