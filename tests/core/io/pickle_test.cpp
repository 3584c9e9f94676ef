// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/pickle.h"

#include <numeric>

#include <gmock/gmock.h>

#include "core/base/atomic_file.h"
#include "tests/core/io/bytes.h"
#include "tests/support/support.h"

namespace bplf {
namespace {

using test::bytes_of;
using test::input_error;
using ::testing::HasSubstr;
using namespace std::string_literals;

const std::string kPreamble =
    "\x80\x02\x8a\x0al\xfc\x9c\x46\xf9 j\xa8P\x19."
    "\x80\x02M\xe9\x03."
    "\x80\x02}q\x00(X\x0d\x00\x00\x00little_endianq\x01\x88u."s;

/// A state dictionary with one 2x3 tensor "w" stored column by column: the numbers 0…5.
std::string small_file(const std::string& strides = "K\x01K\x02", const std::string& size = "K\x06") {
    std::string file = kPreamble;
    file +=
        "\x80\x02"
        "ccollections\nOrderedDict\nq\x00)Rq\x01X\x01\x00\x00\x00wq\x02"
        "ctorch._utils\n_rebuild_tensor_v2\nq\x03((X\x07\x00\x00\x00storageq\x04"
        "ctorch\nFloatStorage\nq\x05X\x01\x00\x00\x00kq\x06X\x03\x00\x00\x00"
        "cpuq\x07"s +
        size + "Ntq\x08QK\x00K\x02K\x03\x86q\x09"s + strides + "\x86q\x0a\x89h\x00)Rq\x0btq\x0cRq\x0ds."s;
    file += "\x80\x02]q\x00X\x01\x00\x00\x00kq\x01"s + "a.";
    const std::int64_t count = 6;
    file.append(reinterpret_cast<const char*>(&count), sizeof count);
    for (int i = 0; i < 6; ++i) {
        const auto value = static_cast<float>(i);
        file.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    return file;
}

double sum(const FloatTensor& tensor) {
    return std::accumulate(tensor.values.begin(), tensor.values.end(), 0.0);
}

std::string error_of(const std::string& file) {
    return input_error([&] { read_legacy_state_dict(bytes_of(file), "weights.pt"); });
}

TEST(LegacyPickle, HonoursStrides) {
    const auto tensors = read_legacy_state_dict(bytes_of(small_file()), "weights.pt");
    ASSERT_EQ(tensors.size(), 1u);
    EXPECT_EQ(tensors.at("w").shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(tensors.at("w").values, (std::vector<float>{0, 2, 4, 1, 3, 5}));
}

TEST(LegacyPickle, ReadsTheFaceDetectorsWeights) {
    BPLF_REQUIRE_SHARED(shared);
    const auto folder = shared / "models/mtcnn";
    const auto pnet = read_legacy_state_dict(folder / "pnet.pt");
    const auto rnet = read_legacy_state_dict(folder / "rnet.pt");
    const auto onet = read_legacy_state_dict(folder / "onet.pt");
    EXPECT_NEAR(sum(pnet.at("conv1.weight")), 2.348767038, 1e-8);
    EXPECT_NEAR(sum(rnet.at("dense4.weight")), -73.594754624, 1e-7);
    EXPECT_NEAR(sum(onet.at("dense5.weight")), -147.486701044, 1e-7);
    const auto& first = pnet.at("conv1.weight");
    EXPECT_EQ(first.shape, (std::vector<std::int64_t>{10, 3, 3, 3}));
    EXPECT_FLOAT_EQ(first.values[0], -0.08164716f);
    EXPECT_FLOAT_EQ(first.values[1], 0.83591545f);
    EXPECT_FLOAT_EQ(first.values[2], 1.24649656f);
    const auto total = [](const auto& tensors) {
        std::size_t count = 0;
        for (const auto& [name, tensor] : tensors) count += tensor.values.size();
        return count;
    };
    EXPECT_EQ(total(pnet), 6632u);
    EXPECT_EQ(total(rnet), 100178u);
    EXPECT_EQ(total(onet), 389040u);
}

TEST(LegacyPickle, NeverRunsAndAlwaysNamesForeignGlobals) {
    const std::string bomb = kPreamble + "\x80\x02" + "cos\nsystem\nX\x02\x00\x00\x00id\x85R."s;
    EXPECT_THAT(error_of(bomb), HasSubstr("\"os.system\", which is not allowed"));
    const std::string first = "\x80\x02"s + "cposix\nsystem\nX\x02\x00\x00\x00id\x85R.";
    EXPECT_THAT(error_of(first), HasSubstr("posix.system"));
    const std::string builtin = kPreamble + "\x80\x02" + "cbuiltins\neval\n."s;
    EXPECT_THAT(error_of(builtin), HasSubstr("builtins.eval"));
}

TEST(LegacyPickle, NamesForeignOpcodes) {
    EXPECT_THAT(error_of(kPreamble + "\x80\x02(S'x'\nios\nsystem\n."s), HasSubstr("opcode 0x53"));
    EXPECT_THAT(error_of(kPreamble + "\x80\x02(ios\nsystem\n."s), HasSubstr("opcode 0x69"));
    EXPECT_THAT(error_of(kPreamble + "\x80\x02\x81."s), HasSubstr("opcode 0x81"));
    EXPECT_THAT(error_of(kPreamble + "\x80\x02\x8c\x01x\x93."s), HasSubstr("opcode 0x8c"));
}

TEST(LegacyPickle, RefusesOtherFiles) {
    EXPECT_THAT(error_of(""), HasSubstr("is empty"));
    EXPECT_THAT(error_of("PK\x03\x04 and so on"), HasSubstr("zip archive"));
    EXPECT_THAT(error_of("{\"json\": true}"), HasSubstr("is not a PyTorch state dictionary"));
    EXPECT_THAT(error_of("\x80\x02K\x01."), HasSubstr("magic number"));
    EXPECT_THAT(error_of("\x80\x04K\x01."), HasSubstr("another protocol"));
}

TEST(LegacyPickle, RefusesTensorsOutsideTheirStorage) {
    EXPECT_THAT(error_of(small_file("K\x03K\x02")), HasSubstr("reaches outside its storage"));
    EXPECT_THAT(error_of(small_file("J\xff\xff\xff\xffK\x02")), HasSubstr("impossible shape"));
    EXPECT_THAT(error_of(small_file("K\x01K\x02", "K\x07")), HasSubstr("another size than announced"));
}

TEST(LegacyPickle, RefusesTruncationAtEveryByte) {
    const std::string good = small_file();
    for (std::size_t cut = 1; cut < good.size(); ++cut) {
        EXPECT_THAT(error_of(good.substr(0, cut)), HasSubstr("ends early")) << cut;
    }
    EXPECT_THAT(error_of(good + "x"), HasSubstr("bytes behind"));
}

TEST(LegacyPickle, SurvivesSelfReferenceAndDeepNesting) {
    EXPECT_THAT(error_of(kPreamble + "\x80\x02]q\x00h\x00" + "a."s), HasSubstr("no dictionary"));
    const std::string deep = std::string(200000, ']') + std::string(199999, 'a');
    EXPECT_THAT(error_of(kPreamble + "\x80\x02" + deep + "."), HasSubstr("no dictionary"));
    const std::string text = "X" + "\x00\x00\x01\x00"s + std::string(65536, 'x') + "q\x00"s;
    std::string copies;
    for (int i = 0; i < 100000; ++i) copies += "h\x00"s;
    EXPECT_THAT(error_of(kPreamble + "\x80\x02(" + text + copies + "t."), HasSubstr("no dictionary"));
}

TEST(LegacyPickle, SurvivesRandomDamage) {
    test::fuzz(small_file(), test::rng(), 3000, [](const std::string& bad) {
        for (const auto& [name, tensor] : read_legacy_state_dict(bytes_of(bad), "weights.pt")) {
            EXPECT_LE(tensor.values.size(), bad.size());
        }
    });
}

TEST(LegacyPickle, SurvivesRandomDamageOfRealWeights) {
    BPLF_REQUIRE_SHARED(shared);
    const std::string good = read_file(shared / "models/mtcnn/pnet.pt");
    test::fuzz(
        good, test::rng(), 300, [](const std::string& bad) { read_legacy_state_dict(bytes_of(bad), "pnet.pt"); }, 1940);
}

}  // namespace
}  // namespace bplf
