// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/video_frames.h"

#include <string>

#include "core/base/error.h"
#include "core/base/module_file.h"
#include "core/io/frames/frames_module.h"

namespace bplf {
namespace {

#ifndef BPLF_FRAMES_MODULE_DIR
#define BPLF_FRAMES_MODULE_DIR ""
#endif

struct Module {
    CountFrames count = nullptr;
    ReadFrames read = nullptr;
};

[[noreturn]] void throw_no_module(const std::string& why) {
    throw Error(ErrorKind::kResource, "Videos cannot be read: " + why + ".", {},
                "Install or build BPLF Studio with OpenCV's videoio (package libopencv-videoio-dev).");
}

Module load_module() {
    const auto found = load_module_symbols(kFramesModule, "BPLF_FRAMES_MODULE", BPLF_FRAMES_MODULE_DIR,
                                           {kCountFrames, kReadFrames}, throw_no_module);
    return {reinterpret_cast<CountFrames>(found[0]), reinterpret_cast<ReadFrames>(found[1])};
}

const Module& module() {
    static const Module loaded = load_module();
    return loaded;
}

}  // namespace

std::int64_t count_video_frames(const std::filesystem::path& path) {
    const std::int64_t count = std::filesystem::is_regular_file(path) ? module().count(path.c_str()) : -1;
    if (count < 0) throw_input_error("is not a video that can be read.", path.string(), "Copy the file again.");
    return count;
}

std::vector<Image> read_video_frames(const std::filesystem::path& path, std::span<const std::int64_t> numbers) {
    std::vector<Image> images;
    if (!module().read(path.c_str(), numbers.data(), numbers.size(), &images)) {
        throw_input_error("is a video with a frame that cannot be decoded.", path.string(), "Copy the file again.");
    }
    return images;
}

}  // namespace bplf
