// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures on their way to files: one sheet, or a folder with one file each, recipes inside.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/publish/marks.h"
#include "core/publish/saved_size.h"
#include "core/sample/request.h"

namespace bplf::cli {

struct Picture {
    Image image;
    std::string name;    ///< file name in a folder, without ".png"
    std::string recipe;  ///< JSON inside that file; may be empty
};

/// Where pictures go, decided and checked before anything is computed.
class PictureOutput {
  public:
    /// A name ending in .png is a sheet, a name of another picture or film format is Error(kUsage), all
    /// else is a folder. Error(kUsage) for an existing sheet, unless `force`. The size is that of the pictures on a
    /// sheet; files of a folder are as drawn.
    PictureOutput(const std::string& out, bool force, const SavedSize& size);

    /// What the files say of themselves from now on; before it, nothing.
    void mark(Origin origin, const std::string& licence);

    bool is_sheet() const { return sheet_; }
    /// The file picture `name` will be in.
    std::filesystem::path path_of(const std::string& name) const;
    /// Error(kUsage) when a file of these names exists, unless forced.
    void refuse_existing_pictures(const std::vector<std::string>& names) const;
    /// Writes one file into the folder, which is made when it is not there.
    void write_one(const Picture& picture) const;
    /// Writes all pictures: as a sheet of so many columns (0 = as square as possible) with `sheet_recipe` inside, or
    /// one by one.
    void write_all(const std::vector<Picture>& pictures, int columns, const std::string& sheet_recipe) const;

  private:
    std::filesystem::path out_;
    bool force_;
    bool sheet_;
    SavedSize size_;
    Marks marks_;
};

/// "happy", "happy0.6+surprise0.4", or "face" without a label: a mix as part of a file name.
std::string mix_name(const LabelMix& mix);
/// A text as part of a file name: everything but letters, digits and -+._ becomes "_".
std::string file_word(const std::string& text);

}  // namespace bplf::cli
