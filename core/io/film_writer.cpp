// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/film_writer.h"

#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/base/module_file.h"
#include "core/io/gif.h"
#include "core/io/video/mp4_module.h"

namespace bplf {
namespace {

#ifndef BPLF_VIDEO_MODULE_DIR
#define BPLF_VIDEO_MODULE_DIR ""
#endif

[[noreturn]] void throw_no_video(const std::string& why) {
    throw Error(ErrorKind::kResource, "Videos cannot be written: " + why + ".", {},
                "Write a GIF or numbered PNGs, or install or build BPLF Studio with FFmpeg.");
}

MakeMp4Writer load_mp4() {
    return reinterpret_cast<MakeMp4Writer>(
        load_module_symbols(kVideoModule, "BPLF_VIDEO_MODULE", BPLF_VIDEO_MODULE_DIR, {kMakeMp4Writer}, throw_no_video)
            .front());
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
