// SPDX-License-Identifier: GPL-3.0-or-later
// Every kind of broken checkpoint: one clear message, exit code 3, and nothing written.
#include <gmock/gmock.h>

#include <functional>

#include "tests/app/bplf_process.h"
#include "tests/support/support.h"

namespace bplf::test {
namespace {

using ::testing::HasSubstr;

std::string first_float_tensor(const nlohmann::json& header) {
    for (const auto& [name, tensor] : header.items())
        if (name != "__metadata__" && tensor["dtype"] == "F32") return name;
    return {};
}

/// How a good checkpoint becomes a bad one.
struct Damage {
    std::string name;
    std::function<void(const std::filesystem::path& good, const std::filesystem::path& bad)> apply;
    bool fits_itself = false;  ///< wrong only against the network that its config asks for
};

using Edit = std::function<void(Container&)>;

Damage edited(const std::string& name, const Edit& edit) {
    return {name, [edit](const std::filesystem::path& good, const std::filesystem::path& bad) {
                Container container = Container::read(good);
                edit(container);
                container.write(bad);
            }};
}

/// What `model info`, which builds no network, cannot see.
Damage misfit(const std::string& name, const Edit& edit) {
    Damage damage = edited(name, edit);
    damage.fits_itself = true;
    return damage;
}

Damage bytes(const std::string& name, const std::function<std::string(const std::string&)>& change) {
    return {name, [change](const std::filesystem::path& good, const std::filesystem::path& bad) {
                write_bytes(bad, change(read_bytes(good)));
            }};
}

std::vector<Damage> damages() {
    return {
        bytes("Truncated", [](const std::string& all) { return all.substr(0, all.size() / 2); }),
        bytes("TruncatedHeader", [](const std::string& all) { return all.substr(0, 40); }),
        bytes("Empty", [](const std::string&) { return std::string(); }),
        bytes("HugeHeader", [](const std::string& all) { return std::string(8, '\x7f') + all.substr(8); }),
        bytes("Pickle", [](const std::string&) { return std::string("\x80\x02}q\x00.", 6); }),
        bytes("Noise", [](const std::string& all) { return std::string(all.size(), 'x'); }),
        edited("Overlap",
               [](Container& c) {
                   const std::string name = first_float_tensor(c.header);
                   for (auto& [other, tensor] : c.header.items())
                       if (other != "__metadata__" && other != name && tensor["shape"] == c.header[name]["shape"])
                           tensor["data_offsets"] = c.header[name]["data_offsets"];
               }),
        edited("WrongType",
               [](Container& c) {
                   const std::string name = first_float_tensor(c.header);
                   c.header[name]["dtype"] = "I32";
               }),
        misfit("WrongShape",
               [](Container& c) {
                   auto& tensor = c.header[first_float_tensor(c.header)];
                   std::int64_t size = 1;
                   for (const std::int64_t side : tensor["shape"]) size *= side;
                   tensor["shape"] = {1, size, 1, 1, 1};
               }),
        misfit("MissingTensor",
               [](Container& c) {
                   const std::string name = first_float_tensor(c.header);
                   c.header["somewhere_else"] = c.header[name];
                   c.header.erase(name);
               }),
        misfit("ExtraTensor",
               [](Container& c) {
                   const std::size_t end = c.data.size();
                   c.data += std::string(4, '\0');
                   c.header["extra"] = {{"dtype", "F32"}, {"shape", {1}}, {"data_offsets", {end, end + 4}}};
               }),
        edited("NanWeights",
               [](Container& c) {
                   const std::size_t at = c.header[first_float_tensor(c.header)]["data_offsets"][0];
                   const float nan = std::numeric_limits<float>::quiet_NaN();
                   std::memcpy(c.data.data() + at, &nan, sizeof nan);
               }),
        edited("UnknownVersion", [](Container& c) { c.header["__metadata__"]["format"] = "bplf.flow.v99"; }),
        edited("NoFormat", [](Container& c) { c.header["__metadata__"].erase("format"); }),
        edited("NoConfig", [](Container& c) { c.header["__metadata__"].erase("config"); }),
        edited("BrokenConfig", [](Container& c) { c.header["__metadata__"]["config"] = "{\"levels\":"; }),
        edited("HugeConfig",
               [](Container& c) {
                   auto config = nlohmann::json::parse(c.header["__metadata__"]["config"].get<std::string>());
                   config["levels"] = 1000000;
                   c.header["__metadata__"]["config"] = config.dump();
               }),
    };
}

class BadCheckpoint : public ::testing::TestWithParam<Damage> {};

TEST_P(BadCheckpoint, IsRefusedByEveryReader) {
    const TempDir folder;
    const std::filesystem::path bad = folder / "bad.safetensors";
    GetParam().apply(tiny_model().model, bad);
    const std::string out = (folder / "out.png").string();
    const Outcome sample = run_bplf({"sample", bad.string(), "--out", out, "--device", "cpu"});
    EXPECT_EQ(sample.exit_code, 3) << sample.err;
    EXPECT_THAT(sample.err, HasSubstr("bad.safetensors"));
    EXPECT_THAT(sample.err, ::testing::Not(HasSubstr("c10"))) << "a message of LibTorch's, not ours";
    const Outcome info = run_bplf({"model", "info", bad.string(), "--json"});
    EXPECT_EQ(info.exit_code, GetParam().fits_itself ? 0 : 3) << info.out;
    if (!GetParam().fits_itself) {
        EXPECT_EQ(info.json()["error"]["kind"], "input") << info.out;
    }
    EXPECT_EQ(entries(folder.path()), std::vector<std::string>{"bad.safetensors"});
}

TEST_P(BadCheckpoint, FailsVerification) {
    const TempDir folder;
    const std::filesystem::path bad = folder / "bad.safetensors";
    GetParam().apply(tiny_model().model, bad);
    const Outcome outcome = run_bplf({"model", "verify", bad.string(), "--json"});
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    EXPECT_EQ(outcome.json()["ok"], false) << outcome.out;
}

INSTANTIATE_TEST_SUITE_P(Kinds, BadCheckpoint, ::testing::ValuesIn(damages()),
                         [](const auto& damage) { return damage.param.name; });

TEST(BadModel, FolderWithoutModel) {
    const TempDir folder;
    const Outcome outcome = run_bplf({"sample", folder.path().string(), "--out", (folder / "x.png").string()});
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_THAT(outcome.err, HasSubstr("model.safetensors"));
}

TEST(BadModel, UnknownNameSaysWhereItLooked) {
    const TempDir folder;
    const Outcome outcome = run_bplf({"sample", "nobody", "--out", (folder / "x.png").string()});
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_THAT(outcome.err, HasSubstr("nobody"));
    EXPECT_THAT(outcome.err, HasSubstr("models"));
}

TEST(GoodModel, PassesVerification) {
    const Outcome outcome = run_bplf({"model", "verify", tiny_model().name(), "--json"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
    EXPECT_EQ(outcome.json()["ok"], true);
}

TEST(GoodModel, WrongHashIsNoticed) {
    const Outcome outcome =
        run_bplf({"model", "verify", tiny_model().name(), "--quick", "--sha256", std::string(64, '0')});
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_THAT(outcome.out, HasSubstr("FAILED  sha256"));
}

}  // namespace
}  // namespace bplf::test
