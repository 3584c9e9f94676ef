// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/history_file.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <set>
#include <thread>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/image/png.h"
#include "core/project/folder_lock.h"
#include "tests/support/support.h"

namespace bplf::project {
namespace {

HistoryRecord state(std::int64_t time, const std::string& title = "a face") {
    HistoryRecord record;
    record.id = new_record_id(time);
    record.time = time;
    record.screen = "sample";
    record.title = title;
    return record;
}

class HistoryFileTest : public ::testing::Test {
  protected:
    HistoryRecord add(std::int64_t time, const std::string& title = "a face") {
        HistoryRecord record = state(time, title);
        file.add(record, Image(2, 2, 1, 7));
        return record;
    }
    std::set<std::string> titles() const {
        std::set<std::string> all;
        for (const HistoryRecord& record : file.read()) all.insert(record.title);
        return all;
    }
    void damage(const std::string& text) {
        std::ofstream(folder / "history/history.jsonl", std::ios::app | std::ios::binary) << text;
    }

    const test::TempDir folder;
    const HistoryFile file{folder / "history"};
};

TEST_F(HistoryFileTest, IsEmptyWhereThereIsNone) {
    EXPECT_TRUE(file.read().empty());
}

TEST_F(HistoryFileTest, KeepsStatesWithTheirThumbnailsAndStars) {
    HistoryRecord first = add(1, "first"), second = add(2, "second");
    file.rate(first.id, 3);
    file.rate(first.id, 5);
    first.rating = 5;
    EXPECT_EQ(file.read(), (std::vector{first, second}));
    EXPECT_EQ(read_png(file.thumbnail(second.id)), Image(2, 2, 1, 7));
    EXPECT_FALSE(std::filesystem::exists(file.face(second.id)));
}

TEST_F(HistoryFileTest, OnlyItsOwnerMayLookIn) {
    add(1);
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(folder / "history").permissions() & (perms::group_all | perms::others_all),
              perms::none);
}

TEST_F(HistoryFileTest, AHalfWrittenLineHarmsNoOther) {
    add(1, "before");
    damage(R"({"schema":"bplf.history.v1","id":"0-)");
    EXPECT_EQ(titles(), (std::set<std::string>{"before"}));
    add(2, "after");
    EXPECT_EQ(titles(), (std::set<std::string>{"before", "after"}));
}

TEST_F(HistoryFileTest, DamagedLinesArePassedOver) {
    add(1, "before");
    damage("\xff\xfe\n[]\n{\"rate\":3}\n{\"rate\":\"0-9\",\"rating\":\"x\"}\n" + std::string(3, '\0') + "\n");
    add(2, "after");
    EXPECT_EQ(titles(), (std::set<std::string>{"before", "after"}));
}

TEST_F(HistoryFileTest, TheOldestWithoutStarsGoFirst) {
    for (int i = 0; i < 6; ++i) {
        const HistoryRecord record = add(i, std::to_string(i));
        if (i == 0 || i == 5) file.rate(record.id, 1);
    }
    EXPECT_EQ(file.prune(3), 3U);
    EXPECT_EQ(titles(), (std::set<std::string>{"0", "4", "5"}));
    EXPECT_EQ(file.read()[0].rating, 1);
    EXPECT_EQ(file.prune(3), 0U);
    EXPECT_EQ(file.prune(1), 1U);
    EXPECT_EQ(titles(), (std::set<std::string>{"0", "5"})) << "favourites stay beyond the limit";
}

TEST_F(HistoryFileTest, OfWhatIsRemovedNothingStays) {
    const HistoryRecord plain = add(1, "plain");
    HistoryRecord photo = state(2, "secret anna");
    photo.photos = {"anna"};
    file.add(photo, Image(2, 2, 1), Image(4, 4, 1));
    file.rate(photo.id, 5);
    EXPECT_EQ(file.remove([](const HistoryRecord& record) { return !record.photos.empty(); }), 1U);
    EXPECT_EQ(file.read(), std::vector{plain});
    EXPECT_EQ(read_file(folder / "history/history.jsonl").find("anna"), std::string::npos);
    EXPECT_EQ(read_file(folder / "history/history.jsonl").find(photo.id), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(file.thumbnail(photo.id)));
    EXPECT_FALSE(std::filesystem::exists(file.face(photo.id)));
}

TEST_F(HistoryFileTest, PicturesOfNothingGo) {
    const HistoryRecord record = add(1);
    write_png(file.thumbnail("0-dead"), Image(2, 2, 1));
    write_png(folder / "history/thumbnails/mine.PNG.png", Image(2, 2, 1));
    file.prune();
    EXPECT_FALSE(std::filesystem::exists(file.thumbnail("0-dead")));
    EXPECT_TRUE(std::filesystem::exists(file.thumbnail(record.id)));
    EXPECT_TRUE(std::filesystem::exists(folder / "history/thumbnails/mine.PNG.png")) << "is not ours";
}

TEST_F(HistoryFileTest, SeveralWritersLoseNothing) {
    constexpr int kWriters = 4, kEach = 25;
    std::vector<std::thread> writers;
    for (int w = 0; w < kWriters; ++w)
        writers.emplace_back([this, w] {
            for (int i = 0; i < kEach; ++i) {
                add(i, std::to_string(w * kEach + i));
                if (i % 10 == 9) file.prune();
            }
        });
    for (std::thread& writer : writers) writer.join();
    EXPECT_EQ(titles().size(), static_cast<std::size_t>(kWriters * kEach));
}

TEST_F(HistoryFileTest, AKilledWriterLosesNothingThatItHadFinished) {
    for (int round = 0; round < 10; ++round) {
        int news[2];
        ASSERT_EQ(::pipe(news), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            for (int i = 0;; ++i) {
                add(i, std::to_string(round) + "-" + std::to_string(i));
                if (::write(news[1], "x", 1) != 1) ::_exit(1);
            }
        }
        ::close(news[1]);
        char done = 0;
        int finished = 0;
        while (finished < 3 + static_cast<int>(test::rng()() % 5) && ::read(news[0], &done, 1) == 1) ++finished;
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        while (::read(news[0], &done, 1) == 1) ++finished;
        ::close(news[0]);
        const std::set<std::string> all = titles();
        for (int i = 0; i < finished; ++i)
            EXPECT_TRUE(all.contains(std::to_string(round) + "-" + std::to_string(i))) << i << " of " << finished;
        add(0, "after " + std::to_string(round));
        EXPECT_TRUE(titles().contains("after " + std::to_string(round)));
    }
}

TEST_F(HistoryFileTest, SaysWhereItCannotBeKept) {
    write_file(folder / "file", "");
    try {
        HistoryFile(folder / "file" / "history").add(state(1), Image(2, 2, 1));
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kResource);
    }
}

