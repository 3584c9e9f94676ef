// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/history_filter.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace bplf::project {
namespace {

constexpr std::int64_t kNow = 1764000000000, kDay = 86400000;

HistoryRecord happy_face() {
    HistoryRecord record;
    record.screen = "sample";
    record.title = "Happy 60 %, surprise 40 %, seed 42";
    record.model = "emotion-128";
    record.mix = {{"happy", 0.6}, {"surprise", 0.4}};
    record.temperature = 0.7;
    record.seed = 42;
    record.rating = 3;
    record.time = kNow - 2 * kDay;
    return record;
}

bool finds(const char* text) {
    return HistoryFilter::parse(text, kNow).matches(happy_face());
}

TEST(HistoryFilter, AllWordsMustHold) {
    for (const char* text : {"", "  ", "happy", "HAPPY", "happy T<0.8 ★", "sample emotion", "surprise seed=42"})
        EXPECT_TRUE(finds(text)) << text;
    for (const char* text : {"sad", "happy sad", "happy T<0.7 ★", "morph"}) EXPECT_FALSE(finds(text)) << text;
}

TEST(HistoryFilter, ComparesNumbers) {
    for (const char* text : {"T<0.8", "t<=0.7", "T>=0.7", "T=0.7", "seed>41", "stars>=3", "age<3", "age>1", "happy>50",
                             "happy=60", "surprise<=40", "sad<5"})
        EXPECT_TRUE(finds(text)) << text;
    for (const char* text : {"T<0.7", "T>0.7", "seed=41", "stars>3", "age<2", "happy>60", "happy=59", "sad>0"})
        EXPECT_FALSE(finds(text)) << text;
}

TEST(HistoryFilter, CountsStars) {
    for (const char* text : {"★", "*", "★★★", "***", "-★★★★"}) EXPECT_TRUE(finds(text)) << text;
    for (const char* text : {"★★★★", "****", "-★"}) EXPECT_FALSE(finds(text)) << text;
}

TEST(HistoryFilter, AMinusAsksForTheOpposite) {
    EXPECT_TRUE(finds("-sad happy"));
    EXPECT_FALSE(finds("-happy"));
    EXPECT_FALSE(finds("-T<0.8"));
}

TEST(HistoryFilter, WhatAStateDoesNotHaveNeverCompares) {
    const HistoryRecord bare;
    EXPECT_FALSE(HistoryFilter::parse("T<9", kNow).matches(bare));
    EXPECT_FALSE(HistoryFilter::parse("seed<9", kNow).matches(bare));
}

TEST(HistoryFilter, SaysWhichWordIsNotUnderstood) {
    for (const char* text : {"T<", "happy T<warm", "seed=1x", "age>"}) {
        try {
            HistoryFilter::parse(text, kNow);
            ADD_FAILURE() << text;
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::kUsage);
            EXPECT_NE(error.problem().find("needs a number"), std::string::npos) << text;
        }
    }
}

}  // namespace
}  // namespace bplf::project
