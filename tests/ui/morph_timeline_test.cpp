// SPDX-License-Identifier: GPL-3.0-or-later
// The morph clock and the timeline's editing, without a window.
#include "ui/screens/morph/morph_timeline.h"

#include <gtest/gtest.h>

#include <cmath>

#include "ui/screens/morph/timeline_layout.h"

namespace bplf::ui {
namespace {

MorphKey seed(int number, const std::string& label = {}) {
    MorphKey key;
    key.source = "seed:" + std::to_string(number);
    if (!label.empty()) key.look.mix = {{label, 1.0}};
    return key;
}

MorphTimeline film(int keys, int frames = 49) {
    MorphTimeline timeline;
    timeline.setFrames(frames);
    for (int i = 0; i < keys; ++i) timeline.append(seed(i + 1));
    return timeline;
}

TEST(MorphClock, SpacesKeysEvenlyOnWholeFrames) {
    EXPECT_EQ(film(3).keyFrames(), (std::vector<double>{0, 24, 48}));
    EXPECT_EQ(film(4, 48).keyFrames(), (std::vector<double>{0, 16, 31, 47}));
    MorphTimeline loop = film(4, 48);
    loop.setLoop(true);
    EXPECT_EQ(loop.keyFrames(), (std::vector<double>{0, 12, 24, 36}));
}

TEST(MorphClock, ClosesALoopWithoutShowingAFrameTwice) {
    MorphTimeline loop = film(2, 20);
    loop.setLoop(true);
    const MorphMoment last = morph_moment(loop.request(), 19);
    EXPECT_EQ(last.from, 1u);
    EXPECT_EQ(last.to, 0u);
    EXPECT_GT(last.t, 0.9);
    EXPECT_LT(last.t, 1);
}

TEST(MorphClock, HoldsAKeyBeforeLeavingIt) {
    MorphTimeline timeline = film(2, 21);
    MorphKey key = timeline.key(0);
    key.hold = 10;
    key.easing = Easing::kLinear;
    timeline.setKey(0, key);
    EXPECT_EQ(morph_moment(timeline.request(), 10).t, 0);
    EXPECT_DOUBLE_EQ(morph_moment(timeline.request(), 15).t, 0.5);
    EXPECT_EQ(morph_moment(timeline.request(), 20).from, 1u);
}

TEST(MorphClock, EasesFromZeroToOneWithoutTurningBack) {
    for (const Easing easing :
         {Easing::kLinear, Easing::kEaseIn, Easing::kEaseOut, Easing::kEaseInOut, Easing::kHold}) {
        EXPECT_EQ(ease(easing, 0), 0);
        EXPECT_EQ(ease(easing, 1), 1);
        for (double t = 0; t < 1; t += 0.01) EXPECT_LE(ease(easing, t), ease(easing, t + 0.01));
    }
    EXPECT_EQ(ease(Easing::kHold, 0.99), 0);
}

TEST(MorphTimeline, MovingAKeyKeepsTheOthersWhereTheyWere) {
    MorphTimeline timeline = film(3);
    timeline.select(1);
    EXPECT_EQ(timeline.move(1, 10.4), 1);
    EXPECT_EQ(timeline.keyFrames(), (std::vector<double>{0, 10, 48}));
    EXPECT_EQ(timeline.move(1, 10.4, false), 1);
    EXPECT_EQ(timeline.keyFrames()[1], 10.4) << "Alt: between frames";
    timeline.move(2, 30);
    EXPECT_EQ(timeline.move(1, 900), 2) << "past the last key";
    EXPECT_EQ(timeline.selected(), 2);
    EXPECT_EQ(timeline.key(2).source, "seed:2");
    EXPECT_EQ(timeline.keyFrames()[2], 48);
    EXPECT_EQ(timeline.move(2, -5), 1) << "behind the key that stands there";
    EXPECT_EQ(timeline.key(1).at, 0);
}

TEST(MorphTimeline, AKeyAddedToALoopStandsWhereItClosed) {
    MorphTimeline loop = film(2, 48);
    loop.setLoop(true);
    loop.move(1, 20);
    loop.append(MorphKey{});
    EXPECT_EQ(loop.keyFrames(), (std::vector<double>{0, 20, 48}));
    EXPECT_EQ(loop.request().frames, 72) << "the way back is as long as the others are on average";
    MorphTimeline line = film(2, 48);
    line.move(1, 40);
    line.append(MorphKey{});
    EXPECT_EQ(line.keyFrames(), (std::vector<double>{0, 40, 94}));
}

TEST(MorphTimeline, InsertsWhatTheFilmShowsThere) {
    MorphTimeline timeline;
    timeline.append(seed(1, "happy"));
    timeline.append(seed(1, "sad"));
    MorphKey first = timeline.key(0);
    first.easing = Easing::kLinear;
    timeline.setKey(0, first);
    timeline.setFrames(41);
    EXPECT_EQ(timeline.insertAt(10), 1);
    const MorphKey& added = timeline.key(1);
    EXPECT_EQ(added.source, "seed:1");
    EXPECT_EQ(added.at, 10);
    ASSERT_EQ(added.look.mix.size(), 2u);
    EXPECT_DOUBLE_EQ(added.look.mix[0].weight, 0.75);
    EXPECT_DOUBLE_EQ(added.look.mix[1].weight, 0.25);
    EXPECT_EQ(timeline.selected(), 1);
}

TEST(MorphTimeline, DuplicatesHalfWayToTheNextKey) {
    MorphTimeline timeline = film(2, 41);
    timeline.move(1, 30);
    EXPECT_EQ(timeline.duplicate(0), 1);
    EXPECT_EQ(timeline.keyFrames(), (std::vector<double>{0, 15, 30}));
    EXPECT_EQ(timeline.duplicate(2), 3) << "the last one is appended";
    EXPECT_EQ(timeline.key(3).source, timeline.key(2).source);
    EXPECT_EQ(timeline.keyFrames()[2], 30) << "placed keys keep their frames";
    EXPECT_EQ(timeline.keyFrames()[3], timeline.lastFrame());
}

TEST(MorphTimeline, RemovesDownToNothing) {
    MorphTimeline timeline = film(2);
    timeline.select(1);
    timeline.remove(1);
    EXPECT_FALSE(timeline.isPlayable());
    EXPECT_EQ(timeline.selected(), 0);
    timeline.remove(0);
    timeline.remove(0);
    EXPECT_EQ(timeline.selected(), -1);
    EXPECT_EQ(timeline.insertAt(5), 0) << "an empty timeline takes a first key";
}

TEST(MorphTimeline, WalksOneFaceThroughAllLabels) {
    MorphTimeline timeline;
    timeline.setAllEmotions(seed(7), {"anger", "happy", "sad"}, 20);
    ASSERT_EQ(timeline.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(timeline.key(i).source, "seed:7");
    EXPECT_EQ(timeline.key(1).look.mix, (LabelMix{{"happy", 1.0}}));
    EXPECT_EQ(timeline.request().frames, 60);
    EXPECT_TRUE(timeline.isEvenlySpaced());
}

TEST(MorphTimeline, ChangingTheLengthKeepsTheShares) {
    MorphTimeline timeline = film(3, 41);
    timeline.move(1, 10);
    timeline.setPlayhead(20);
    timeline.setFrames(81);
    EXPECT_EQ(timeline.keyFrames(), (std::vector<double>{0, 20, 80}));
    EXPECT_EQ(timeline.playhead(), 40);
}

TEST(MorphTimeline, OnlyWhatChangesPicturesMakesANewVersion) {
    MorphTimeline timeline = film(2);
    const std::uint64_t version = timeline.pictureVersion();
    timeline.setFps(24);
    timeline.select(0);
    timeline.setPlayhead(9);
    timeline.setFrames(timeline.request().frames);
    EXPECT_EQ(timeline.pictureVersion(), version);
    timeline.setPath(Path::kLinear);
    EXPECT_GT(timeline.pictureVersion(), version);
}

TEST(BlendMixes, SumsToOne) {
    const LabelMix mix = blendMixes({{"a", 0.5}, {"b", 0.5}}, {{"b", 1.0}}, 0.25);
    double sum = 0;
    for (const LabelWeight& weight : mix) sum += weight.weight;
    EXPECT_DOUBLE_EQ(sum, 1);
    EXPECT_TRUE(blendMixes({}, {{"a", 1.0}}, 0.2).empty()) << "no label cannot be blended by name";
}

TEST(TimelineLayout, FramesAndPixelsAgree) {
    const TimelineLayout layout(800, 48, {0, 20, 47});
    for (const double frame : {0.0, 12.5, 47.0}) EXPECT_NEAR(layout.frameAt(layout.xOf(frame)), frame, 1e-9);
    EXPECT_EQ(layout.frameAt(-100), 0);
    EXPECT_EQ(layout.frameAt(9999), 47);
    EXPECT_EQ(layout.keyAt(layout.keyX(1), TimelineLayout::kThumbTop + 5), 1);
    EXPECT_EQ(layout.keyAt(layout.keyX(1) + 100, TimelineLayout::kThumbTop + 5), std::nullopt);
}

TEST(TimelineLayout, ShrinksThumbnailsBeforeTheyOverlap) {
    std::vector<double> keys;
    for (int i = 0; i < 20; ++i) keys.push_back(i * 5);
    const TimelineLayout crowded(800, 100, keys);
    EXPECT_LT(crowded.thumbSide(), TimelineLayout::kLargestThumb);
    EXPECT_GE(crowded.thumbSide(), TimelineLayout::kSmallestThumb);
    EXPECT_LE(crowded.marks().size(), 800u / 8);
}

}  // namespace
}  // namespace bplf::ui
