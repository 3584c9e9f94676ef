// SPDX-License-Identifier: GPL-3.0-or-later
// A parsed command line: what the launcher hands to the module that does the work.
#pragma once

#include <stop_token>
#include <variant>

#include "app/commands/average.h"
#include "app/commands/bench.h"
#include "app/commands/common.h"
#include "app/commands/curves.h"
#include "app/commands/dataset.h"
#include "app/commands/decode.h"
#include "app/commands/encode.h"
#include "app/commands/eval.h"
#include "app/commands/file_finish.h"
#include "app/commands/model.h"
#include "app/commands/morph.h"
#include "app/commands/relabel.h"
#include "app/commands/reproduce.h"
#include "app/commands/sample.h"
#include "app/commands/selftest.h"
#include "app/commands/stimuli.h"
#include "app/commands/train.h"
#include "app/commands/train_classifier.h"

namespace bplf::cli {

using Command =
    std::variant<SampleOptions, EncodeOptions, DecodeOptions, RelabelOptions, MorphOptions, TrainOptions,
                 TrainClassifierOptions, EvalOptions, ReproduceOptions, CurvesOptions, DatasetBuildOptions,
                 DatasetInfoOptions, DatasetCheckOptions, DatasetShareOptions, ModelInfoOptions, ModelVerifyOptions,
                 ModelCompareOptions, ModelConvertOptions, ModelAssembleOptions, BenchOptions, SelftestOptions,
                 StimuliOptions, VerifyOptions, MatchFilesOptions, MaskFilesOptions, AverageOptions, ContinuumOptions>;

struct Invocation {
    CommonOptions common;
    Command command;
};

/// Exported by the commands module under kEntryName; returns the exit code and never throws.
using EntryPoint = int (*)(const Invocation& invocation, const std::stop_token& stop);
/// Exported under kVersionName: must equal the launcher's own BPLF_VERSION.
using VersionPoint = const char* (*)();
inline constexpr const char* kEntryName = "bplf_run_command";
inline constexpr const char* kVersionName = "bplf_commands_version";
inline constexpr const char* kModuleFile = "libbplf_commands.so";

}  // namespace bplf::cli
