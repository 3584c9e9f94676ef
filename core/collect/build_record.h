// SPDX-License-Identifier: GPL-3.0-or-later
// What a build leaves beside the data set: build.json and the report for people.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/collect/collector.h"

namespace bplf {

/// Names below report/ and their SHA-256.
using ReportFiles = std::map<std::string, std::string>;

/// report.md, counts.csv, rejected.safetensors and sheets/*.png; an older report there is replaced. Nothing in them
/// depends on the time or the number of threads.
ReportFiles write_build_report(const BuildOptions& options, const Collected& all, const BuiltDataset& built,
                               const std::filesystem::path& folder);

/// Names of what decides about the result, the program itself first, with versions or hashes as texts.
nlohmann::ordered_json build_versions(const BuildOptions& options);

/// build.json: versions, options, hashes of inputs and outputs, totals.
nlohmann::ordered_json build_record(const BuildOptions& options, const Collected& all, const BuiltDataset& built,
                                    const ReportFiles& report);

}  // namespace bplf
