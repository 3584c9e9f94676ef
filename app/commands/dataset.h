// SPDX-License-Identifier: GPL-3.0-or-later
// bplf dataset: build the one data-set file from sources, look into it, check it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "app/commands/verb.h"

namespace bplf::cli {

struct DatasetBuildOptions {
    std::string name;                  ///< "emotionset": with a profile; empty: the bare steps
    std::vector<std::string> sources;  ///< as open_source() takes them
    std::string profile = "recommended";
    std::map<std::string, std::string> source_choices;  ///< SourceOption::name → value; empty values: not given
    std::string illumination = "off";
    bool keep_frame = false;
    bool keep_near_duplicates = false;
    std::string manifest;   ///< a public manifest to build again from
    std::string overrides;  ///< file; empty: the one in the folder, if there is one
    bool keep_findings = false;
    std::vector<std::string> explain;  ///< images whose fate is told after the build
    int size = 32;                     ///< side in pixels; 0 (import): as the source has them
    int channels = 1;
    std::string face_crop;      ///< a name of make_face_detector(); empty: as the profile has it
    std::string mtcnn_weights;  ///< once the folder of MT-CNN's weights; they come with the program now
    double margin = 0;
    bool masks = false;
    bool pad = false;  ///< without a face crop: centre on black instead of scaling up
    bool keep_duplicates = false;
    bool keep_blank = false;
    std::string svd = "off";
    std::string split;  ///< "80/10/10"; empty: as the profile has it
    std::string out;
};

struct DatasetInfoOptions {
    std::string data;
    std::string explain;  ///< path, name or SHA-256 of one image
};

struct DatasetShareOptions {
    std::string data;
    std::string out;
};

struct DatasetCheckOptions {
    std::string data;
};

/// Of a built set; collections are searched by what builds sets.
bool only_reads(const DatasetInfoOptions& options);

BPLF_VERB_GROUP(180, dataset, add_dataset);
BPLF_VERB(190, dataset, "dataset build", DatasetBuildOptions, add_dataset_build);
BPLF_VERB_ALSO(200, dataset, "dataset import", DatasetBuildOptions, add_dataset_import);
BPLF_VERB(210, dataset, "dataset info", DatasetInfoOptions, add_dataset_info);
BPLF_VERB(220, dataset, "dataset check", DatasetCheckOptions, add_dataset_check);
BPLF_VERB(230, dataset, "dataset share", DatasetShareOptions, add_dataset_share);

}  // namespace bplf::cli
