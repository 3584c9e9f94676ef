// SPDX-License-Identifier: GPL-3.0-or-later
// A set on paper: every picture small, with its name under it.
#pragma once

#include <filesystem>
#include <string>

#include "core/stimuli/set_record.h"

namespace bplf::stimuli {

/// A PDF of A4 pages (wide). Reads the pictures from the set's folder. Error(kResource) in a build without Cairo.
std::string contact_sheet_pdf(const SetRecord& set, const std::filesystem::path& folder);

}  // namespace bplf::stimuli
