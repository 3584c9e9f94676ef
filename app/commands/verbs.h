// SPDX-License-Identifier: GPL-3.0-or-later
// Every command of bplf, in the order of its help: a new one is a row here and the files that it names.
#pragma once

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

/// GROUP(name, declare): what the commands after it belong to. VERB(parent, name, Options, declare): a command, run by
/// the run() of its options. ALSO(parent, name, declare): another name for a command whose options stand above.
#define BPLF_VERBS(GROUP, VERB, ALSO)                                            \
    VERB(app_, "sample", SampleOptions, add_sample)                              \
    VERB(app_, "encode", EncodeOptions, add_encode)                              \
    VERB(app_, "decode", DecodeOptions, add_decode)                              \
    VERB(app_, "relabel", RelabelOptions, add_relabel)                           \
    VERB(app_, "morph", MorphOptions, add_morph)                                 \
    VERB(app_, "average", AverageOptions, add_average)                           \
    VERB(app_, "continuum", ContinuumOptions, add_continuum)                     \
    VERB(app_, "stimuli", StimuliOptions, add_stimuli)                           \
    VERB(app_, "verify", VerifyOptions, add_verify)                              \
    VERB(app_, "ratings", RatingsOptions, add_ratings)                           \
    VERB(app_, "match", MatchFilesOptions, add_match)                            \
    VERB(app_, "mask", MaskFilesOptions, add_mask)                               \
    VERB(app_, "train", TrainOptions, add_train)                                 \
    VERB(app_, "train-classifier", TrainClassifierOptions, add_train_classifier) \
    VERB(app_, "eval", EvalOptions, add_eval)                                    \
    VERB(app_, "reproduce", ReproduceOptions, add_reproduce)                     \
    VERB(app_, "curves", CurvesOptions, add_curves)                              \
    GROUP(dataset, add_dataset)                                                  \
    VERB(dataset, "dataset build", DatasetBuildOptions, add_dataset_build)       \
    ALSO(dataset, "dataset import", add_dataset_import)                          \
    VERB(dataset, "dataset info", DatasetInfoOptions, add_dataset_info)          \
    VERB(dataset, "dataset check", DatasetCheckOptions, add_dataset_check)       \
    VERB(dataset, "dataset share", DatasetShareOptions, add_dataset_share)       \
    GROUP(model, add_model)                                                      \
    VERB(model, "model info", ModelInfoOptions, add_model_info)                  \
    VERB(model, "model verify", ModelVerifyOptions, add_model_verify)            \
    VERB(model, "model compare", ModelCompareOptions, add_model_compare)         \
    VERB(model, "model convert", ModelConvertOptions, add_model_convert)         \
    VERB(model, "model assemble", ModelAssembleOptions, add_model_assemble)      \
    VERB(app_, "bench", BenchOptions, add_bench)                                 \
    VERB(app_, "selftest", SelftestOptions, add_selftest)
