// SPDX-License-Identifier: GPL-3.0-or-later
// A whole study on a hand-made data root: every row, once, and what it refuses.
#include <ATen/Parallel.h>
#include <gmock/gmock.h>
#include <torch/types.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/dataset_file.h"
#include "core/nn/classifier_file.h"
#include "core/study/study.h"
#include "tests/support/study_data.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// Content and time of writing of every file below a folder.
std::map<std::string, std::pair<std::string, fs::file_time_type>> files_below(const fs::path& folder) {
    std::map<std::string, std::pair<std::string, fs::file_time_type>> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && !entry.is_symlink())
            files[entry.path().string()] = {read_file(entry.path()), entry.last_write_time()};
    return files;
}

class Study : public testing::Test {
  protected:
    void SetUp() override { at::set_num_threads(1); }

    StudyRequest request(const std::vector<std::string>& targets, const std::vector<std::string>& sets = {}) const {
        StudyRequest request;
        request.targets = targets;
        request.data_root = folder_ / "root";
        request.out = folder_ / "out";
        request.budget.images = 64;
        request.sets = sets;
        return request;
    }
    /// The kind and full text of what run_study throws.
    static std::pair<ErrorKind, std::string> refusal(const StudyRequest& request) {
        try {
            run_study(request);
        } catch (const Error& error) {
            return {error.kind(), std::string(error.what()) + " " + error.where() + " " + error.hint()};
        }
        return {ErrorKind::kInternal, "nothing was refused"};
    }

    TempDir folder_;
};

TEST_F(Study, RefusesABuiltSetOfLargerFaces) {
    DatasetContent content;
    content.height = content.width = 48;
    content.class_names = {"anger", "happy"};
    content.source_names = {"drawn"};
    for (std::uint8_t split = 0; split < 2; ++split) {
        content.labels.push_back(split);
        content.splits.push_back(split);
        content.groups.push_back(split);
        content.manifest_rows.push_back(split);
        content.sources.push_back(0);
        content.images.insert(content.images.end(), 48 * 48, 90);
    }
    fs::create_directories(folder_ / "root" / "emotionset");
    write_dataset(folder_ / "root" / "emotionset" / "dataset.safetensors", content);
    const auto [kind, text] = refusal(request({"table3"}, {"faces"}));
    EXPECT_EQ(kind, ErrorKind::kInput) << text;
    EXPECT_THAT(text, HasSubstr("--size 32"));
}

TEST_F(Study, WritesEveryRowOfTable3AndTheSecondTimeTrainsNothing) {
    write_tiny_mnist(folder_ / "root");
    write_tiny_cifar10(folder_ / "root");
    write_tiny_faces(folder_ / "root");
    const StudyReport report = run_study(request({"table3"}));
    EXPECT_EQ(report.seeds, 1);
    EXPECT_EQ(report.trials.size(), 3 * paper_tables().at(0).rows.size());
    ASSERT_EQ(report.files.size(), 3U);
    const std::string text = read_file(folder_ / "out" / "table3.md");
    for (const StudyRow& row : paper_tables().at(0).rows) EXPECT_THAT(text, HasSubstr("| " + row.title + " |"));
    EXPECT_THAT(text, HasSubstr("A partial CIFAR-10: 40 of 50000 training images were found."));
    const std::string csv = read_file(folder_ / "out" / "table3.csv");
    EXPECT_EQ(std::ranges::count(csv, '\n'), 1 + 3 * std::ssize(paper_tables().at(0).rows));
    const auto json = nlohmann::json::parse(read_file(folder_ / "out" / "table3.json"));
    EXPECT_EQ(json["trials"].size(), report.trials.size());
    for (const TrialResult& trial : report.trials) {
        EXPECT_FALSE(trial.diverged) << trial.row << " on " << trial.set << ": " << trial.message;
        EXPECT_EQ(trial.images, 64) << trial.row << " on " << trial.set;
    }

    const auto before = files_below(folder_ / "out");
    run_study(request({"table3"}));
    const auto after = files_below(folder_ / "out");
    ASSERT_EQ(after.size(), before.size());
    for (const auto& [name, file] : before) {
        EXPECT_EQ(after.at(name).first, file.first) << name;
        if (fs::path(name).parent_path() == folder_ / "out") continue;  // reports are written anew
        EXPECT_EQ(after.at(name).second, file.second) << name << " was written again";
    }
}

