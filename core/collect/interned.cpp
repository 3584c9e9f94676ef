// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/interned.h"

#include <mutex>
#include <unordered_set>

namespace bplf {
namespace {

const std::string* pooled(std::string_view text) {
    static std::mutex mutex;
    static std::unordered_set<std::string> pool;
    const std::lock_guard lock(mutex);
    return &*pool.emplace(text).first;
}

}  // namespace

Interned::Interned() {
    static const std::string* const nothing = pooled("");
    text_ = nothing;
}

Interned::Interned(std::string_view text) : text_(pooled(text)) {}

}  // namespace bplf
