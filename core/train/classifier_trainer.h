// SPDX-License-Identifier: GPL-3.0-or-later
// Trains the emotion classifier on a data set's own labels, resumable; the best validation accuracy is kept.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/train/classifier_config.h"

namespace bplf {

struct ClassifierRequest {
    ClassifierConfig config;
    std::string data;           ///< built data-set file or folder, or a source as open_data() takes it
    std::int64_t size = 0;      ///< side a source's images are resized to; 0: as they are
    std::filesystem::path out;  ///< run folder (run_folder.h)
    bool resume = false;        ///< continue `out`: data, size and config are its own, but for `steps` above 0
    std::int64_t steps = 0;     ///< above 0: instead of the configuration's
    double minutes = 0;         ///< stop (with a checkpoint) after this long; 0 = no limit
    std::string device = "cpu";
};

struct ClassifierSummary {
    std::int64_t steps = 0;          ///< reached in total
    std::int64_t skipped_steps = 0;  ///< non-finite loss or gradient, in total
    double train_loss = 0;           ///< nats, mean of the last logging window, with label smoothing
    double validation_accuracy = 0;  ///< last one; NaN without a validation split
    double best_accuracy = 0;        ///< of the checkpoint "best"; NaN without a validation split
    std::vector<std::string> labels;
    std::vector<double> accuracy_per_label;  ///< at the last validation; NaN for a label without images
    std::int64_t parameters = 0;
    double images_per_second = 0;  ///< of this call, training alone
    double seconds = 0;            ///< of all calls on this run
    std::string checkpoint;        ///< path of "best", or of "last" without a validation split
    bool interrupted = false;
};

/// Cross entropy by AdamW until steps, minutes or a stop; each ends with a whole checkpoint. With equal threads and
/// device a resumed run equals one that was never stopped, bit for bit.
/// Errors: kUsage and kInput for options and data, kNumeric as train() does (soundness.h), kResource for the disk.
ClassifierSummary train_classifier(const ClassifierRequest& request, const ProgressSink& progress = {},
                                   const std::stop_token& stop = {});

}  // namespace bplf
