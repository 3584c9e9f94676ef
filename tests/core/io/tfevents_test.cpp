// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/tfevents.h"

#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <fstream>

#include <gmock/gmock.h>

#include "core/base/atomic_file.h"
#include "core/io/crc32c.h"
#include "tests/core/io/bytes.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using test::input_error;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

void overwrite(const std::filesystem::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

std::vector<EventScalar> with_tag(const EventChunk& chunk, const std::string& tag) {
    std::vector<EventScalar> found;
    for (const EventScalar& scalar : chunk.scalars) {
        if (scalar.tag == tag) found.push_back(scalar);
    }
    return found;
}

std::vector<std::int64_t> steps_of(const EventChunk& chunk) {
    std::vector<std::int64_t> steps;
    for (const EventScalar& scalar : chunk.scalars) steps.push_back(scalar.step);
    return steps;
}

TEST(Crc32c, MatchesThePublishedCheckValues) {
    EXPECT_EQ(crc32c("123456789"), 0xe3069283u);
    EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aau);  // RFC 3720, B.4
    EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62a8ab43u);
}

TEST(Events, ReadTheFilesOfTensorBoardItself) {
    const auto path = test::source_dir() / "tests/data/io/events.out.tfevents.1700000000.golden";
    const EventChunk chunk = read_events(path);
    EXPECT_EQ(chunk.problem, "");
    EXPECT_FALSE(chunk.torn);
    EXPECT_EQ(chunk.offset, std::filesystem::file_size(path));
    ASSERT_EQ(with_tag(chunk, "simple").size(), 5u);
    for (std::size_t i = 0; i < 5; ++i) {
        const double number = static_cast<double>(i);
        EXPECT_EQ(with_tag(chunk, "simple")[i].value, 4.5 - number / 8);
        EXPECT_EQ(with_tag(chunk, "tensor/float")[i].value, number / 4);
        EXPECT_EQ(with_tag(chunk, "tensor/double")[i].value, number / 3);
        EXPECT_EQ(with_tag(chunk, "simple")[i].step, static_cast<std::int64_t>(10 * i));
        EXPECT_EQ(with_tag(chunk, "simple")[i].wall_time, 1700000000.5 + 10 * number);
    }
    EXPECT_TRUE(with_tag(chunk, "vector").empty());
    EXPECT_TRUE(with_tag(chunk, "text").empty());
    EXPECT_TRUE(with_tag(chunk, "picture").empty());
    EXPECT_EQ(with_tag(chunk, "negative")[0].step, -7);
    EXPECT_TRUE(std::isnan(with_tag(chunk, "negative")[0].value));
    EXPECT_EQ(with_tag(chunk, "b")[0].value, 2);
}

TEST(Events, ReturnWhatWasWritten) {
    const test::TempDir folder;
    const auto path = folder / event_file_name();
    EventWriter writer(path);
    writer.scalar("loss", 1, 4.25, 1700000001.25);
    writer.scalar("größe/b", 2, std::nan(""));
    writer.flush();
    const EventChunk chunk = read_events(path);
    ASSERT_EQ(chunk.scalars.size(), 2u);
    EXPECT_EQ(chunk.scalars[0].tag, "loss");
    EXPECT_EQ(chunk.scalars[0].value, 4.25);
    EXPECT_EQ(chunk.scalars[0].wall_time, 1700000001.25);
    EXPECT_EQ(chunk.scalars[1].tag, "größe/b");
    EXPECT_GT(chunk.scalars[1].wall_time, 1.6e9);
    EXPECT_TRUE(is_event_file_name(path.filename().string()));
    EXPECT_THAT(path.filename().string(), StartsWith("events.out.tfevents."));
}

TEST(Events, AreReadOnFromAnOffset) {
    const test::TempDir folder;
    EventWriter writer(folder / "e");
    writer.scalar("a", 1, 1);
    writer.flush();
    const EventChunk first = read_events(folder / "e");
    writer.scalar("a", 2, 2);
    EXPECT_TRUE(read_events(folder / "e", first.offset).scalars.empty());
    writer.flush();
    const EventChunk second = read_events(folder / "e", first.offset);
    EXPECT_THAT(steps_of(second), ElementsAre(2));
}

