// SPDX-License-Identifier: GPL-3.0-or-later
// A small collection of drawn faces for the Data screen.
#pragma once

#include <QString>
#include <filesystem>
#include <string>

#include "tests/core/collect/emotionset_fixture.h"
#include "ui/screens/data/data_model.h"

namespace bplf::ui::datatest {

inline QString text(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

inline void draw(const std::filesystem::path& file, const Image& image) {
    std::filesystem::create_directories(file.parent_path());
    write_png(file, image);
}

/// happy/0…5 and sad/0…5, all different; sad/copy.png has the pixels of sad/0.png, sad/grey.png is blank. In the
/// order of their lines: happy 0 to 5, sad 0 to 5, copy, grey.
inline std::filesystem::path drawSet(const std::filesystem::path& folder) {
    for (std::uint64_t i = 0; i < 6; ++i) {
        draw(folder / "happy" / (std::to_string(i) + ".png"), test::blob_picture(48, 10 + i));
        draw(folder / "sad" / (std::to_string(i) + ".png"), test::blob_picture(48, 40 + i));
    }
    draw(folder / "sad" / "copy.png", test::blob_picture(48, 40));
    draw(folder / "sad" / "grey.png", Image(48, 48, 1, 90));
    return folder;
}

/// Whole images, so that drawn ones need no face.
inline BuildSettings wholeImages(const std::filesystem::path& out) {
    BuildSettings settings;
    settings.options.face_crop = "none";
    settings.options.rotation_retry = false;
    settings.setFolder(text(out));
    return settings;
}

/// Line of the image with this name; -1 without one.
inline qint64 lineOf(const ReviewModel& images, const std::string& id) {
    for (qint64 line = 0; line < images.total(); ++line)
        if (images.item(line).id == id) return line;
    return -1;
}

}  // namespace bplf::ui::datatest
