// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/bplf_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include "core/image/png.h"
#include "tests/support/support.h"

extern char** environ;

namespace bplf::test {
namespace fs = std::filesystem;
namespace {

pid_t spawn(const Words& words, const fs::path& folder) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, (folder / "out").c_str(), O_WRONLY | O_CREAT, 0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (folder / "err").c_str(), O_WRONLY | O_CREAT, 0600);
    std::vector<char*> pointers;
    for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
    pointers.push_back(nullptr);
    pid_t process = -1;
    const int problem = posix_spawnp(&process, pointers[0], &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (problem != 0) ADD_FAILURE() << words[0] << " cannot be started: " << std::strerror(problem);
    return process;
}

fs::path new_folder() {
    std::string name = (fs::temp_directory_path() / "bplf-app-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no temporary folder";
    return name;
}

Words bplf_words(const Words& words) {
    Words all{BPLF_PROGRAM};
    all.insert(all.end(), words.begin(), words.end());
    return all;
}

Outcome collect(const fs::path& folder, int status) {
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_bytes(folder / "out"),
            read_bytes(folder / "err")};
}

/// Two kinds of pictures that differ clearly: gradients up and gradients down.
void draw_pictures(const fs::path& folder) {
    for (const std::string split : {"train", "validation"})
        for (int label = 0; label < 2; ++label) {
            const fs::path place = folder / split / (label == 0 ? "happy" : "sad");
            fs::create_directories(place);
            for (int i = 0; i < 24; ++i) {
                Image image(16, 16, 1);
                for (int y = 0; y < 16; ++y)
                    for (int x = 0; x < 16; ++x) {
                        const int ramp = label == 0 ? 8 * y : 120 - 8 * y;
                        image.at(x, y) = static_cast<std::uint8_t>(ramp + 3 * x + (x * y * (i + 1)) % 37 + i);
                    }
                write_png(place / (std::to_string(i) + ".png"), image);
            }
        }
}

TinyModel make_tiny_model() {
    TinyModel tiny;
    tiny.folder = new_folder();
    std::atexit([] { fs::remove_all(tiny_model().folder); });
    draw_pictures(tiny.folder / "pictures");
    tiny.data = tiny.folder / "data";
    tiny.config = tiny.folder / "tiny.json";
    tiny.run = tiny.folder / "run";
    tiny.model = tiny.run / "last" / "model.safetensors";
    write_bytes(tiny.config,
                R"({"system": "bplf", "channels": 1, "height": 16, "width_px": 16, "labels": ["happy", "sad"],
                    "levels": 2, "depth": 2, "width": 8, "condition": "input+out", "flow_actnorm": true,
                    "top_prior": "class"})");
    const Outcome data = run_bplf({"dataset", "import", "--source", "folder:" + (tiny.folder / "pictures").string(),
                                   "--out", tiny.data.string()});
    EXPECT_EQ(data.exit_code, 0) << data.err;
    const Outcome train = run_bplf({"train", "--config", tiny.config.string(), "--data", tiny.data.string(), "--out",
                                    tiny.run.string(), "--steps", "2", "--set", "batch_size=8", "--threads", "1"});
    EXPECT_EQ(train.exit_code, 0) << train.err;
    return tiny;
}

}  // namespace

BplfProcess::BplfProcess(const Words& words) : folder_(new_folder()), process_(spawn(bplf_words(words), folder_)) {}

BplfProcess::~BplfProcess() {
    if (process_ > 0) {
        kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
    }
    fs::remove_all(folder_);
}

void BplfProcess::send(int signal) const {
    kill(process_, signal);
}

Outcome BplfProcess::wait(double seconds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    int status = 0;
    while (waitpid(process_, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() > end) {
            ADD_FAILURE() << "bplf did not end within " << seconds << " s";
            kill(process_, SIGKILL);
            waitpid(process_, &status, 0);
            break;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    process_ = -1;
    return collect(folder_, status);
}

Outcome run_bplf(const Words& words) {
    return BplfProcess(words).wait();
}

Outcome run_program(const Words& words) {
    const fs::path folder = new_folder();
    const pid_t process = spawn(words, folder);
    int status = 0;
    waitpid(process, &status, 0);
    Outcome outcome = collect(folder, status);
    fs::remove_all(folder);
    return outcome;
}

std::vector<std::string> entries(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(folder, missing)) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

const TinyModel& tiny_model() {
    static const TinyModel tiny = make_tiny_model();
    return tiny;
}

Container Container::read(const fs::path& path) {
    const std::string bytes = read_bytes(path);
    std::uint64_t size = 0;
    std::memcpy(&size, bytes.data(), sizeof size);
    return {nlohmann::json::parse(bytes.substr(8, size)), bytes.substr(8 + size)};
}

void Container::write(const fs::path& path) const {
    const std::string text = header.dump();
    const std::uint64_t size = text.size();
    std::string bytes(sizeof size, '\0');
    std::memcpy(bytes.data(), &size, sizeof size);
    write_bytes(path, bytes + text + data);
}

std::string read_bytes(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_bytes(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace bplf::test