TEST(FolderLock, IsHeldByOneAtATime) {
    const test::TempDir folder;
    std::atomic<int> holders = 0, most = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int turn = 0; turn < 50; ++turn) {
                const FolderLock lock(folder / "locked");
                most = std::max(most.load(), ++holders);
                --holders;
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(most.load(), 1);
}

TEST(Thumbnail, ShowsUpToFourPictures) {
    EXPECT_TRUE(thumbnail_of({}).empty());
    const Image one = thumbnail_of({Image(32, 32, 1, 50)});
    EXPECT_EQ(one, Image(kThumbnailSide, kThumbnailSide, 1, 50));
    const Image five = thumbnail_of(std::vector<Image>{Image(8, 8, 1, 10), Image(8, 8, 1, 20), Image(8, 8, 1, 30),
                                                       Image(8, 8, 3, 40), Image(8, 8, 1, 50)});
    EXPECT_EQ(five.width, kThumbnailSide);
    EXPECT_EQ(five.at(1, 1, 2), 10);
    EXPECT_EQ(five.at(kThumbnailSide - 1, 1), 20);
    EXPECT_EQ(five.at(kThumbnailSide - 1, kThumbnailSide - 1), 40);
    const Image wide = thumbnail_of({Image(400, 200, 1, 9)});
    EXPECT_EQ(wide.at(5, 5), 0);
    EXPECT_EQ(wide.at(5, kThumbnailSide / 2), 9);
}

}  // namespace
}  // namespace bplf::project