TEST(Events, KeepWhatIsGoodBeforeATornOrDamagedRecord) {
    const test::TempDir folder;
    std::size_t last = 0;
    for (int step = 0; step < 3; ++step) {
        last = step == 0 ? 0 : std::filesystem::file_size(folder / "e");
        EventWriter(folder / "e").scalar("a", step, step);
    }
    const std::string good = read_file(folder / "e");
    for (std::size_t cut = last + 1; cut < good.size(); ++cut) {
        overwrite(folder / "e", good.substr(0, cut));
        const EventChunk chunk = read_events(folder / "e");
        EXPECT_THAT(steps_of(chunk), ElementsAre(0, 1)) << cut;
        EXPECT_TRUE(chunk.torn) << cut;
        EXPECT_EQ(chunk.offset, last);
        EXPECT_EQ(chunk.problem, "");
    }
    std::string flipped = good;
    flipped[last + 20] ^= 1;
    overwrite(folder / "e", flipped);
    const EventChunk chunk = read_events(folder / "e");
    EXPECT_THAT(steps_of(chunk), ElementsAre(0, 1));
    EXPECT_THAT(chunk.problem, HasSubstr("damaged record at byte " + std::to_string(last)));
}

TEST(Events, AreAppendedToOnResume) {
    const test::TempDir folder;
    {
        EventWriter writer(folder / "e");
        for (int step = 0; step < 5; ++step) writer.scalar("a", step, step);
    }
    std::ofstream(folder / "e", std::ios::binary | std::ios::app) << "torn rec";
    {
        EventWriter writer(folder / "e");
        writer.scalar("a", 5, 5);
    }
    EXPECT_THAT(steps_of(read_events(folder / "e")), ElementsAre(0, 1, 2, 3, 4, 5));
    {
        EventWriter writer(folder / "e", 2);
        writer.scalar("a", 3, 33);
    }
    const EventChunk chunk = read_events(folder / "e");
    EXPECT_THAT(steps_of(chunk), ElementsAre(0, 1, 2, 3));
    EXPECT_EQ(chunk.scalars.back().value, 33);
    EXPECT_FALSE(chunk.torn);
}

TEST(Events, RefuseOtherFilesAndFolders) {
    const test::TempDir folder;
    overwrite(folder / "notes.txt", "a text that is long enough to be looked at as a record");
    EXPECT_THAT(input_error([&] { EventWriter writer(folder / "notes.txt"); }),
                HasSubstr("is not a TensorBoard event file"));
    EXPECT_THAT(read_file(folder / "notes.txt"), StartsWith("a text"));
    EXPECT_THAT(read_events(folder / "notes.txt").problem, HasSubstr("damaged record at byte 0"));
    EXPECT_THAT(input_error([&] { read_events(folder / "absent"); }), HasSubstr("absent"));
    try {
        EventWriter writer(folder / "absent/e");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kResource);
    }
}

/// Lets no file of this process grow beyond `bytes`, as a full disk would.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

  private:
    rlimit before_{};
};

TEST(Events, AreNotLostWhenTheDiskIsFull) {
    const test::TempDir folder;
    EventWriter writer(folder / "e");
    writer.scalar("a", 1, 1);
    writer.flush();
    {
        const FileSizeLimit full(std::filesystem::file_size(folder / "e") + 10);
        writer.scalar("a", 2, 2);
        try {
            writer.flush();
            FAIL();
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::kResource);
            EXPECT_THAT(error.what(), HasSubstr("cannot be written"));
        }
        EXPECT_FALSE(read_events(folder / "e").torn);
    }
    writer.flush();
    EXPECT_THAT(steps_of(read_events(folder / "e")), ElementsAre(1, 2));
}

TEST(Events, SurviveRandomDamage) {
    const test::TempDir folder;
    const std::string good = read_file(test::source_dir() / "tests/data/io/events.out.tfevents.1700000000.golden");
    test::fuzz(good, test::rng(), 300, [&](const std::string& bad) {
        overwrite(folder / "e", bad);
        const EventChunk chunk = read_events(folder / "e");
        EXPECT_LE(chunk.offset, bad.size());
        EXPECT_LE(chunk.scalars.size(), 18u);
    });
}

}  // namespace
}  // namespace bplf
