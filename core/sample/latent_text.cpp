// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/latent_text.h"

#include <array>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/base/error.h"

namespace bplf {
namespace {

using nlohmann::json;

constexpr const char* kSchema = "bplf.latent.v1";
constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr int kLargestSide = 1 << 16;
constexpr std::int64_t kMostValues = 1 << 26;

static_assert(std::endian::native == std::endian::little, "codes are stored little-endian");

std::string to_base64(const std::vector<float>& values) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(values.data());
    const std::size_t size = values.size() * sizeof(float);
    std::string text;
    text.reserve((size + 2) / 3 * 4);
    for (std::size_t i = 0; i < size; i += 3) {
        const std::size_t left = std::min<std::size_t>(3, size - i);
        unsigned word = 0;
        for (std::size_t k = 0; k < 3; ++k) word = word << 8U | (k < left ? bytes[i + k] : 0U);
        for (std::size_t k = 0; k < 4; ++k) text += k <= left ? kDigits[word >> (18 - 6 * k) & 63U] : '=';
    }
    return text;
}

/// False for a text that is not base64 of exactly these values.
bool from_base64(std::string_view text, std::vector<float>& values) {
    const std::size_t size = values.size() * sizeof(float);
    if (text.size() != (size + 2) / 3 * 4) return false;
    std::string bytes;
    bytes.reserve(size + 2);
    for (std::size_t i = 0; i < text.size(); i += 4) {
        unsigned word = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            const std::size_t digit = kDigits.find(text[i + k]);
            if (digit == std::string_view::npos && !(text[i + k] == '=' && i + 4 == text.size())) return false;
            word = word << 6U | (digit == std::string_view::npos ? 0U : static_cast<unsigned>(digit));
        }
        for (const unsigned shift : {16U, 8U, 0U}) bytes += static_cast<char>(word >> shift & 255U);
    }
    std::memcpy(values.data(), bytes.data(), size);
    return true;
}

LevelShape shape_from(const json& list) {
    LevelShape shape;
    const std::array<int*, 3> sides{&shape.channels, &shape.height, &shape.width};
    if (!list.is_array() || list.size() != sides.size()) return {};
    for (std::size_t i = 0; i < sides.size(); ++i) {
        if (!list[i].is_number_unsigned() || list[i].get<std::uint64_t>() > kLargestSide) return {};
        *sides[i] = list[i].get<int>();
    }
    return shape;
}

/// False for a level that is damaged.
bool read_level(const json& shape, const json& values, Latent& latent) {
    const LevelShape level = shape_from(shape);
    if (level.size() <= 0 || level.size() > kMostValues || !values.is_string()) return false;
    latent.shapes.push_back(level);
    // A text that is too short must not make room for what it lacks.
    if (values.get_ref<const std::string&>().size() < static_cast<std::size_t>(level.size()) * sizeof(float))
        return false;
    latent.levels.emplace_back(static_cast<std::size_t>(level.size()));
    return from_base64(values.get_ref<const std::string&>(), latent.levels.back());
}

bool read_latent(const json& object, Latent& latent) {
    if (!object.is_object() || object.value("schema", json()) != kSchema) return false;
    const json shapes = object.value("shapes", json()), levels = object.value("levels", json());
    if (!shapes.is_array() || !levels.is_array() || shapes.empty() || shapes.size() != levels.size()) return false;
    for (std::size_t i = 0; i < shapes.size(); ++i)
        if (!read_level(shapes[i], levels[i], latent)) return false;
    const json facts = object.value("facts", json::object());
    for (const auto& [key, value] : facts.items())
        if (value.is_string()) latent.metadata[key] = value.get<std::string>();
    return true;
}

}  // namespace

std::string latent_text(const Latent& latent) {
    json object{{"schema", kSchema}, {"shapes", json::array()}, {"levels", json::array()}, {"facts", latent.metadata}};
    for (const LevelShape& shape : latent.shapes)
        object["shapes"].push_back({shape.channels, shape.height, shape.width});
    for (const auto& level : latent.levels) object["levels"].push_back(to_base64(level));
    return object.dump();
}

Latent latent_from_text(const std::string& text, const std::string& where) {
    Latent latent;
    if (!read_latent(json::parse(text, nullptr, false), latent))
        throw_input_error("The code in this picture is damaged, or it is the recipe of something else.", where,
                          "Use another copy of the picture, or the latent file.");
    return latent;
}

}  // namespace bplf
