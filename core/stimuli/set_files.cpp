// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/set_files.h"

#include <algorithm>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"

namespace bplf::stimuli {

std::vector<std::string> files_in(const std::filesystem::path& folder) {
    std::vector<std::string> files;
    for (auto entry = std::filesystem::recursive_directory_iterator(folder);
         entry != std::filesystem::recursive_directory_iterator(); ++entry) {
        const std::string name = entry->path().lexically_relative(folder).generic_string();
        if (entry->is_directory() && name == "work") entry.disable_recursion_pending();
        if (entry->is_regular_file() && name != kHashesFile) files.push_back(name);
    }
    std::ranges::sort(files);
    return files;
}

std::string hash_of(const std::string& text) {
    return sha256_hex(std::as_bytes(std::span(text)));
}

std::map<std::string, std::string> read_hashes(const std::filesystem::path& folder) {
    std::map<std::string, std::string> hashes;
    std::istringstream lines(read_file(folder / kHashesFile, std::size_t{1} << 28));
    for (std::string line; std::getline(lines, line);) {
        if (line.size() < 67 || line[64] != ' ')
            throw_input_error("This is no list of hashes: \"" + line.substr(0, 80) + "\".",
                              (folder / kHashesFile).string());
        hashes[line.substr(66)] = line.substr(0, 64);
    }
    return hashes;
}

std::string hashes_text(const std::map<std::string, std::string>& hashes) {
    std::string text;
    for (const auto& [file, hash] : hashes) text += hash + "  " + file + "\n";
    return text;
}

}  // namespace bplf::stimuli
