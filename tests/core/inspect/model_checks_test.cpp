// SPDX-License-Identifier: GPL-3.0-or-later
// Which checks a sound model, a damaged file and a network that fails get, and what each says is to be done.
#include "core/inspect/model_checks.h"

#include <gmock/gmock.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "tests/core/inspect/stored_models.h"
#include "tests/support/drawn_engine.h"
#include "tests/support/support.h"

namespace bplf::inspect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> names_of(const std::vector<Check>& checks) {
    std::vector<std::string> names;
    for (const Check& check : checks) names.push_back(check.name);
    return names;
}

TEST(ModelChecks, OfASoundModelAreToldAsTheyEnd) {
    const auto engine = test::make_drawn_engine();
    std::vector<Check> told;
    const ModelVerdict verdict = check_model({test::small_model(), {}, false, 1}, *engine, {},
                                             [&](const Check& check) { told.push_back(check); });
    EXPECT_TRUE(verdict.passed());
    EXPECT_THAT(names_of(verdict.checks),
                ElementsAre("container", "sha256", "weights", "inversion", "determinism", "batch", "likelihood"));
    EXPECT_EQ(names_of(told), names_of(verdict.checks));
    for (const Check& check : verdict.checks) EXPECT_EQ(check.remedy, "") << check.name;
}

TEST(ModelChecks, OfADamagedFileEndWithWhatToDo) {
    const test::TempDir folder;
    const std::string whole = read_file(test::small_model());
    write_file(folder / "cut.safetensors", whole.substr(0, whole.size() / 2));
    const auto engine = test::make_drawn_engine();
    const ModelVerdict verdict = check_model({folder / "cut.safetensors", {}, false, 1}, *engine);
    EXPECT_FALSE(verdict.passed());
    EXPECT_FALSE(verdict.network_failed);
    EXPECT_THAT(names_of(verdict.checks), ElementsAre("container", "sha256"));
    EXPECT_FALSE(verdict.checks[0].passed);
    EXPECT_FALSE(verdict.checks[0].remedy.empty());
}

TEST(ModelChecks, WithAnotherHashDoNotRunTheNetwork) {
    const auto engine = test::make_drawn_engine();
    const ModelVerdict verdict = check_model({test::small_model(), std::string(64, '0'), false, 1}, *engine);
    EXPECT_THAT(names_of(verdict.checks), ElementsAre("container", "sha256", "weights"));
    EXPECT_THAT(verdict.checks[1].remedy, HasSubstr("copy it again"));
}

TEST(ModelChecks, LeaveTheCurrentModelWhenStopped) {
    const auto engine = test::make_drawn_engine();
    std::stop_source source;
    const auto stop_after_the_weights = [&](const Check& check) {
        if (check.name == "weights") source.request_stop();
    };
    try {
        check_model({test::small_model(), {}, false, 1}, *engine, source.get_token(), stop_after_the_weights);
        FAIL() << "went on";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kInterrupted);
    }
    EXPECT_EQ(engine->use_model("default").value().name, "default");
    EXPECT_EQ(engine->sample({}, [](Cell) {}, {}).value().finished,
              engine->sample({}, [](Cell) {}, {}).value().requested);
}

TEST(NetworkChecks, CountThePixelsThatInversionChanges) {
    const auto engine = test::make_drawn_engine();
    const std::vector<Check> checks = check_network(*engine, 3);
    EXPECT_TRUE(all_passed(checks));
    EXPECT_THAT(checks[0].detail, HasSubstr("0 pixels changed by encoding and decoding 4 faces"));
}

}  // namespace
}  // namespace bplf::inspect
