// SPDX-License-Identifier: GPL-3.0-or-later
// bplf dataset info of a built set.
#include "app/commands/dataset_report.h"
#include "core/collect/built_set.h"

namespace bplf::cli {

bool only_reads(const DatasetInfoOptions& options) {
    std::error_code ignored;
    return std::filesystem::exists(options.data, ignored) && is_built_set(options.data);
}

int run(const DatasetInfoOptions& options, Session& session) {
    return options.explain.empty() ? print_info(dataset_info(options.data), session)
                                   : print_explanation(options, session);
}

}  // namespace bplf::cli
