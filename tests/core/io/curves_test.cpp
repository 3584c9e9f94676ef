// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/curves.h"

#include <cmath>
#include <cstring>
#include <fstream>

#include <gmock/gmock.h>
#include <zlib.h>

#include "core/base/atomic_file.h"
#include "core/io/crc32c.h"
#include "core/io/tfevents.h"
#include "tests/core/io/bytes.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using test::input_error;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Curves : public ::testing::Test {
  protected:
    std::filesystem::path file(const std::string& name, const std::string& content) {
        const auto path = folder_ / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
        return path;
    }
    void append(const std::string& name, const std::string& content) {
        std::ofstream(folder_ / name, std::ios::binary | std::ios::app) << content;
    }
    RunReader reader(const std::string& name, const std::string& x = {}) {
        return RunReader(find_runs(folder_ / name).at(0), x);
    }
    void write_events(const std::string& name, std::vector<std::int64_t> steps, double value = 0) {
        std::filesystem::create_directories((folder_ / name).parent_path());
        EventWriter writer(folder_ / name);
        for (const std::int64_t step : steps) writer.scalar("loss", step, value + static_cast<double>(step));
    }

    test::TempDir folder_;
};

std::vector<std::string> tags(const RunReader& reader) {
    std::vector<std::string> names;
    for (const ScalarSeries& series : reader.series()) names.push_back(series.tag);
    return names;
}

std::vector<double> values(const RunReader& reader, std::size_t series = 0) {
    std::vector<double> numbers;
    for (const ScalarPoint& point : reader.series().at(series).points) numbers.push_back(point.value);
    return numbers;
}

std::vector<std::int64_t> steps(const RunReader& reader, std::size_t series = 0) {
    std::vector<std::int64_t> numbers;
    for (const ScalarPoint& point : reader.series().at(series).points) numbers.push_back(point.step);
    return numbers;
}

