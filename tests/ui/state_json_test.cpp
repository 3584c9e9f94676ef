// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/state_json.h"

#include <gtest/gtest.h>

#include <QRectF>
#include <nlohmann/json.hpp>

namespace bplf::ui {
namespace {

TEST(StateJson, BringsEveryKindOfValueBack) {
    const QVariantMap state{{"request", R"({"seed":18446744073709551615,"schema":"bplf.sample.v1"})"},
                            {"text", "happy=0.6"},
                            {"brace", "{not json"},
                            {"empty", ""},
                            {"list", QStringList{"/a", "b c"}},
                            {"number", 0.1},
                            {"whole", 7},
                            {"negative", -1},
                            {"on", true},
                            {"bytes", QByteArray("\x00\xff", 2)},
                            {"map", QVariantMap{{"/runs/a", "#446699 1"}}},
                            {"box", QRectF(1.5, 2, 3, 4)}};
    const QVariantMap again = stateOfJson(jsonOfState(state));
    ASSERT_EQ(again.keys(), state.keys());
    for (const QString& key : state.keys()) {
        if (key == "request") continue;
        EXPECT_TRUE(again[key] == state[key] || again[key].toString() == state[key].toString()) << key.toStdString();
    }
    EXPECT_EQ(again["box"].toRectF(), state["box"].toRectF());
    EXPECT_EQ(again["bytes"].toByteArray(), state["bytes"].toByteArray());
    EXPECT_EQ(nlohmann::json::parse(again["request"].toString().toStdString()),
              nlohmann::json::parse(state["request"].toString().toStdString()));
}

TEST(StateJson, ARequestStandsInItAsItDoesInARecipe) {
    const auto json = nlohmann::json::parse(jsonOfState({{"request", R"({"seed":3})"}}));
    EXPECT_EQ(json["request"]["seed"], 3);
}

TEST(StateJson, WhatIsNoStateIsEmpty) {
    for (const char* text : {"", "[]", "3", "{broken", R"({"a":{"$rect":["x",1,2,3]}})", R"({"a":{"$bytes":3}})"})
        EXPECT_TRUE(stateOfJson(text).isEmpty()) << text;
}

}  // namespace
}  // namespace bplf::ui
