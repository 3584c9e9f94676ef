// SPDX-License-Identifier: GPL-3.0-or-later
// main of every test program: seeds each test, and ends by naming what was skipped and why.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/support/support.h"

namespace {

class SeedingListener : public testing::EmptyTestEventListener {
    void OnTestStart(const testing::TestInfo&) override {
        bplf::test::rng().seed(bplf::test::seed());
        std::srand(static_cast<unsigned>(bplf::test::seed()));
    }
};

class SkipReport : public testing::EmptyTestEventListener {
    void OnTestEnd(const testing::TestInfo& info) override {
        const testing::TestResult& result = *info.result();
        for (int i = 0; result.Skipped() && i < result.total_part_count(); ++i) {
            const testing::TestPartResult& part = result.GetTestPartResult(i);
            if (part.skipped()) {
                skipped_.push_back(std::string(info.test_suite_name()) + "." + info.name() + ": " + part.message());
            }
        }
    }
    void OnTestProgramEnd(const testing::UnitTest&) override {
        for (const std::string& line : skipped_) {
            std::fprintf(stderr, "NOT TESTED  %s\n", line.c_str());
        }
    }

    std::vector<std::string> skipped_;
};

}  // namespace

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    auto& listeners = testing::UnitTest::GetInstance()->listeners();
    listeners.Append(new SeedingListener);  // gtest owns its listeners
    listeners.Append(new SkipReport);
    return RUN_ALL_TESTS();
}
