// SPDX-License-Identifier: GPL-3.0-or-later
// bplf dataset: build the one data-set file from sources, look into it, check it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace bplf::cli {

class Session;
struct CommonOptions;

struct DatasetBuildOptions {
    std::string name = "emotionset";   ///< the only one so far
    std::vector<std::string> sources;  ///< "KIND:PATH"
    int size = 32;                     ///< side in pixels; 0 (import): as the source has them
    int channels = 1;
    std::string face_crop = "haar";    ///< "haar", "mtcnn" or "none"
    std::string mtcnn_weights;
    double margin = 0;
    bool pad = false;                  ///< without a face crop: centre on black instead of scaling up
    bool keep_duplicates = false;
    bool keep_blank = false;
    std::string svd = "off";
    std::string out;
};

struct DatasetInfoOptions {
    std::string data;
};

struct DatasetCheckOptions {
    std::string data;
};

CLI::App& add_dataset(CLI::App& app);
CLI::App& add_dataset_build(CLI::App& dataset, DatasetBuildOptions& options, CommonOptions& common);
CLI::App& add_dataset_import(CLI::App& dataset, DatasetBuildOptions& options, CommonOptions& common);
CLI::App& add_dataset_info(CLI::App& dataset, DatasetInfoOptions& options, CommonOptions& common);
CLI::App& add_dataset_check(CLI::App& dataset, DatasetCheckOptions& options, CommonOptions& common);
int run(const DatasetBuildOptions& options, Session& session);
int run(const DatasetInfoOptions& options, Session& session);
int run(const DatasetCheckOptions& options, Session& session);

}  // namespace bplf::cli
