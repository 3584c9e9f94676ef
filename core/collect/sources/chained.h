// SPDX-License-Identifier: GPL-3.0-or-later
// Several tables of one collection, one for each split, as one source.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/collect/source.h"

namespace bplf {

/// The parts one after another, under the collection and the words of all of them. Precondition: there is a part.
std::unique_ptr<Source> chained(const std::string& name, std::vector<std::unique_ptr<Source>> parts);

}  // namespace bplf
