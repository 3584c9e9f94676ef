// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <filesystem>

#include "app/commands/measure.h"
#include "core/base/error.h"

extern char** environ;

namespace bplf::cli {
namespace {

/// Spawn attributes and file actions that clean up after themselves.
struct SpawnSetup {
    posix_spawnattr_t attributes{};
    posix_spawn_file_actions_t actions{};

    SpawnSetup() {
        posix_spawnattr_init(&attributes);
        posix_spawn_file_actions_init(&actions);
        // This program takes its signals by sigwait; a child starts with none of them blocked.
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    }
    ~SpawnSetup() {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
    SpawnSetup(const SpawnSetup&) = delete;
    SpawnSetup& operator=(const SpawnSetup&) = delete;
};

std::vector<char*> pointers(const std::vector<std::string>& words) {
    std::vector<char*> list;
    for (const std::string& word : words) list.push_back(const_cast<char*>(word.c_str()));
    list.push_back(nullptr);
    return list;
}

pid_t spawn(const std::vector<std::string>& words, const std::vector<std::string>& environment, SpawnSetup& setup) {
    std::vector<std::string> variables = environment;
    for (char** variable = environ; *variable != nullptr; ++variable) variables.emplace_back(*variable);
    pid_t process = -1;
    const int problem = posix_spawnp(&process, words.front().c_str(), &setup.actions, &setup.attributes,
                                     pointers(words).data(), pointers(variables).data());
    if (problem != 0)
        throw Error(ErrorKind::kResource, std::string("The program cannot be started: ") + std::strerror(problem),
                    words.front());
    return process;
}

double seconds_of(const std::chrono::steady_clock::time_point& start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Waits for the end. The peak is looked up every millisecond: what wait4 reports counts the memory of
/// the process that started this one, too, if that was larger.
double wait_and_watch(pid_t process, int& status) {
    const int handle = static_cast<int>(syscall(SYS_pidfd_open, process, 0));
    pollfd ended{handle, POLLIN, 0};
    double peak = 0;
    do {
        peak = std::max(peak, peak_resident_bytes(std::to_string(process)));
    } while (handle >= 0 && poll(&ended, 1, 1) == 0);
    close(handle);
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
    return peak;
}

std::array<int, 2> make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        throw Error(ErrorKind::kResource, "No pipe can be made.", std::strerror(errno));
    return ends;
}

}  // namespace

ChildResult run_child(const std::vector<std::string>& words, const std::vector<std::string>& environment) {
    SpawnSetup setup;
    posix_spawn_file_actions_addopen(&setup.actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&setup.actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    const auto start = std::chrono::steady_clock::now();
    const pid_t process = spawn(words, environment, setup);
    int status = 0;
    ChildResult result;
    result.peak_bytes = wait_and_watch(process, status);
    result.seconds = seconds_of(start);
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return result;
}

std::string own_program() {
    std::error_code problem;
    return std::filesystem::read_symlink("/proc/self/exe", problem).string();
}

JsonPeer::JsonPeer(const std::vector<std::string>& words) : name_(words.front()) {
    const std::array<int, 2> requests = make_pipe();
    const std::array<int, 2> answers = make_pipe();
    SpawnSetup setup;
    posix_spawn_file_actions_adddup2(&setup.actions, requests[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&setup.actions, answers[1], STDOUT_FILENO);
    to_ = fdopen(requests[1], "w");
    from_ = fdopen(answers[0], "r");
    // A peer that died is told by its silence, not by a signal.
    signal(SIGPIPE, SIG_IGN);
    process_ = spawn(words, {}, setup);
    close(requests[0]);
    close(answers[1]);
}

JsonPeer::~JsonPeer() {
    std::fclose(to_);  // the end of its stdin ends it
    std::fclose(from_);
    int status = 0;
    waitpid(process_, &status, 0);
}

nlohmann::json JsonPeer::ask(const nlohmann::json& request) {
    std::fputs((request.dump() + '\n').c_str(), to_);
    std::fflush(to_);
    char* line = nullptr;
    std::size_t size = 0;
    const bool answered = getline(&line, &size, from_) > 0;
    const std::string text = answered ? line : "";
    std::free(line);
    if (!answered) throw_input_error("The peer stopped.", name_, "Its messages are above.");
    nlohmann::json answer = nlohmann::json::parse(text, nullptr, false);
    if (answer.is_discarded()) throw_input_error("The peer's answer is no JSON: " + text, name_);
    if (answer.contains("error")) throw_input_error("The peer failed: " + answer["error"].get<std::string>(), name_);
    return answer;
}

}  // namespace bplf::cli
