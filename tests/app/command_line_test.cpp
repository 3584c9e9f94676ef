// SPDX-License-Identifier: GPL-3.0-or-later
// What bplf says to words it knows and words it does not; none of this needs LibTorch.
#include <gmock/gmock.h>

#include <chrono>

#include "tests/app/bplf_process.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::vector<Words> kCommands{{"sample"},
                                   {"encode"},
                                   {"decode"},
                                   {"relabel"},
                                   {"morph"},
                                   {"train"},
                                   {"configs"},
                                   {"train-classifier"},
                                   {"eval"},
                                   {"curves"},
                                   {"dataset"},
                                   {"dataset", "build"},
                                   {"dataset", "import"},
                                   {"dataset", "info"},
                                   {"dataset", "check"},
                                   {"model"},
                                   {"model", "info"},
                                   {"model", "tensors"},
                                   {"model", "verify"},
                                   {"model", "compare"},
                                   {"model", "convert"},
                                   {"model", "assemble"},
                                   {"bench"},
                                   {"selftest"},
                                   {"completion"}};

TEST(CommandLine, EveryHelpGoesToStdoutAndHasAnExample) {
    for (Words words : kCommands) {
        words.emplace_back("--help");
        const Outcome help = run_bplf(words);
        EXPECT_EQ(help.exit_code, 0) << words[0];
        EXPECT_THAT(help.out, HasSubstr("Usage: bplf " + words[0]));
        EXPECT_THAT(help.out, HasSubstr("Examples:\n  "));
        EXPECT_EQ(help.err, "");
    }
}

TEST(CommandLine, TellsItsVersion) {
    const Outcome version = run_bplf({"--version"});
    EXPECT_EQ(version.exit_code, 0);
    EXPECT_THAT(version.out, StartsWith("bplf "));
}

TEST(CommandLine, AnswersWithoutLoadingLibTorch) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 10; ++i) run_bplf({"--version"});
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    // 5 ms on an idle machine; LibTorch alone would cost some 400 ms each time.
    EXPECT_LT(seconds.count() / 10, 0.25);
}

TEST(CommandLine, NoCommandListsThem) {
    const Outcome outcome = run_bplf({});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr("sample, encode"));
}

TEST(CommandLine, SuggestsTheNearestWord) {
    const std::vector<std::pair<Words, std::string>> slips{{{"smaple"}, "\"sample\""},
                                                           {{"model", "verfy"}, "\"verify\""},
                                                           {{"sample", "--cuont", "3"}, "\"--count\""},
                                                           {{"eval", "m", "--data=d", "--spilt=x"}, "\"--split\""}};
    for (const auto& [words, meant] : slips) {
        const Outcome outcome = run_bplf(words);
        EXPECT_EQ(outcome.exit_code, 2);
        EXPECT_THAT(outcome.err, HasSubstr("Did you mean " + meant)) << words.back();
    }
}

TEST(CommandLine, OneWordTooManyIsNamed) {
    const Outcome outcome = run_bplf({"sample", "default", "surplus", "--out", "x.png"});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("\"surplus\""));
}

