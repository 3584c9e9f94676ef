// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/film.h"

#include <charconv>

#include "core/base/error.h"
#include "core/sample/interpolate.h"
#include "core/sample/latent_look.h"
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

FilmKey film_key(const Session& session, std::vector<std::vector<float>> codes, const Look& look) {
    return {std::move(codes), condition_of(look, session.info().labels)};
}

FilmKey open_key(const Session& session, const MorphKey& key, const PhotoEncoder& encode_photo) {
    const ModelInfo& info = session.info();
    const std::size_t colon = key.source.find(':');
    const std::string kind = key.source.substr(0, colon);
    const std::string rest = colon == std::string::npos ? "" : key.source.substr(colon + 1);
    if (kind == "seed") {
        const Look look = resolved(key.look, info.own);
        return film_key(session, session.sampler().code_of_seed(parse_seed(rest), look.temperature), look);
    }
    Look look;
    std::vector<std::vector<float>> codes;
    if (kind == "latent") {
        const Latent latent = load_latents(rest).front();
        codes = session.codes_of(latent);
        look = look_of_latent(latent, key.look, info.labels);
    } else if (kind == "photo") {
        const Encoding encoding = encode_photo(rest, key.look.mix);
        codes = encoding.latent.levels;
        look = resolved(key.look, encoding.look);
    } else {
        throw_usage_error("'" + key.source + "' is not a key.", "morph key", "Use seed:N, latent:FILE or photo:FILE.");
    }
    scale_levels(codes, look.temperature);
    return film_key(session, std::move(codes), look);
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
