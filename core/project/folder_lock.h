// SPDX-License-Identifier: GPL-3.0-or-later
// One process at a time in a folder that several studios write into.
#pragma once

#include <filesystem>

namespace bplf::project {

/// Makes the folder where it is missing, and waits until nobody else holds its lock. Held until the end of its life, or
/// of the process, however that ends. Error(kResource) where the folder cannot be made or written into.
class FolderLock {
  public:
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

  private:
    int descriptor_ = -1;
};

}  // namespace bplf::project