TEST(CommandLine, RefusesValuesOutOfRange) {
    const std::vector<Words> wrong{{"sample", "--out=x.png", "--count=0"},
                                   {"sample", "--out=x.png", "--count=4097"},
                                   {"sample", "--out=x.png", "--count=three"},
                                   {"sample", "--out=x.png", "--temperature=2.1"},
                                   {"sample", "--out=x.png", "--temperature=nan"},
                                   {"sample", "--out=x.png", "--temperature=-0.1"},
                                   {"sample", "--out=x.png", "--intensity=4.1"},
                                   {"sample", "--out=x.png", "--temperature-per-level=0.5,,0.5"},
                                   {"sample", "--out=x.png", "--seed=-1"},
                                   {"sample", "--out=x.png", "--seed=99999999999999999999999"},
                                   {"sample", "--out=x.png", "--threads=-1"},
                                   {"sample", "--out=x.png", "--device=gpu"},
                                   {"sample", "--out=x.png", "--device=cuda:x"},
                                   {"sample", "--out=x.png", "--progress=loud"},
                                   {"sample", "--out="},
                                   {"encode", "default", "x.png", "--box=1,2,3"},
                                   {"encode", "default", "x.png", "--face=0"},
                                   {"encode", "default", "x.png", "--detector=eyes"},
                                   {"relabel", "default", "x.png", "--to=happy", "--out=y.png", "--strength=4.5"},
                                   {"morph", "default", "--key=seed:1", "--key=seed:2", "--out=x.gif", "--frames=1"},
                                   {"morph", "default", "--key=seed:1", "--key=seed:2", "--out=x.gif", "--fps=0"},
                                   {"curves", "run", "--smooth=1"},
                                   {"eval", "default", "--data=d", "--split=half"},
                                   {"bench", "everything"},
                                   {"completion", "powershell"}};
    for (const Words& words : wrong) {
        const Outcome outcome = run_bplf(words);
        EXPECT_EQ(outcome.exit_code, 2) << words.back() << '\n' << outcome.err;
        EXPECT_EQ(outcome.out, "") << words.back();
        EXPECT_THAT(outcome.err, HasSubstr("hint:")) << words.back();
    }
}

TEST(CommandLine, UsageErrorsAreOneJsonObjectWhenAsked) {
    const Outcome outcome = run_bplf({"sample", "--json", "--cuont=3"});
    EXPECT_EQ(outcome.exit_code, 2);
    const nlohmann::json json = outcome.json();
    ASSERT_TRUE(json.is_object()) << outcome.out;
    EXPECT_EQ(json["ok"], false);
    EXPECT_EQ(json["error"]["code"], 2);
    EXPECT_EQ(json["error"]["kind"], "usage");
    EXPECT_THAT(json["error"]["hint"].get<std::string>(), HasSubstr("--count"));
}

TEST(CommandLine, SeedsMayBeHexadecimal) {
    // Fails only later, for want of the model: the seed itself is fine.
    EXPECT_EQ(run_bplf({"sample", "no-such-model", "--seed=0xfe", "--out=x.png"}).exit_code, 3);
}

TEST(Completion, BashCompletesCommandsOptionsAndChoices) {
    const Outcome script = run_bplf({"completion", "bash"});
    ASSERT_EQ(script.exit_code, 0);
    const std::string ask = script.out +
                            "try() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _bplf; echo \"${COMPREPLY[@]}\"; }\n"
                            "try bplf sa; try bplf model ve; try bplf sample --temp; try bplf encode --detector ''\n"
                            "try bplf sample --progress j\n";
    const Outcome answer = run_program({"bash", "-c", ask});
    EXPECT_EQ(answer.exit_code, 0) << answer.err;
    EXPECT_THAT(answer.out, HasSubstr("sample\nverify\n--temperature --temperature-per-level\n"));
    EXPECT_THAT(answer.out, HasSubstr("\njson\n"));
}

class CompletionScript : public ::testing::TestWithParam<std::string> {};

TEST_P(CompletionScript, IsAcceptedByItsShell) {
    const std::string shell = GetParam();
    if (run_program({"sh", "-c", "command -v " + shell}).exit_code != 0) GTEST_SKIP() << shell << " is not installed";
    const TempDir folder;
    const Outcome script = run_bplf({"completion", shell});
    write_bytes(folder / "script", script.out);
    const Outcome checked = run_program({shell, "-n", (folder / "script").string()});
    EXPECT_EQ(checked.exit_code, 0) << checked.err;
}

INSTANTIATE_TEST_SUITE_P(Shells, CompletionScript, ::testing::Values("bash", "zsh", "fish"),
                         [](const auto& shell) { return shell.param; });

}  // namespace
}  // namespace bplf::test
