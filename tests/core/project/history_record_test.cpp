// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/history_record.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace bplf::project {
namespace {

HistoryRecord full() {
    HistoryRecord record;
    record.id = "19ab697e87b-5-0";
    record.time = 1764000000123;
    record.screen = "encode";
    record.kind = "drawing";
    record.title = "anna.png, happy 60 %";
    record.model = "/models/münchen/model.safetensors";
    record.model_sha256 = "00ff";
    record.mix = {{"happy", 0.6}, {"sad", 0.4}};
    record.temperature = 0.7;
    record.seed = 18446744073709551615U;
    record.photos = {"/photos/anna.png", "abc"};
    record.state = R"({"request":{"seed":1}})";
    record.rating = 4;
    record.key = "aa00";
    return record;
}

TEST(HistoryRecord, SurvivesItsFile) {
    EXPECT_EQ(record_from_json(nlohmann::json::parse(to_json(full()).dump())), full());
    HistoryRecord bare;
    bare.id = "0-1";
    bare.screen = "sample";
    EXPECT_EQ(record_from_json(to_json(bare)), bare);
}

TEST(HistoryRecord, WhatIsNoneIsRefused) {
    nlohmann::json json = to_json(full());
    json["id"] = "../../home";
    EXPECT_THROW(record_from_json(json), Error);
    for (const char* text : {"{}", "[]", "3", R"({"id": 3})", R"({"id":"0-1","time":1,"screen":"a","state":"text"})"})
        EXPECT_THROW(record_from_json(nlohmann::json::parse(text)), Error) << text;
}

TEST(HistoryRecord, IdsDifferAndSortByTime) {
    EXPECT_NE(new_record_id(5), new_record_id(5));
    EXPECT_LT(new_record_id(0xfffff), new_record_id(0x100000));
    EXPECT_TRUE(is_record_id(new_record_id(1764000000123)));
    EXPECT_FALSE(is_record_id("a/b"));
    EXPECT_FALSE(is_record_id(""));
}

}  // namespace
}  // namespace bplf::project
