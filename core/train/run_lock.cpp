// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run_lock.h"

#include <system_error>

#include "core/base/error.h"

namespace bplf {
namespace {

/// The lock's file, in a folder that is there if that can be.
std::filesystem::path lock_file(const std::filesystem::path& root) {
    std::error_code code;
    std::filesystem::create_directories(root, code);
    return root / ".lock";
}

}  // namespace

RunLock::RunLock(const std::filesystem::path& root) : lock_(lock_file(root)) {
    if (lock_.is_mine()) return;
    throw_usage_error("is being trained already.", root.string(),
                      "Wait until that training has ended, or choose another --out.");
}

}  // namespace bplf
