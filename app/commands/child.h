// SPDX-License-Identifier: GPL-3.0-or-later
// Other programs: run to their end and measured, or kept to talk to in JSON lines.
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace bplf::cli {

/// How a program went.
struct ChildResult {
    int exit_code = 0;      ///< 128 + N when signal N ended it
    double seconds = 0;     ///< from its start to its end
    double peak_bytes = 0;  ///< of resident memory
};

/// Runs `words` to the end, its output thrown away; `environment` are further "NAME=value".
/// Error(kResource) when it cannot be started.
ChildResult run_child(const std::vector<std::string>& words, const std::vector<std::string>& environment = {});

/// Path of the running program.
std::string own_program();

/// A program that answers each JSON line on its stdin with one on its stdout. Ended with this object.
class JsonPeer {
  public:
    /// Error(kResource) when it cannot be started.
    explicit JsonPeer(const std::vector<std::string>& words);
    ~JsonPeer();
    JsonPeer(const JsonPeer&) = delete;
    JsonPeer& operator=(const JsonPeer&) = delete;

    /// Error(kInput) when it answers with {"error": …} or not at all.
    nlohmann::json ask(const nlohmann::json& request);

  private:
    std::string name_;
    pid_t process_ = -1;
    std::FILE* to_ = nullptr;
    std::FILE* from_ = nullptr;
};

}  // namespace bplf::cli
