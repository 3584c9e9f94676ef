// SPDX-License-Identifier: GPL-3.0-or-later
// The code of one image: prior-whitened noise per level (core/sample/README.md#codes), torch-free.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace bplf {

/// Shape of one level's code, [channels, height, width].
struct LevelShape {
    int channels = 0;
    int height = 0;
    int width = 0;
    std::int64_t size() const { return std::int64_t{channels} * height * width; }
    bool operator==(const LevelShape&) const = default;
};

/// eps_1 … eps_L, fine (split off first) to coarse (top), each row-major [C, H, W] and N(0, 1) under the model.
struct Latent {
    std::vector<LevelShape> shapes;
    std::vector<std::vector<float>> levels;
    /// "model", "model_sha256"; "label" and "intensity" (latent_look.h); "source", a photo; "request", JSON
    /// of the SampleRequest it was drawn for.
    std::map<std::string, std::string> metadata;
    std::string name = "latent";  ///< what messages call it: the file that it was read from
};

/// safetensors with tensors "eps_1" … "eps_L" (float32) and metadata format "bplf.latent.v1".
void save_latent(const std::filesystem::path& path, const std::vector<Latent>& latents);
/// One entry per image in the file; also the code inside a PNG (latent_text.h). Error(kInput) when it is neither.
std::vector<Latent> load_latents(const std::filesystem::path& path);

}  // namespace bplf
