// SPDX-License-Identifier: GPL-3.0-or-later
// Every key of a training is explained, and takes what its explanation says.
#include "core/train/train_fields.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace bplf {
namespace {

using Json = nlohmann::json;

bool takes(const std::string& key, const Json& value) {
    try {
        Json settings{{key, value}};
        // A floor above the rate is refused for another reason.
        if (key == "learning_rate_floor") settings["learning_rate"] = 1;
        if (key == "learning_rate") settings["learning_rate_floor"] = 0;
        train_config_from_json(settings);
        return true;
    } catch (const Error&) {
        return false;
    }
}

TEST(TrainFields, ExplainEveryKeyInItsOrder) {
    const auto keys = to_json(TrainConfig());
    ASSERT_EQ(train_fields().size(), keys.size());
    std::size_t place = 0;
    for (const auto& [key, value] : keys.items()) EXPECT_EQ(train_fields()[place++].key, key);
}

TEST(TrainFields, AreTakenUpToTheirLimitsAndNotBeyond) {
    for (const auto& field : fields_json(TrainConfig())) {
        const std::string key = field["key"], kind = field["kind"];
        if (kind != "integer" && kind != "number") continue;
        const double step = kind == "integer" ? 1 : 1e-3;
        const auto at = [&](double value) { return kind == "integer" ? Json(std::llround(value)) : Json(value); };
        const double least = field["least"];
        EXPECT_TRUE(takes(key, at(least))) << key;
        if (key != "seed") {
            EXPECT_FALSE(takes(key, at(least - step))) << key;
        }
        if (!field.contains("most")) continue;
        const double most = field["most"];
        EXPECT_EQ(takes(key, at(most)), !train_field(key).below) << key;
        EXPECT_FALSE(takes(key, at(most + step))) << key;
    }
}

TEST(TrainFields, NameEveryWordThatIsTaken) {
    for (const std::string& word : train_field("schedule").words) EXPECT_TRUE(takes("schedule", word)) << word;
    for (const std::string& word : train_field("optimiser").words) EXPECT_TRUE(takes("optimiser", word)) << word;
    for (const std::string& word : train_field("precision").words) EXPECT_TRUE(takes("precision", word)) << word;
    for (const char* key : {"schedule", "optimiser", "precision"}) EXPECT_FALSE(takes(key, "maybe")) << key;
}

}  // namespace
}  // namespace bplf
