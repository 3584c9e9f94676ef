// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/request_key.h"

namespace bplf {

std::string file_kind_of(const MorphKey& key) {
    for (const char* kind : {"photo:", "latent:"})
        if (key.source.starts_with(kind)) return kind;
    return {};
}

std::string file_of(const MorphKey& key) {
    const std::string kind = file_kind_of(key);
    return kind.empty() ? std::string() : key.source.substr(kind.size());
}

}  // namespace bplf
