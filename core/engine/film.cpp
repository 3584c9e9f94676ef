// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/film.h"

#include <charconv>

#include "core/base/error.h"
#include "core/engine/code_condition.h"
#include "core/sample/codes.h"
#include "core/sample/interpolate.h"
#include "core/sample/latent.h"
#include "core/sample/morph_timing.h"

namespace bplf {
namespace {

std::uint64_t parse_seed(const std::string& text) {
    std::uint64_t seed = 0;
    const bool hex = text.starts_with("0x") || text.starts_with("0X");
    const char* begin = text.data() + (hex ? 2 : 0);
    const auto [end, code] = std::from_chars(begin, text.data() + text.size(), seed, hex ? 16 : 10);
    if (code != std::errc() || end != text.data() + text.size()) {
        throw_usage_error("'" + text + "' is not a seed.", "morph key", "Use seed:N with 0 <= N < 2^64.");
    }
    return seed;
}

void scale(std::vector<std::vector<float>>& codes, const std::vector<double>& temperature) {
    for (std::size_t level = 0; level < codes.size(); ++level) {
        for (float& value : codes[level]) value = static_cast<float>(value * temperature[level]);
    }
}

/// What the key does not say is what the code was made under.
std::vector<double> weights_of_latent(const Session& session, const MorphKey& key, const Latent& latent) {
    const LabelMix mix = key.mix.empty() ? mix_of_code(latent, session.info().labels) : key.mix;
    return intensified(session.weights(mix), key.intensity ? *key.intensity : intensity_of_code(latent));
}

FilmKey open_key(const Session& session, const MorphKey& key, const PhotoEncoder& encode_photo) {
    const ModelInfo& info = session.info();
    const std::size_t colon = key.source.find(':');
    const std::string kind = key.source.substr(0, colon);
    const std::string rest = colon == std::string::npos ? "" : key.source.substr(colon + 1);
    FilmKey film{{}, intensified(session.weights(key.mix), intensity_of(key, info.intensity))};
    if (kind == "seed") {
        film.codes =
            session.sampler().code_of_seed(parse_seed(rest), resolve_temperature(key.temperature, info.temperature));
        return film;
    }
    if (kind == "latent") {
        const Latent latent = load_latents(rest).front();
        film.codes = session.codes_of(latent);
        film.weights = weights_of_latent(session, key, latent);
    } else if (kind == "photo") {
        const Encoding encoding = encode_photo(rest, key.mix);
        film.codes = encoding.latent.levels;
        film.weights = intensified(encoding.label_weights, intensity_of(key, info.intensity));
    } else {
        throw_usage_error("'" + key.source + "' is not a key.", "morph key", "Use seed:N, latent:FILE or photo:FILE.");
    }
    scale(film.codes, resolve_temperature(key.temperature, std::vector<double>(info.levels.size(), 1.0)));
    return film;
}

}  // namespace

std::vector<FilmKey> open_keys(const Session& session, const MorphRequest& request, const PhotoEncoder& encode_photo) {
    if (request.keys.size() < 2) {
        throw_usage_error("a morph needs at least two keys.", "morph", "Add a key.");
    }
    if (request.frames < 2 || request.frames > 10000) {
        throw_usage_error("must be 2 to 10000.", "frames");
    }
    std::vector<FilmKey> keys;
    for (const MorphKey& key : request.keys) keys.push_back(open_key(session, key, encode_photo));
    return keys;
}

FilmKey frame_between(const MorphRequest& request, const std::vector<FilmKey>& keys,
                      const std::vector<double>& key_frames, int frame) {
    const MorphMoment moment = morph_moment(request, key_frames, frame);
    const FilmKey& from = keys[moment.from];
    const FilmKey& to = keys[moment.to];
    FilmKey result;
    for (std::size_t level = 0; level < from.codes.size(); ++level) {
        result.codes.push_back(request.path == Path::kSlerp ? slerp(from.codes[level], to.codes[level], moment.t)
                                                            : lerp(from.codes[level], to.codes[level], moment.t));
    }
    for (std::size_t i = 0; i < from.weights.size(); ++i) {
        result.weights.push_back((1 - moment.t) * from.weights[i] + moment.t * to.weights[i]);
    }
    return result;
}

}  // namespace bplf
