// SPDX-License-Identifier: GPL-3.0-or-later
// A manifest from somebody else, against a collection of one image.
#include "core/collect/public_manifest.h"
#include "core/image/png.h"
#include "tests/fuzz/target.h"

namespace {

std::filesystem::path collection() {
    const auto root = bplf::fuzz::folder() / "faces";
    for (const char* label : {"happy", "sad"}) {
        std::filesystem::create_directories(root / label);
        bplf::Image image(16, 16, 1);
        for (std::size_t i = 0; i < image.pixels.size(); ++i)
            image.pixels[i] = static_cast<std::uint8_t>(i * static_cast<std::size_t>(label[0]));
        bplf::write_png(root / label / "a.png", image);
    }
    return root;
}

}  // namespace

BPLF_FUZZ(bytes) {
    static const auto root = collection();
    bplf::BuildOptions options;
    options.sources = {"folder:" + root.string()};
    const auto built = bplf::fuzz::folder() / "built";
    bplf::rebuild_dataset(options, bplf::fuzz::file_of(bytes, "share.jsonl"), built, true);
}
