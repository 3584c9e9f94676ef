// SPDX-License-Identifier: GPL-3.0-or-later
// What a build without Cairo answers.
#include "core/plot/drawing.h"

#include "core/base/error.h"

namespace bplf {

void throw_cannot_draw(const std::string& where) {
    throw Error(ErrorKind::kResource, "This build draws no figures, for it was made without Cairo.", where,
                "Write .csv instead, or build with BPLF_WITH_CAIRO=ON.");
}

}  // namespace bplf
