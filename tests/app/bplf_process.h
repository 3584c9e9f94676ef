// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the built bplf as a user would, and the small inputs its tests share.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace bplf::test {

/// What a finished process left.
struct Outcome {
    int exit_code = -1;  ///< 128 + N when signal N ended it
    std::string out;
    std::string err;
    nlohmann::json json() const { return nlohmann::json::parse(out, nullptr, false); }
};

/// Seconds in which every process of a test ends; a sanitizer slows it about fivefold.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr double kLongest = 1100;
#else
inline constexpr double kLongest = 300;
#endif

using Words = std::vector<std::string>;

/// A bplf that runs; its output is collected in files. Killed when it is still running at the end.
class BplfProcess {
  public:
    explicit BplfProcess(const Words& words);
    ~BplfProcess();
    BplfProcess(const BplfProcess&) = delete;
    BplfProcess& operator=(const BplfProcess&) = delete;

    void send(int signal) const;
    /// Waits at most `seconds`, then kills it and fails the test.
    Outcome wait(double seconds = kLongest);

  private:
    std::filesystem::path folder_;
    pid_t process_ = -1;
};

/// BplfProcess from start to end. Each word is an argument; nothing is added.
Outcome run_bplf(const Words& words);
/// Any other program, the same way.
Outcome run_program(const Words& words);

/// Names of a folder, sorted: what an interrupted or refused command left.
std::vector<std::string> entries(const std::filesystem::path& folder);

/// A tiny data set and a model trained on it for two steps with bplf itself, made once per test program.
struct TinyModel {
    std::filesystem::path folder;  ///< everything below lies here
    std::filesystem::path data;    ///< built data set, 16x16 grey, labels happy and sad
    std::filesystem::path config;
    std::filesystem::path run;    ///< finished run folder
    std::filesystem::path model;  ///< model.safetensors
    std::string name() const { return model.string(); }
};
const TinyModel& tiny_model();

/// A safetensors file taken apart, to be put together wrongly.
struct Container {
    nlohmann::json header;
    std::string data;
    static Container read(const std::filesystem::path& path);
    void write(const std::filesystem::path& path) const;
};

std::string read_bytes(const std::filesystem::path& path);
void write_bytes(const std::filesystem::path& path, const std::string& bytes);

}  // namespace bplf::test
