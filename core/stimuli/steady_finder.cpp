// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"
#include "core/engine/engine.h"
#include "core/engine/one_core.h"
#include "core/stimuli/judge.h"

namespace bplf::stimuli {

FaceFinder steady_finder(Engine& engine) {
    return [&engine](const Image& image) {
        const OneCore one_core;
        return engine.find_faces(image, {}).value_or_throw();
    };
}

}  // namespace bplf::stimuli
