// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/film_writer.h"

#include <dlfcn.h>

#include <algorithm>
#include <cctype>

#include "core/base/error.h"
#include "core/base/module_file.h"
#include "core/io/gif.h"
#include "core/io/video/mp4_module.h"

namespace bplf {
namespace {

#ifndef BPLF_VIDEO_MODULE_DIR
#define BPLF_VIDEO_MODULE_DIR ""
#endif

std::string lower_ending(const std::filesystem::path& path) {
    std::string ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return std::tolower(c); });
    return ending;
}

[[noreturn]] void throw_no_video(const std::string& why) {
    throw Error(ErrorKind::kResource, "Videos cannot be written: " + why + ".", {},
                "Write a GIF or numbered PNGs, or install or build BPLF Studio with FFmpeg.");
}

MakeMp4Writer load_mp4() {
    const auto file = find_module_file(kVideoModule, "BPLF_VIDEO_MODULE", BPLF_VIDEO_MODULE_DIR);
    if (file.empty()) throw_no_video(std::string(kVideoModule) + " was not found");
    // Never closed: FFmpeg's codecs keep statics and threads.
    void* module = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (module == nullptr) throw_no_video(dlerror());
    void* make = dlsym(module, kMakeMp4Writer);
    if (make == nullptr) throw_no_video(file.string() + " is of another version");
    return reinterpret_cast<MakeMp4Writer>(make);
}

}  // namespace

std::unique_ptr<FilmWriter> make_film_writer(const std::filesystem::path& path, int width, int height,
                                             double frames_per_second) {
    const std::string ending = lower_ending(path);
    if (ending == ".gif") return std::make_unique<GifWriter>(path, width, height, frames_per_second);
    if (ending != ".mp4")
        throw_usage_error("Films are not written as \"" + ending + "\".", path.string(),
                          "Give a name ending in .gif or .mp4.");
    static const MakeMp4Writer make = load_mp4();
    return std::unique_ptr<FilmWriter>(make(path.c_str(), width, height, frames_per_second));
}

const std::vector<std::string>& film_endings() {
    static const std::vector<std::string> endings{".gif", ".mp4"};
    return endings;
}

}  // namespace bplf