TEST_F(Curves, ThousandsOfColumnsKeepTheirNames) {
    std::string header = "step", row = "1";
    for (int i = 0; i < 20'000; ++i) {
        header += i % 2 == 0 ? ",loss" : ",m" + std::to_string(i);
        row += "," + std::to_string(i);
    }
    file("wide.csv", header + "\n" + row + "\n");
    RunReader log = reader("wide.csv");
    log.poll();
    const auto names = tags(log);
    ASSERT_EQ(names.size(), 20'000u);
    EXPECT_EQ(names[0], "loss");
    EXPECT_EQ(names[1], "m1");
    EXPECT_EQ(names[2], "loss (4)");
    EXPECT_THAT(values(log, 19'999), ElementsAre(19'999));
}

TEST_F(Curves, ControlCharactersInNamesAreSpelledOut) {
    file("odd.csv", std::string("step,a\x1b[2J,b\0c\n1,2,3\n", 21));
    RunReader log = reader("odd.csv");
    log.poll();
    EXPECT_THAT(tags(log), ElementsAre("a\\x1b[2J", "b\\x00c"));
}

TEST_F(Curves, FindsRunsBelowAFolder) {
    write_events("a/events.out.tfevents.1", {1});
    file("a/metrics.csv", "step,x\n1,1\n");
    write_events("a/validation/events.out.tfevents.1", {1});
    file("b/log.csv", "step,x\n1,1\n");
    file("b/log.jsonl", "{}\n");
    file("b/notes.txt", "");
    file("c/scalars.csv", "step,x\n1,1\n");
    file(".hidden/log.csv", "step,x\n1,1\n");
    const auto runs = find_runs(folder_.path());
    std::vector<std::string> names;
    for (const RunSource& run : runs) names.push_back(run.name);
    EXPECT_THAT(names, ElementsAre("a", "a/validation", "b/log.csv", "b/log.jsonl", "c"));
    EXPECT_EQ(find_runs(folder_ / "a")[0].name, "a");
    EXPECT_EQ(find_runs(folder_ / "a/events.out.tfevents.1")[0].name, "a");
    EXPECT_EQ(find_runs(folder_ / "a/metrics.csv")[0].name, "metrics.csv");
    EXPECT_THAT(input_error([&] { find_runs(folder_ / "b/notes.txt"); }), HasSubstr("no training log"));
    EXPECT_THAT(input_error([&] { find_runs(folder_ / "absent"); }), HasSubstr("does not exist"));
}

TEST_F(Curves, FollowAnEventFileAcrossFilesAndTornRecords) {
    write_events("run/events.out.tfevents.1", {1, 2});
    RunReader run = reader("run");
    EXPECT_TRUE(run.poll().changed);
    EXPECT_THAT(steps(run), ElementsAre(1, 2));
    EXPECT_FALSE(run.poll().changed);

    write_events("whole", {3});
    const std::string record = read_file(folder_ / "whole");
    append("run/events.out.tfevents.1", record.substr(0, 30));
    EXPECT_FALSE(run.poll().changed);
    append("run/events.out.tfevents.1", record.substr(30));
    EXPECT_TRUE(run.poll().changed);
    EXPECT_THAT(steps(run), ElementsAre(1, 2, 3));

    write_events("run/events.out.tfevents.2", {4});
    const RunUpdate update = run.poll();
    EXPECT_TRUE(update.changed);
    EXPECT_FALSE(update.restarted);
    EXPECT_THAT(steps(run), ElementsAre(1, 2, 3, 4));
    EXPECT_EQ(run.problem(), "");
}

TEST_F(Curves, AResumedRunReplacesWhatItRepeats) {
    write_events("run/events.out.tfevents.1", {1, 2, 3, 4});
    write_events("run/events.out.tfevents.2", {3, 4, 5}, 100);
    RunReader run = reader("run");
    run.poll();
    EXPECT_THAT(steps(run), ElementsAre(1, 2, 3, 4, 5));
    EXPECT_THAT(values(run), ElementsAre(1, 2, 103, 104, 105));
}

TEST_F(Curves, KeepPointsThatCameOutOfOrder) {
    write_events("run/events.out.tfevents.1", {10, 20, 40, 30, 60, 50, 70});
    RunReader run = reader("run");
    run.poll();
    EXPECT_THAT(steps(run), ElementsAre(10, 20, 30, 40, 50, 60, 70));
    EXPECT_THAT(values(run), ElementsAre(10, 20, 30, 40, 50, 60, 70));
    RunReader text({"r", file("m.csv", "step,loss\n10,1\n30,3\n20,2\n"), RunKind::kCsv});
    text.poll();
    EXPECT_THAT(steps(text), ElementsAre(10, 20, 30));
}

TEST_F(Curves, KeepBothOfTwoLogsWrittenMeanwhile) {
    std::filesystem::create_directories(folder_ / "run");
    for (const int shift : {0, 5}) {
        EventWriter writer(folder_ / ("run/events.out.tfevents.170000000" + std::to_string(shift) + ".h"));
        for (int step = shift; step < 50; step += 10) writer.scalar("loss", step, shift, 1.7e9 + step);
    }
    RunReader run = reader("run");
    run.poll();
    EXPECT_THAT(steps(run), ElementsAre(0, 5, 10, 15, 20, 25, 30, 35, 40, 45));
}

TEST_F(Curves, KeepBothOfTwoRunsInOneFolder) {
    write_events("run/events.out.tfevents.9.h.9", {1, 2, 3});
    write_events("run/events.out.tfevents.9.h.10", {1, 2, 3}, 100);
    RunReader run = reader("run");
    run.poll();
    EXPECT_THAT(steps(run), ElementsAre(1, 1, 2, 2, 3, 3));
    EXPECT_THAT(values(run), ElementsAre(1, 101, 2, 102, 3, 103)) << "the ninth process' file is the older one";
}

/// A record as TensorBoard's writers frame it.
std::string record_of(const std::string& event) {
    std::string bytes(8, '\0');
    const std::uint64_t length = event.size();
    std::memcpy(bytes.data(), &length, sizeof length);
    const auto put_crc = [&bytes](const std::string& of) {
        const std::uint32_t crc = masked_crc32c(of);
        bytes.append(reinterpret_cast<const char*>(&crc), sizeof crc);
    };
    put_crc(bytes);
    bytes += event;
    put_crc(event);
    return bytes;
}

TEST_F(Curves, ASessionsMarkRemovesWhatIsLoggedAgain) {
    write_events("run/events.out.tfevents.1", {50, 100, 150});
    const std::string start_at_100("\x10\x64\x3a\x02\x08\x01", 6);  // step = 100; session_log { status: START }
    append("run/events.out.tfevents.1", record_of(start_at_100));
    RunReader run = reader("run");
    run.poll();
    EXPECT_THAT(steps(run), ElementsAre(50));
    write_events("run/events.out.tfevents.2", {120, 150}, 1000);
    run.poll();
    EXPECT_THAT(values(run), ElementsAre(50, 1120, 1150));
}

TEST_F(Curves, ReadScalarsOfEveryNumberType) {
    // summary { value { tag: "t" tensor { dtype, <field> } } } of an event at step 1
    const auto value = [&](const std::string& tensor) -> std::optional<double> {
        const auto framed = [](char field, const std::string& inner) {
            return std::string{field, static_cast<char>(inner.size())} + inner;
        };
        const std::string entry = framed('\x0a', "t") + framed('\x42', tensor);
        const EventChunk chunk = parse_events(record_of("\x10\x01" + framed('\x2a', framed('\x0a', entry))));
        return chunk.scalars.empty() ? std::nullopt : std::optional(chunk.scalars[0].value);
    };
    using namespace std::string_literals;
    EXPECT_EQ(value("\x08\x13\x6a\x03\x80\x86\x01"s), 3.5) << "half: 0x4300";
    EXPECT_EQ(value("\x08\x13\x22\x02\x00\xc3"s), -3.5) << "half as bytes";
    EXPECT_EQ(value("\x08\x0e\x6a\x03\x90\x81\x01"s), 4.5) << "bfloat16: 0x4090";
    EXPECT_EQ(value("\x08\x0a\x5a\x01\x01"s), 1) << "bool";
    EXPECT_EQ(value("\x08\x04\x3a\x01\x07"s), 7) << "uint8";
    EXPECT_EQ(value("\x08\x05\x22\x02\xff\xff"s), -1) << "int16 as bytes";
    EXPECT_EQ(value("\x08\x16\x82\x01\x01\x09"s), 9) << "uint32";
    EXPECT_EQ(value("\x08\x17\x8a\x01\x01\x0a"s), 10) << "uint64";
    EXPECT_EQ(value("\x08\x09\x50\x05"s), 5) << "int64, not packed";
    EXPECT_EQ(value("\x08\x03\x3a\x02\x01\x02"s), std::nullopt) << "a vector";
    EXPECT_EQ(value("\x08\x03\x12\x04\x12\x02\x08\x03\x3a\x01\x06"s), std::nullopt) << "three equal elements";
    EXPECT_EQ(value("\x08\x03\x12\x04\x12\x02\x08\x01\x3a\x01\x06"s), 6) << "a vector of one";
}

std::string gzipped(std::string bytes) {
    constexpr int kGzip = 16 + MAX_WBITS;
    z_stream stream{};
    deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY);
    std::string packed(bytes.size() + 100, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

TEST_F(Curves, ReadPackedLogs) {
    const std::string csv = gzipped("step,loss\n1,0.5\n2,0.25\n");
    file("a/scalars.csv.gz", csv);
    write_events("plain", {1, 2, 3});
    file("b/events.out.tfevents.1.gz", gzipped(read_file(folder_ / "plain")));
    std::filesystem::remove(folder_ / "plain");
    const auto runs = find_runs(folder_.path());
    ASSERT_EQ(runs.size(), 2u);
    EXPECT_THAT(runs[0].name, "a");
    RunReader text(runs[0]), events(runs[1]);
    EXPECT_TRUE(text.poll().changed);
    EXPECT_FALSE(text.poll().changed);
    events.poll();
    EXPECT_THAT(values(text), ElementsAre(0.5, 0.25));
    EXPECT_THAT(steps(events), ElementsAre(1, 2, 3));
    file("a/scalars.csv.gz", csv.substr(0, csv.size() - 12));
    EXPECT_TRUE(text.poll().restarted);
    EXPECT_THAT(text.problem(), HasSubstr("cut short"));
    text.poll();
    EXPECT_THAT(text.problem(), HasSubstr("cut short")) << "it still is";
}

TEST_F(Curves, HyperparametersArePartOfTheirRun) {
    write_events("run/events.out.tfevents.1700000000.h", {1, 2});
    std::filesystem::create_directories(folder_ / "run/1700000001.25");
    {
        EventWriter writer(folder_ / "run/1700000001.25/events.out.tfevents.1700000001.h");
        writer.scalar("hparam/best", 0, 0.5);
    }
    write_events("alone/1700000001.25/events.out.tfevents.1700000001.h", {1});
    const auto runs = find_runs(folder_.path());
    ASSERT_EQ(runs.size(), 2u);
    EXPECT_EQ(runs[0].name, "alone/1700000001.25") << "nothing above it logs";
    RunReader run(runs[1]);
    run.poll();
    EXPECT_THAT(tags(run), ElementsAre("loss", "hparam/best"));
}

TEST_F(Curves, StartAgainWhenALogIsReplacedTruncatedOrRewritten) {
    file("m.csv", "step,x\n1,1\n2,2\n");
    RunReader run = reader("m.csv");
    run.poll();
    write_file(folder_ / "m.csv", "step,x\n1,7\n2,8\n3,9\n");  // by rename: a new inode
    EXPECT_TRUE(run.poll().restarted);
    EXPECT_THAT(values(run), ElementsAre(7, 8, 9));
    file("m.csv", "step,x\n5,5\n");  // in place and shorter
    EXPECT_TRUE(run.poll().restarted);
    EXPECT_THAT(values(run), ElementsAre(5));
    file("m.csv", "step,y\n6,6\n7,7\n8,8\n");  // in place and longer
    EXPECT_TRUE(run.poll().restarted);
    EXPECT_THAT(values(run), ElementsAre(6, 7, 8));
    std::filesystem::remove(folder_ / "m.csv");
    EXPECT_FALSE(run.poll().changed);
    EXPECT_THAT(run.problem(), HasSubstr("missing now"));
    EXPECT_THAT(values(run), ElementsAre(6, 7, 8));
    RunReader never({"x", folder_ / "absent.csv", RunKind::kCsv});
    EXPECT_THAT(input_error([&] { never.poll(); }), HasSubstr("has no log"));
}

TEST_F(Curves, SayWhereAnEventFileIsDamaged) {
    write_events("run/events.out.tfevents.1", {1, 2});
    append("run/events.out.tfevents.1", std::string(40, 'x'));
    RunReader run = reader("run");
    run.poll();
    EXPECT_THAT(steps(run), ElementsAre(1, 2));
    EXPECT_THAT(run.problem(), HasSubstr("damaged record at byte"));
    EXPECT_FALSE(run.poll().changed);
    EXPECT_THAT(run.problem(), HasSubstr("damaged record at byte"));
}

TEST_F(Curves, SniffTheDialectOfACsv) {
    const std::pair<const char*, const char*> dialects[] = {
        {"comma", "step,loss\n10,0.5\n20,1e-2\n"},
        {"semicolon and decimal comma", "step;loss\n10;0,5\n20;0,01\n"},
        {"tab", "step\tloss\r\n10\t0.5\r\n20\t+0.01\r\n"},
        {"blanks", "step   loss\n10     0.5\n20     0.01\n"},
        {"quotes", "\"step\",\"loss\"\n\"10\",\"0.5\"\n20,0.01"},
        {"byte order mark and comment", "\xef\xbb\xbf# made by me\nstep,loss\n10,0.5\n20,0.01\n"}};
    for (const auto& [what, content] : dialects) {
        SCOPED_TRACE(what);
        RunReader run({"r", file("m.csv", content), RunKind::kCsv});
        run.poll();
        EXPECT_THAT(tags(run), ElementsAre("loss"));
        EXPECT_THAT(steps(run), ElementsAre(10, 20));
        EXPECT_THAT(values(run), ElementsAre(0.5, 0.01));
        EXPECT_EQ(run.problem(), "");
    }
}

TEST_F(Curves, ReadCsvsWithoutHeaderOrSteps) {
    RunReader bare({"r", file("a.csv", "0.5,1\n0.25,2\n"), RunKind::kCsv});
    bare.poll();
    EXPECT_THAT(tags(bare), ElementsAre("column 1", "column 2"));
    EXPECT_THAT(steps(bare), ElementsAre(0, 1));
    RunReader tensorboard({"r", file("b.csv", "Wall time,Step,Value\n1700000000.5,3,2.5\n"), RunKind::kCsv});
    tensorboard.poll();
    EXPECT_THAT(tags(tensorboard), ElementsAre("Value"));
    EXPECT_EQ(tensorboard.series()[0].points[0].wall_time, 1700000000.5);
    EXPECT_EQ(tensorboard.series()[0].points[0].step, 3);
}

TEST_F(Curves, DrawOverAChosenColumn) {
    file("m.csv", "step,epoch,loss\n100,0.5,3\n200,1.0,2\n");
    RunReader run = reader("m.csv", "epoch");
    run.poll();
    EXPECT_THAT(tags(run), ElementsAre("step", "loss"));
    EXPECT_EQ(run.series()[1].points[0].x, 0.5);
    EXPECT_EQ(run.series()[1].points[1].x, 1.0);
    EXPECT_THAT(run.x_columns(), ElementsAre("step", "epoch", "loss"));
    RunReader falling = reader("m.csv", "loss");
    falling.poll();
    EXPECT_EQ(falling.series()[0].points.size(), 2u);
    RunReader absent = reader("m.csv", "time");
    absent.poll();
    EXPECT_THAT(absent.problem(), HasSubstr("no number in the column \"time\""));
    EXPECT_EQ(absent.series()[0].points[1].x, 1);
}

TEST_F(Curves, LeaveHolesWhereACsvHasThem) {
    file("m.csv", "step,train,validation\n1,5,\n2,4,6\n3,nan,\n4\n5,x,7\n6,-inf,8,9\n");
    RunReader run = reader("m.csv");
    run.poll();
    EXPECT_THAT(steps(run, 0), ElementsAre(1, 2, 3, 6));
    EXPECT_TRUE(std::isnan(values(run, 0)[2]));
    EXPECT_TRUE(std::isinf(values(run, 0)[3]));
    EXPECT_THAT(steps(run, 1), ElementsAre(2, 5, 6));
    EXPECT_THAT(run.problem(), HasSubstr("line 5 has 1 of 3 columns"));
}

TEST_F(Curves, CompleteAHalfWrittenRow) {
    file("m.csv", "step,loss\n1,5\n2,0.1");
    RunReader run = reader("m.csv");
    run.poll();
    EXPECT_THAT(values(run), ElementsAre(5, 0.1));
    append("m.csv", "25\n10");
    run.poll();
    EXPECT_THAT(values(run), ElementsAre(5, 0.125));
    append("m.csv", ",9\n1");
    run.poll();
    EXPECT_THAT(steps(run), ElementsAre(1, 2, 10));
    EXPECT_THAT(values(run), ElementsAre(5, 0.125, 9));
    EXPECT_EQ(run.problem(), "");
}

TEST_F(Curves, ReadJsonLines) {
    file("m.jsonl",
         "{\"step\": 1, \"train\": {\"loss\": 2.5}, \"name\": \"NaN town\", \"done\": false}\n"
         "{\"step\": 2, \"train\": {\"loss\": NaN}}\n"
         "\n"
         "{\"step\": 3, \"train\": {\"loss\": -Infinity}, \"extra\": 4}\n"
         "[1, 2]\n"
         "{\"step\": 4, \"tra");
    RunReader run = reader("m.jsonl");
    run.poll();
    EXPECT_THAT(tags(run), ElementsAre("train/loss", "extra"));
    EXPECT_THAT(steps(run), ElementsAre(1, 2, 3));
    EXPECT_TRUE(std::isnan(values(run)[1]));
    EXPECT_EQ(values(run)[2], -std::numeric_limits<double>::infinity());
    EXPECT_THAT(run.problem(), HasSubstr("line 5 is not a JSON object"));
}

TEST_F(Curves, SurviveBinaryRubbish) {
    std::string rubbish;
    for (int i = 0; i < 300000; ++i) rubbish += static_cast<char>(test::rng()());
    for (const char* name : {"r.csv", "r.jsonl", "events.out.tfevents.1"}) {
        file(name, rubbish + std::string(3'000'000, 'x') + "\n");
        RunReader run(find_runs(folder_ / name).at(0));
        EXPECT_NO_THROW(run.poll()) << name;
        std::filesystem::remove(folder_ / name);
    }
    file("empty.csv", "");
    EXPECT_THAT(read_run(find_runs(folder_ / "empty.csv")[0]), IsEmpty());
}

}  // namespace
}  // namespace bplf
