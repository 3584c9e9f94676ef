// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/stray_file.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include "core/base/letter_case.h"

namespace bplf {
namespace {

std::string head_of(const std::filesystem::path& file, std::size_t count) {
    std::string head(count, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(head.data(), static_cast<std::streamsize>(count));
    head.resize(static_cast<std::size_t>(stream.gcount()));
    return head;
}

bool is_web_page(std::string_view head) {
    if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
    const auto first = head.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return false;
    const std::string text = lower_case(std::string(head.substr(first, 32)));
    return text.starts_with("<!doctype html") || text.starts_with("<html");
}

/// First bytes and what unpacks them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kArchives{{
    {std::string_view("PK\x03\x04", 4), "unzip"},
    {std::string_view("7z\xBC\xAF", 4), "7z x"},
    {std::string_view("Rar!", 4), "unrar x"},
    {std::string_view("\xFD"
                      "7zXZ",
                      5),
     "tar -xf"},
    {std::string_view("BZh", 3), "tar -xf"},
    {std::string_view("\x1F\x8B", 2), "tar -xf"},
}};

/// The checkpoints of PyTorch are zip files too.
bool is_named_otherwise(const std::string& name) {
    constexpr std::array<std::string_view, 5> kOthers{".pt", ".pth", ".ckpt", ".npz", ".xlsx"};
    if (std::ranges::any_of(kOthers, [&](auto ending) { return name.ends_with(ending); })) return true;
    return name.ends_with(".gz") && !name.ends_with(".tar.gz");
}

}  // namespace

std::optional<StrayFile> stray_content(std::string_view head) {
    if (head.starts_with("version https://git-lfs.github.com/spec/")) {
        return StrayFile{"is a Git LFS pointer, not the file itself.", "Fetch the files with git lfs pull."};
    }
    if (is_web_page(head)) {
        return StrayFile{"is a saved web page, not the file itself.",
                         "Download it again, signed in where that is asked."};
    }
    return std::nullopt;
}

std::optional<StrayFile> packed_archive(const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored)) return std::nullopt;
    const std::string name = lower_case(file.filename().string());
    if (is_named_otherwise(name)) return std::nullopt;
    const std::string head = head_of(file, 512);
    if (head.starts_with("PAR1")) {
        return StrayFile{
            "is a Parquet table, which is not read.",
            "Convert it with Python (pip install pandas pyarrow): write row[\"image\"][\"bytes\"] of each row of "
            "pandas.read_parquet(\"" +
                file.filename().string() +
                "\") to a picture file, and file and label into a CSV, and read that with table:FILE.csv."};
    }
    std::string_view tool;
    for (const auto& [magic, unpacker] : kArchives) {
        if (head.starts_with(magic)) tool = unpacker;
    }
    if (head.size() == 512 && std::string_view(head).substr(257, 5) == "ustar") tool = "tar -xf";
    if (tool.empty()) return std::nullopt;
    return StrayFile{"is a packed archive.",
                     "Unpack it (" + std::string(tool) + " " + file.filename().string() + ") and name the folder."};
}

}  // namespace bplf
