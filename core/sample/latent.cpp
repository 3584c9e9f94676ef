// SPDX-License-Identifier: GPL-3.0-or-later
// Latent files: one stacked tensor per level, and what is known of each image as JSON in the header.
#include "core/sample/latent.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/base/error.h"
#include "core/image/png.h"
#include "core/io/safetensors.h"
#include "core/sample/latent_text.h"

namespace bplf {
namespace {

using nlohmann::json;

constexpr const char* kFormat = "bplf.latent.v1";

std::string level_name(std::size_t level) {
    return "eps_" + std::to_string(level + 1);
}

[[noreturn]] void not_a_latent(const std::filesystem::path& path, const std::string& why) {
    throw_input_error("This is not a latent file: " + why + ".", path.string(),
                      "Use a file saved by the studio or by bplf encode.");
}

void check_alike(const std::vector<Latent>& latents) {
    BPLF_CHECK(!latents.empty(), "a latent file needs at least one latent");
    for (const Latent& latent : latents) {
        BPLF_CHECK(latent.shapes == latents[0].shapes, "latents of one file must have equal shapes");
        BPLF_CHECK(latent.levels.size() == latent.shapes.size(), "one buffer per level");
        for (std::size_t i = 0; i < latent.levels.size(); ++i)
            BPLF_CHECK(static_cast<std::int64_t>(latent.levels[i].size()) == latent.shapes[i].size(),
                       "a level's buffer must fit its shape");
    }
}

std::vector<float> stacked(const std::vector<Latent>& latents, std::size_t level) {
    std::vector<float> values;
    for (const Latent& latent : latents)
        values.insert(values.end(), latent.levels[level].begin(), latent.levels[level].end());
    return values;
}

json images_of(const SafetensorsFile& file) {
    const auto found = file.metadata().find("images");
    if (found == file.metadata().end()) return json::array();
    const json images = json::parse(found->second, nullptr, false);
    return images.is_array() ? images : json::array();
}

void read_level(const SafetensorsFile& file, std::size_t level, std::vector<Latent>& latents) {
    const TensorView& tensor = file.tensor(level_name(level));
    const bool filled = std::ranges::all_of(tensor.shape, [](std::int64_t side) { return side >= 1; });
    if (tensor.dtype != DType::kF32 || tensor.shape.size() != 4 || !filled)
        not_a_latent(file.path(), level_name(level) + " is not float32 [N, C, H, W] with numbers in it");
    if (level == 0) latents.resize(static_cast<std::size_t>(tensor.shape[0]));
    if (static_cast<std::size_t>(tensor.shape[0]) != latents.size())
        not_a_latent(file.path(), "its levels hold unequal numbers of images");
    const LevelShape shape{static_cast<int>(tensor.shape[1]), static_cast<int>(tensor.shape[2]),
                           static_cast<int>(tensor.shape[3])};
    const auto values = tensor.as<float>();
    const auto size = static_cast<std::size_t>(shape.size());
    for (std::size_t i = 0; i < latents.size(); ++i) {
        const auto part = values.subspan(i * size, size);
        latents[i].shapes.push_back(shape);
        latents[i].levels.emplace_back(part.begin(), part.end());
    }
}

void read_metadata(const SafetensorsFile& file, std::vector<Latent>& latents) {
    const json images = images_of(file);
    for (std::size_t i = 0; i < latents.size() && i < images.size(); ++i)
        for (const auto& [key, value] : images[i].items())
            if (value.is_string()) latents[i].metadata[key] = value.get<std::string>();
}

bool is_png(const std::filesystem::path& path) {
    std::array<char, 8> first{};
    std::ifstream(path, std::ios::binary).read(first.data(), first.size());
    return std::string_view(first.data(), first.size()) == "\x89PNG\r\n\x1a\n";
}

}  // namespace

void save_latent(const std::filesystem::path& path, const std::vector<Latent>& latents) {
    check_alike(latents);
    std::vector<std::vector<float>> values;
    std::vector<TensorView> tensors;
    for (std::size_t i = 0; i < latents[0].levels.size(); ++i) values.push_back(stacked(latents, i));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const LevelShape& shape = latents[0].shapes[i];
        TensorView tensor;
        tensor.name = level_name(i);
        tensor.shape = {static_cast<std::int64_t>(latents.size()), shape.channels, shape.height, shape.width};
        tensor.bytes = std::as_bytes(std::span(values[i]));
        tensors.push_back(tensor);
    }
    json images = json::array();
    for (const Latent& latent : latents) images.push_back(latent.metadata);
    write_safetensors(path, tensors, {{"format", kFormat}, {"images", images.dump()}});
}

std::vector<Latent> load_latents(const std::filesystem::path& path) {
    if (is_png(path)) {
        Latent latent = latent_from_text(read_recipe(path).value_or(""), path.string());
        latent.name = path.string();
        return {std::move(latent)};
    }
    const SafetensorsFile file(path);
    const auto format = file.metadata().find("format");
    if (format == file.metadata().end() || format->second != kFormat)
        not_a_latent(path, std::string("its format is not ") + kFormat);
    std::vector<Latent> latents;
    std::size_t level = 0;
    for (; file.find(level_name(level)) != nullptr; ++level) read_level(file, level, latents);
    if (level == 0) not_a_latent(path, "it has no tensor eps_1");
    read_metadata(file, latents);
    for (Latent& latent : latents) latent.name = path.string();
    return latents;
}

}  // namespace bplf
