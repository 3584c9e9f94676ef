// SPDX-License-Identifier: GPL-3.0-or-later
// bplf train and reproduce by several processes as people start them: mpirun, a lost process, another number after it.
#include <gmock/gmock.h>

#include <cstdlib>
#include <map>

#include "tests/app/bplf_process.h"
#include "tests/support/study_data.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using ::testing::HasSubstr;

class SeveralProcesses : public ::testing::Test {
  protected:
    void SetUp() override {
        if (std::string(MPIRUN_PROGRAM).empty()) GTEST_SKIP() << "this build is without MPI, or mpirun is missing";
        setenv("OMPI_ALLOW_RUN_AS_ROOT", "1", 1);
        setenv("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1", 1);
    }

    std::string run() const { return (folder_ / "run").string(); }

    /// With quotes where a word may hold a space.
    std::string train(int processes, const std::string& more) const {
        return std::string(MPIRUN_PROGRAM) + " --oversubscribe -n " + std::to_string(processes) + " " + BPLF_PROGRAM +
               " train --config '" + tiny_model().config.string() + "' --data '" + tiny_model().data.string() +
               "' --out '" + run() + "' --set sample_every=0 --set validate_every=1000 --threads 1 --quiet " + more;
    }

    static Outcome shell(const std::string& script) { return run_program({"sh", "-c", script}); }

    TempDir folder_;
};

TEST_F(SeveralProcesses, TrainOneModelAndSpeakOnce) {
    const Outcome outcome = shell(train(2, "--steps 3 --set batch_size=8 --json"));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.json()["steps"], 3);
    EXPECT_TRUE(std::filesystem::exists(folder_ / "run" / "last" / "model.safetensors"));
}

TEST_F(SeveralProcesses, RefuseABatchThatTheyCannotShare) {
    const Outcome outcome = shell(train(2, "--steps 3 --set batch_size=7"));
    EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("A batch of 7 images cannot be dealt to 2 processes evenly."));
    EXPECT_FALSE(std::filesystem::exists(run()));
}

TEST_F(SeveralProcesses, EndTogetherWhenOneIsKilledAndGoOnAlone) {
    const std::string script = train(2, "--steps 1000000 --set batch_size=8 --set checkpoint_every=2") +
                               " & mpi=$!; "
                               "for i in $(seq 600); do [ -e '" +
                               run() +
                               "/last' ] && break; sleep 0.1; done; "
                               "kill -9 $(pgrep -P $mpi -x bplf | tail -n 1); "
                               "begin=$(date +%s); wait $mpi; echo ended $?, $(( $(date +%s) - begin )) s; "
                               "pgrep -P $mpi -x bplf | wc -l";
    const Outcome killed = shell(script);
    EXPECT_THAT(killed.out, HasSubstr("ended ")) << killed.err;
    EXPECT_THAT(killed.out, ::testing::Not(HasSubstr("ended 0,")));
    const int seconds = std::atoi(killed.out.substr(killed.out.find(", ") + 2).c_str());
    EXPECT_LT(seconds, 30) << "the others went on waiting";
    const Outcome rest = run_bplf({"train", "--out", run(), "--resume", "--steps", "1000", "--set", "batch_size=8",
                                   "--minutes", "0.05", "--quiet", "--threads", "1", "--json"});
    EXPECT_EQ(rest.exit_code, 0) << rest.err;
    EXPECT_GE(rest.json()["steps"], 2);
}

/// Row and seed to what was found, but for the seconds.
std::map<std::string, nlohmann::json> found_in(const nlohmann::json& result) {
    std::map<std::string, nlohmann::json> found;
    for (nlohmann::json trial : result["trials"]) {
        trial.erase("train_seconds");
        found[trial["row"].get<std::string>() + " " + trial["seed"].dump()] = trial;
    }
    return found;
}

TEST_F(SeveralProcesses, ShareTheTrainingsOfAStudy) {
    write_tiny_faces(folder_ / "root");
    const auto study = [&](const std::string& start, const std::string& out) {
        return shell(start + BPLF_PROGRAM + " reproduce figure7 --budget 64images --data-root '" +
                     (folder_ / "root").string() + "' --out '" + (folder_ / out).string() +
                     "' --threads 1 --device cpu --classifier none --quiet --json");
    };
    const Outcome alone = study("", "alone");
    const Outcome shared = study(std::string(MPIRUN_PROGRAM) + " --oversubscribe -n 2 ", "shared");
    ASSERT_EQ(alone.exit_code, 0) << alone.err;
    ASSERT_EQ(shared.exit_code, 0) << shared.err;
    EXPECT_GT(found_in(alone.json()).size(), 1u);
    EXPECT_EQ(found_in(shared.json()), found_in(alone.json()));
    EXPECT_EQ(shared.json()["files"].size(), alone.json()["files"].size());
}

TEST(OneProcess, IsRefusedWhereOthersWereStartedThatItCannotJoin) {
    const TempDir folder;
    const Outcome outcome =
        run_program({"env", "SLURM_STEP_NUM_TASKS=2", "BPLF_MPI_MODULE=/nowhere", BPLF_PROGRAM, "train", "--config",
                     tiny_model().config.string(), "--data", tiny_model().data.string(), "--out",
                     (folder / "run").string(), "--steps", "1"});
    EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("2 processes were started together and cannot join"));
    EXPECT_FALSE(std::filesystem::exists(folder / "run"));
}

}  // namespace
}  // namespace bplf::test
