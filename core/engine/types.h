// SPDX-License-Identifier: GPL-3.0-or-later
// Plain values that cross the engine's boundary. No LibTorch, no Qt.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/face/face.h"
#include "core/image/image.h"
#include "core/sample/latent.h"
#include "core/sample/request.h"

namespace bplf {

/// What a checkpoint says of itself.
struct ModelInfo {
    std::string name;         ///< as model_name() says: "emotion-128", or the file's stem
    std::string path;         ///< of model.safetensors
    std::string sha256;       ///< of the file
    std::string system;       ///< "bplf", "glow", …
    std::string config_json;  ///< pretty-printed
    std::string licence;
    std::string card;  ///< Markdown beside the weights, may be empty
    int channels = 1, height = 0, width = 0;
    std::vector<int> sizes;           ///< sides it draws faces at, ascending; `height` is the last
    std::vector<std::string> labels;  ///< empty for an unconditional model
    std::vector<LevelShape> levels;   ///< fine to coarse
    /// Of each level, the part of a pyramid that it belongs to: "128", "64", "chroma"; "base" of all others.
    std::vector<std::string> level_parts;
    Look own;                                                 ///< temperature per level and intensity; no mix
    double frame_margin = 0;                                  ///< of the crops it was trained on, see crop_square
    std::optional<double> bits_per_dim;                       ///< on held-out images at training time
    std::optional<std::array<double, 2>> usual_bits_per_dim;  ///< 1st and 99th percentile there
    std::int64_t parameters = 0;
    std::string device;  ///< "cpu", "cuda:0"
};

/// One finished picture.
struct Cell {
    int index = 0;  ///< row * count + k
    std::uint64_t seed = 0;
    Look look;  ///< as used, resolved
    Image image;
    double bits_per_dim = 0;  ///< exact, under its own look
    std::string sha256;       ///< pixel_hash(image)
    double milliseconds = 0;  ///< share of its batch
};

/// How to look for faces.
struct FaceOptions {
    std::string detector = "mtcnn";  ///< a name of make_face_detector()
    double min_face = 0;             ///< smallest face as a share of the short side; 0: the finder's own choice
};

/// Numbers about one level of a code; under the model each is near N(0, 1).
struct LevelStatistics {
    double norm = 0;  ///< ‖eps‖ / sqrt(d), 1 is typical
    double mean = 0, deviation = 0, largest = 0;
    double ks_distance = 0;        ///< Kolmogorov-Smirnov distance to N(0, 1)
    std::vector<float> histogram;  ///< densities of 41 bins over [-4, 4]
};

/// A face of which a part is given, and what the rest is drawn from.
struct Completion {
    Image given;                ///< a square with one of the model's sizes as its side; grey (1 channel) or colour (3)
    bool draws_colour = false;  ///< takes the luminance alone as given; else a grey face stays grey
    int size = 0;               ///< side of the picture: one of the model's sizes, the given one or more; 0 = its own
    std::uint64_t seed = 1;
    std::vector<double> temperature;  ///< as a look's; empty = the model's own
};

/// Averaged to the given side, and of a coloured one the luminance, it is the given picture, bit for bit.
struct Completed {
    Image image;
    std::vector<std::string>
        drawn;  ///< the parts of the model that were drawn (ModelInfo::level_parts), coarse to fine
    std::vector<double> temperature;  ///< as used
};

/// A photo inside the model.
struct Encoding {
    Image crop;  ///< what the model saw
    Latent latent;
    Look look;                               ///< the code was made under; resolved
    std::vector<double> label_posterior;     ///< p(label | image), uniform class prior
    std::vector<double> label_bits_per_dim;  ///< one per label
    double bits_per_dim = 0;                 ///< at the label used
    std::vector<LevelStatistics> levels;
    Image reconstruction;
    double max_abs_error = 0;  ///< of decode(encode(x)), in 8-bit steps before rounding
    double mean_abs_error = 0;
    std::int64_t identical_pixels = 0;  ///< after rounding to 8 bits
    std::int64_t total_pixels = 0;
};

}  // namespace bplf
