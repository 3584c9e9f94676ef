// SPDX-License-Identifier: GPL-3.0-or-later
// Files of models for the tests: the small embedded flow, and copies of it with something changed.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace bplf::test {

/// The weights of emotion-32.
std::filesystem::path small_model();

/// What a copy is made of; numbers are float32 as stored.
struct ModelParts {
    std::map<std::string, std::string> metadata;
    struct Part {
        std::string name;
        std::vector<std::int64_t> shape;
        std::vector<float> numbers;
    };
    std::vector<Part> tensors;

    Part& tensor(const std::string& name);
};

/// Writes the small model as float32 after `change`.
void write_copy(const std::filesystem::path& path, const std::function<void(ModelParts&)>& change = {});

}  // namespace bplf::test
