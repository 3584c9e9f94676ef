// SPDX-License-Identifier: GPL-3.0-or-later
// The timeline's gestures: each one tells exactly one intent.
#include "ui/screens/morph/timeline.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>

#include "tests/ui/qt_test_app.h"

namespace bplf::ui {
namespace {

class TimelineTest : public testing::Test {
  protected:
    TimelineTest() {
        timeline_.resize(800, 122);
        std::vector<TimelineKey> keys(3);
        keys[1].frame = 20;
        keys[2].frame = 47;
        keys[0].name = "happy";
        timeline_.setFilm(48, 12, false, keys);
        timeline_.show();
    }
    QPoint keyPoint(std::size_t key) const {
        return {static_cast<int>(timeline_.places().keyX(key)), static_cast<int>(TimelineLayout::kThumbTop) + 10};
    }
    QPoint framePoint(double frame) const { return {static_cast<int>(timeline_.places().xOf(frame)), 8}; }

    Timeline timeline_;
};

TEST_F(TimelineTest, AClickSeeks) {
    QSignalSpy seeks(&timeline_, &Timeline::seekRequested), moves(&timeline_, &Timeline::keyMoved);
    QTest::mouseClick(&timeline_, Qt::LeftButton, {}, framePoint(30));
    ASSERT_EQ(seeks.count(), 1);
    EXPECT_EQ(seeks[0][0].toDouble(), 30);
    EXPECT_EQ(moves.count(), 0);
}

TEST_F(TimelineTest, AClickOnAKeySelectsAndDoesNotMoveIt) {
    QSignalSpy selected(&timeline_, &Timeline::keySelected), moves(&timeline_, &Timeline::keyMoved);
    QTest::mouseClick(&timeline_, Qt::LeftButton, {}, keyPoint(1));
    ASSERT_EQ(selected.count(), 1);
    EXPECT_EQ(selected[0][0].toInt(), 1);
    EXPECT_EQ(moves.count(), 0);
}

TEST_F(TimelineTest, ADragMovesTheKey) {
    timeline_.setSelected(1);
    QSignalSpy moves(&timeline_, &Timeline::keyMoved);
    QTest::mousePress(&timeline_, Qt::LeftButton, {}, keyPoint(1));
    QTest::mouseMove(&timeline_, keyPoint(1) + QPoint(60, 0));
    QMouseEvent move(QEvent::MouseMove, QPointF(keyPoint(1) + QPoint(80, 0)), QPointF(), Qt::NoButton, Qt::LeftButton,
                     {});
    QCoreApplication::sendEvent(&timeline_, &move);
    QTest::mouseRelease(&timeline_, Qt::LeftButton, {}, keyPoint(1) + QPoint(80, 0));
    ASSERT_GE(moves.count(), 1);
    EXPECT_EQ(moves.last()[0].toInt(), 1);
    EXPECT_NEAR(moves.last()[1].toDouble(), timeline_.places().frameAt(keyPoint(1).x() + 80), 0.01);
    EXPECT_TRUE(moves.last()[2].toBool()) << "snaps without Alt";
}

TEST_F(TimelineTest, ADoubleClickInserts) {
    QSignalSpy inserts(&timeline_, &Timeline::insertRequested);
    QTest::mouseDClick(&timeline_, Qt::LeftButton, {}, framePoint(33));
    ASSERT_EQ(inserts.count(), 1);
    EXPECT_NEAR(inserts[0][0].toDouble(), 33, 0.1);
}

TEST_F(TimelineTest, EveryGestureHasAKey) {
    timeline_.setSelected(1);
    timeline_.setPlayhead(10);
    QSignalSpy seeks(&timeline_, &Timeline::seekRequested), moves(&timeline_, &Timeline::keyMoved);
    QSignalSpy inserts(&timeline_, &Timeline::insertRequested), removes(&timeline_, &Timeline::removeRequested);
    QSignalSpy selected(&timeline_, &Timeline::keySelected);
    QTest::keyClick(&timeline_, Qt::Key_Right);
    QTest::keyClick(&timeline_, Qt::Key_Left, Qt::ShiftModifier);
    QTest::keyClick(&timeline_, Qt::Key_Right, Qt::ControlModifier);
    QTest::keyClick(&timeline_, Qt::Key_Insert);
    QTest::keyClick(&timeline_, Qt::Key_Delete);
    QTest::keyClick(&timeline_, Qt::Key_PageDown);
    ASSERT_EQ(seeks.count(), 2);
    EXPECT_EQ(seeks[0][0].toDouble(), 11);
    EXPECT_EQ(seeks[1][0].toDouble(), 0);
    ASSERT_EQ(moves.count(), 1);
    EXPECT_EQ(moves[0][1].toDouble(), 21);
    EXPECT_EQ(inserts.count(), 1);
    EXPECT_EQ(removes[0][0].toInt(), 1);
    EXPECT_EQ(selected.last()[0].toInt(), 2);
}

TEST_F(TimelineTest, DrawsItselfAtAnySize) {
    timeline_.setCached(std::vector<bool>(48, true));
    for (const int width : {1, 60, 300, 4000}) {
        timeline_.resize(width, 122);
        EXPECT_FALSE(timeline_.grab().isNull());
    }
}

}  // namespace
}  // namespace bplf::ui
