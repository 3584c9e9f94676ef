// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/processor_name.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace bplf {
namespace {

TEST(ProcessorName, IsALineOfTheKernelsOrUnknown) {
    std::ostringstream told;
    told << std::ifstream("/proc/cpuinfo").rdbuf();
    const std::string name = processor_name();
    EXPECT_FALSE(name.empty());
    const bool is_told = told.str().find("model name") != std::string::npos;
    EXPECT_EQ(told.str().find(": " + name + "\n") != std::string::npos, is_told) << name;
}

}  // namespace
}  // namespace bplf
