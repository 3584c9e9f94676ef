// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collect/build_record.h"

#include <nlohmann/json.hpp>
#include <span>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/face/haar.h"
#include "core/face/mtcnn.h"

namespace bplf {
namespace {

using Json = nlohmann::ordered_json;

Json inputs_of(const Collected& all) {
    Json inputs = Json::array();
    for (const ReadSource& source : all.sources) {
        inputs.push_back({{"source", source.spelling},
                          {"collection", source.collection},
                          {"sha256", source.input_hash},
                          {"notes", source.notes}});
    }
    return inputs;
}

/// The hash is that of the file with the same overrides.
Json overrides_of(const BuildOptions& options, const BuildReport& report) {
    const std::string text = options.overrides.csv();
    return {{"sha256", sha256_hex(std::as_bytes(std::span(text)))},
            {"applied", report.overrides_applied},
            {"unmatched", report.overrides_unmatched}};
}

}  // namespace

nlohmann::ordered_json build_versions(const BuildOptions& options) {
    Json versions{{"tool", std::string("bplf ") + BPLF_VERSION}, {"opencv", opencv_version()}};
    if (options.detector) return versions;
    if (options.face_crop.starts_with("haar")) {
        versions["cascade_sha256"] = sha256_of_file(find_haar_cascade(options.files.haar_cascade));
    }
    // Haar asks the last network how heads are turned, but for the stock cascade.
    if (options.face_crop != "none" && !(options.face_crop == "haar" && options.stock_haar)) {
        for (const char* net : {"pnet.safetensors", "rnet.safetensors", "onet.safetensors"}) {
            versions[net] = sha256_of_file(find_mtcnn_weights() / net);
        }
    }
    return versions;
}

Json build_record(const BuildOptions& options, const Collected& all, const BuiltDataset& built,
                  const ReportFiles& report) {
    Json record;
    record["schema"] = "bplf.build.v1";
    record["versions"] = build_versions(options);
    record["profile"] = options.profile;
    record["options"] = recorded_options(options);
    record["inputs"] = inputs_of(all);
    if (!options.overrides.empty()) record["overrides"] = overrides_of(options, built.report);
    record["read"] = built.report.read;
    record["kept"] = built.report.kept;
    record["reasons"] = built.report.reasons;
    record["counts"] = built.report.counts;
    record["manifest_sha256"] = built.content.metadata.at("manifest_sha256");
    record["report"] = report;
    return record;
}

}  // namespace bplf