TEST_F(Study, SharesTrainingsBetweenTargetsAndDrawsTheFigures) {
    write_tiny_faces(folder_ / "root");
    const StudyReport report = run_study(request({"figure7", "figure8", "figure9", "figure10"}));
    EXPECT_EQ(report.trials.size(), 6U);
    std::set<std::string> drawn;
    for (const fs::path& file : report.files) {
        EXPECT_GT(fs::file_size(file), 100U) << file;
        drawn.insert(file.stem().string());
    }
    EXPECT_THAT(drawn, testing::IsSupersetOf({"figure7", "figure8-glow", "figure8-bplf", "figure9", "figure10"}));
}

TEST_F(Study, SeedsAreAddedToAStudyOfImages) {
    write_tiny_faces(folder_ / "root");
    run_study(request({"figure9"}));
    const fs::path first = folder_ / "out" / "trials" / "faces" / "bplf-svd" / "seed1" / "result.json";
    const auto written = fs::last_write_time(first);
    StudyRequest more = request({"figure9"});
    more.seeds = 2;
    const StudyReport report = run_study(more);
    ASSERT_EQ(report.trials.size(), 2U);
    EXPECT_EQ(fs::last_write_time(first), written);
    EXPECT_NE(report.trials[0].raw.bits_per_dim, report.trials[1].raw.bits_per_dim);
}

TEST_F(Study, ADivergedRowIsReportedAndTheOthersGoOn) {
    write_tiny_faces(folder_ / "root");
    const fs::path glow = folder_ / "out" / "trials" / "faces" / "glow" / "seed1";
    fs::create_directories(glow);
    TrialResult diverged;
    diverged.row = "glow", diverged.set = "faces", diverged.seed = 1;
    diverged.diverged = true, diverged.message = "Training left the finite range.";
    write_file(glow / "result.json", to_json(diverged).dump());
    const StudyReport report = run_study(request({"figure8"}));
    ASSERT_EQ(report.trials.size(), 2U);
    EXPECT_TRUE(report.trials[0].diverged);
    EXPECT_FALSE(report.trials[1].diverged) << report.trials[1].message;
    EXPECT_FALSE(report.files.empty());
}

TEST_F(Study, RefusesOtherSettingsInTheSameFolder) {
    write_tiny_faces(folder_ / "root");
    run_study(request({"figure9"}));
    const auto before = files_below(folder_ / "out");
    StudyRequest longer = request({"figure9"});
    longer.budget.images = 96;
    for (const StudyRequest& other : {longer, request({"figure10"})}) {
        const auto [kind, text] = refusal(other);
        EXPECT_EQ(kind, ErrorKind::kUsage) << text;
        EXPECT_THAT(text, HasSubstr("other settings"));
        EXPECT_THAT(text, HasSubstr((folder_ / "out").string()));
    }
    EXPECT_EQ(files_below(folder_ / "out"), before);
}

TEST_F(Study, AJudgeThatDoesNotKnowTheLabelsIsRefusedBeforeTheFirstTraining) {
    write_tiny_faces(folder_ / "root");
    nn::EmotionClassifierOptions options;
    options.width = 4;
    options.labels = {"cats", "dogs"};
    StudyRequest asked = request({"figure10"});
    asked.judge = folder_ / "judge.safetensors";
    nn::save_classifier(asked.judge, nn::EmotionClassifier(options), {});
    const auto [kind, text] = refusal(asked);
    EXPECT_EQ(kind, ErrorKind::kInput);
    EXPECT_THAT(text, HasSubstr("does not know the label"));
    EXPECT_FALSE(fs::exists(asked.out / "trials"));
}

TEST_F(Study, NamesEverySetThatIsMissingAndWhatToPutThere) {
    fs::create_directories(folder_ / "root");
    const auto [kind, text] = refusal(request({"table3"}));
    EXPECT_EQ(kind, ErrorKind::kInput);
    for (const char* part : {"mnist", "images-idx3", "cifar10", "data_batch_1.bin", "faces", "fer2013",
                             "cifar-10-binary.tar.gz", "--datasets"})
        EXPECT_THAT(text, HasSubstr(part));
    EXPECT_FALSE(fs::exists(folder_ / "out")) << "nothing is written before the data is there";
}

