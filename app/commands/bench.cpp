// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/bench.h"

#include <ATen/Parallel.h>

#include <map>

#include "app/commands/bench_kit.h"
#include "app/commands/compute.h"

namespace bplf::cli {

int run(const BenchOptions& options, Session& session) {
    use_threads(session.options().threads);
    const std::map<std::string, BenchReport (*)(const BenchOptions&, Session&)> benchmarks{{"sample", bench_sample},
                                                                                           {"train", bench_train},
                                                                                           {"encode", bench_encode},
                                                                                           {"ops", bench_ops},
                                                                                           {"startup", bench_startup}};
    BenchReport report = benchmarks.at(options.what)(options, session);
    nlohmann::ordered_json json{
        {"schema", "bplf.bench.v1"}, {"bench", options.what}, {"threads", at::get_num_threads()}};
    json.update(report.json);
    session.console().result(json, report.text);
    return 0;
}

}  // namespace bplf::cli
