// SPDX-License-Identifier: GPL-3.0-or-later
// How run folders stand that tests have laid out as a trainer leaves them.
#include "core/inspect/training.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "core/base/atomic_file.h"
#include "core/base/process_lock.h"
#include "tests/support/support.h"

namespace bplf::inspect {
namespace {

namespace fs = std::filesystem;

/// In a folder that is made where it is missing.
void put(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    write_file(file, text);
}

class TrainingRun : public ::testing::Test {
  protected:
    void SetUp() override {
        put(run / "config.json", R"({"flow": {"name": "tiny"}, "training": {"steps": 200}, "data": "/data/faces"})");
        put(run / "scalars.csv", "step,wall_time,tag,value\n50,1,train/bits_per_dim,4.5\n60,2,train/bits_per_dim,4");
    }
    void add_checkpoint(const std::string& step) {
        put(run / "checkpoints" / step / "state.safetensors", "x");
        fs::remove(run / "last");
        fs::create_directory_symlink(fs::path("checkpoints") / step, run / "last");
    }
    test::TempDir folder;
    const fs::path run = folder / "run";
};

TEST_F(TrainingRun, ThatNobodyHoldsWasInterruptedBeforeItsLastStepAndIsDoneAfterIt) {
    add_checkpoint("step-0000040");
    Training found = read_training(run);
    EXPECT_EQ(found.state, TrainingState::kInterrupted);
    EXPECT_EQ(found.configuration, "tiny");
    EXPECT_EQ(found.data, "/data/faces");
    EXPECT_EQ(found.checkpoint, 40);
    EXPECT_EQ(found.step, 50) << "a torn last row is none";
    add_checkpoint("step-0000200");
    found = read_training(run);
    EXPECT_EQ(found.state, TrainingState::kDone);
    EXPECT_EQ(found.step, 200);
    EXPECT_EQ(found.steps, 200);
}

TEST_F(TrainingRun, ThatIsHeldRunsAndTellsWhenItWillBeDone) {
    const ProcessLock held(run / ".lock");
    put(training_log(run),
        "warning: something\n"
        R"({"stage":"train","done":60,"total":200,"unit":"steps","rate":3.5})"
        "\n"
        R"({"stage":"train","done":80,"total":200,"unit":"steps","rate":4.0})"
        "\n{\"stage\":\"tr");
    const Training found = read_training(run);
    EXPECT_EQ(found.state, TrainingState::kRunning);
    EXPECT_EQ(found.process, ::getpid());
    EXPECT_EQ(found.step, 80);
    ASSERT_TRUE(found.remaining());
    EXPECT_DOUBLE_EQ(*found.remaining(), 30);
}

TEST_F(TrainingRun, ThatIsStoppedWithASignalIsPaused) {
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const ProcessLock held(run / ".lock");
        [[maybe_unused]] const ssize_t told = ::write(ready[1], "x", 1);
        for (;;) ::pause();
    }
    char word = 0;
    ASSERT_EQ(::read(ready[0], &word, 1), 1);
    EXPECT_EQ(read_training(run).state, TrainingState::kRunning);
    ::kill(child, SIGSTOP);
    ::waitpid(child, nullptr, WUNTRACED);
    EXPECT_EQ(read_training(run).state, TrainingState::kPaused);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST_F(TrainingRun, ThatFailedSaysWhyInTheTrainersWords) {
    put(training_log(run), "");
    put(training_result(run),
        R"({"ok": false, "error": {"code": 5, "message": "Training left the finite range.", "hint": "Lower it."}})");
    const Training found = read_training(run);
    EXPECT_EQ(found.state, TrainingState::kFailed);
    ASSERT_TRUE(found.error);
    EXPECT_EQ(found.error->kind(), ErrorKind::kNumeric);
    EXPECT_EQ(found.error->hint(), "Lower it.");
}

TEST_F(TrainingRun, ThatEndedWithoutAWordWasEndedForWantOfMemory) {
    put(training_log(run), "");
    put(training_result(run), "");
    const Training found = read_training(run);
    EXPECT_EQ(found.state, TrainingState::kFailed);
    EXPECT_EQ(found.error->kind(), ErrorKind::kResource);
}

TEST_F(TrainingRun, ListsItsSheetsByTheirSteps) {
    for (const char* name : {"step-0001000.png", "step-0000500.png", "notes.txt"}) put(run / "samples" / name, "x");
    const Training found = read_training(run);
    ASSERT_EQ(found.samples.size(), 2U);
    EXPECT_EQ(found.samples[0].filename(), "step-0000500.png");
}

TEST(Training, OfAFolderWithoutARunIsNothing) {
    const test::TempDir folder;
    EXPECT_EQ(read_training(folder.path()).state, TrainingState::kNothing);
    EXPECT_EQ(read_training(folder / "missing").state, TrainingState::kNothing);
}

}  // namespace
}  // namespace bplf::inspect