TEST_F(Study, ASetWithoutItsHeldOutPartIsMissing) {
    write_tiny_mnist(folder_ / "root");
    write_tiny_faces(folder_ / "root");
    fs::remove(folder_ / "root" / "mnist" / "t10k-images-idx3-ubyte");
    fs::remove(folder_ / "root" / "fer2013" / "validation-images-idx3-ubyte");
    const auto [kind, text] = refusal(request({"table3"}, {"mnist", "faces"}));
    EXPECT_EQ(kind, ErrorKind::kInput);
    EXPECT_THAT(text, HasSubstr("mnist/{train,t10k}-"));
    EXPECT_THAT(text, HasSubstr("fer2013/{train,validation}-"));
    EXPECT_FALSE(fs::exists(folder_ / "out"));
}

// The archive of CIFAR-10's binary version unpacks into a folder of its own.
TEST_F(Study, TakesCifar10AsItsArchiveUnpacks) {
    write_tiny_cifar10(folder_ / "root", "cifar-10-batches-bin");
    EXPECT_NO_THROW(require_study_sets({"cifar10"}, folder_ / "root"));
    const StudySet set = prepare_study_set("cifar10", folder_ / "root", folder_ / "data", {});
    EXPECT_EQ(set.train_images, kTinyTrain);
    EXPECT_EQ(set.channels, 3);
    EXPECT_TRUE(set.labels.empty());
}

TEST_F(Study, RefusesUnknownTargetsAndSets) {
    write_tiny_faces(folder_ / "root");
    EXPECT_EQ(refusal(request({"table6"})).first, ErrorKind::kUsage);
    EXPECT_THAT(refusal(request({"table6"})).second, HasSubstr("table3"));
    EXPECT_EQ(refusal(request({"table3"}, {"imagenet"})).first, ErrorKind::kUsage);
    EXPECT_THAT(refusal(request({"table3"}, {"imagenet"})).second, HasSubstr("mnist"));
}

TEST_F(Study, AFigureWithoutFacesIsRefused) {
    write_tiny_mnist(folder_ / "root");
    const auto [kind, text] = refusal(request({"table3", "figure7"}, {"mnist"}));
    EXPECT_EQ(kind, ErrorKind::kUsage);
    EXPECT_THAT(text, HasSubstr("Add faces"));
    EXPECT_FALSE(fs::exists(folder_ / "out"));
}

TEST_F(Study, AnUnknownScaleDoesNotClaimTheFolder) {
    write_tiny_faces(folder_ / "root");
    StudyRequest other = request({"figure9"});
    other.scale = "enormous";
    const auto [kind, text] = refusal(other);
    EXPECT_EQ(kind, ErrorKind::kUsage) << text;
    EXPECT_THAT(text, HasSubstr("bplf-enormous"));
    EXPECT_FALSE(fs::exists(folder_ / "out"));
}

class PreparedSet : public Study {
  protected:
    StudySet prepare() const { return prepare_study_set("mnist", folder_ / "root", folder_ / "data", {}); }
};

TEST_F(PreparedSet, PadsDigitsAndCountsTheirRealPixels) {
    write_tiny_mnist(folder_ / "root");
    const StudySet set = prepare();
    EXPECT_EQ(set.real_pixels, 784);
    EXPECT_EQ(set.train_images, kTinyTrain);
    EXPECT_EQ(set.held_out_images, kTinyHeldOut);
    EXPECT_FALSE(set.flip);
    const Dataset raw = Dataset::open(set.raw);
    ASSERT_EQ(raw.height(), kStudySide);
    const Image image = image_of_row(raw, 0);
    for (int i = 0; i < kStudySide; ++i) {
        EXPECT_EQ(image.at(i, 1), 0);
        EXPECT_EQ(image.at(30, i), 0);
    }
    EXPECT_GT(image.at(29, 29), 0);
    EXPECT_LT(set.predictor_truncated, set.predictor_raw) << "truncation makes images easier";
}

TEST_F(PreparedSet, IsMadeAgainWhenItsFilesAreGoneOrItsNoteIsDamaged) {
    write_tiny_mnist(folder_ / "root");
    const StudySet first = prepare();
    fs::remove(first.truncated);
    EXPECT_TRUE(fs::exists(prepare().truncated));
    auto note = nlohmann::ordered_json::parse(read_file(folder_ / "data" / "mnist.json"));
    note.erase("psnr");
    write_file(folder_ / "data" / "mnist.json", note.dump());
    EXPECT_EQ(to_json(prepare()), to_json(first));
}

}  // namespace
}  // namespace bplf::test
