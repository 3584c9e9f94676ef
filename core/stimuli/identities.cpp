// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stimuli/identities.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/image/photo.h"
#include "core/sample/cells.h"
#include "core/sample/latent_look.h"

namespace bplf::stimuli {
namespace {

/// What the entries are read with.
struct Reading {
    const Plan& plan;
    const ModelInfo& model;
    const std::string& where;
    const Tools& tools;
    const std::stop_token& stop;
};

std::filesystem::path file_of(const IdentityEntry& entry, const Reading& reading) {
    const std::filesystem::path file(entry.file);
    return file.is_absolute() ? file : reading.plan.folder / file;
}

std::size_t digits_of(std::uint64_t value) {
    return std::to_string(value).size();
}

void add_seeds(const IdentityEntry& entry, std::size_t digits, const Reading& reading,
               std::vector<Identity>& identities) {
    for (std::uint64_t seed = entry.first;; ++seed) {
        throw_if_stopped(reading.stop);
        identities.push_back(identity_of_seed(seed, digits, reading.plan, *reading.tools.engine));
        if (!entry.name.empty()) identities.back().name = entry.name;
        if (seed == entry.last) return;
    }
}

Look look_of_own(const Latent& code, const Reading& reading, const std::string& file) {
    try {
        return look_of_latent(code, {}, reading.model.labels);
    } catch (const Error& problem) {
        throw_input_error("A code of this file " + problem.problem(), file, "Encode the photo again with this model.");
    }
}

void add_codes(const IdentityEntry& entry, const Reading& reading, std::vector<Identity>& identities) {
    const std::filesystem::path file = file_of(entry, reading);
    const std::vector<Latent> codes = load_latents(file);
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (codes[i].shapes != reading.model.levels)
            throw_input_error("The codes are of another model.", file.string(),
                              "Encode the photos again with this model.");
        Identity identity;
        identity.kind = IdentityEntry::Kind::kLatent;
        const std::string number = codes.size() > 1 ? "-" + std::to_string(i + 1) : "";
        identity.name = (entry.name.empty() ? file.stem().string() : entry.name) + number;
        identity.source = "latent:" + file.filename().string() + "#" + std::to_string(i + 1);
        identity.code = std::make_shared<const Latent>(codes[i]);
        identity.neutral = look_of_own(codes[i], reading, file.string());
        identities.push_back(std::move(identity));
    }
}

void add_photo(const IdentityEntry& entry, const Reading& reading, std::vector<Identity>& identities) {
    const std::filesystem::path file = file_of(entry, reading);
    const Image photo = read_photo(file);
    const std::vector<Face> faces = reading.tools.find_faces(photo);
    if (faces.empty())
        throw_input_error("No face was found in this photo.", file.string(),
                          "Encode it by hand (bplf encode --box or --detector none) and name the codes as \"latent\".");
    LabelMix mix;
    if (!entry.label.empty()) {
        try {
            mix = parse_label_mix(entry.label, reading.model.labels);
        } catch (const Error& problem) {
            throw_input_error(problem.problem(), reading.where, problem.hint());
        }
    }
    Engine& engine = *reading.tools.engine;
    const Image crop = engine.crop_face(photo, faces.front(), 0, 0).value_or_throw();
    Encoding encoding = engine.encode(crop, mix, reading.stop).value_or_throw();
    Identity identity;
    identity.kind = IdentityEntry::Kind::kPhoto;
    identity.name = entry.name.empty() ? file.stem().string() : entry.name;
    identity.source = "photo:" + file.filename().string();
    identity.neutral = encoding.look;
    identity.code = std::make_shared<const Latent>(std::move(encoding.latent));
    identities.push_back(std::move(identity));
}

}  // namespace

Identity identity_of_seed(std::uint64_t seed, std::size_t digits, const Plan& plan, Engine& engine) {
    SampleRequest request;
    request.model = plan.model;
    request.seed = seed;
    request.count = request.columns = 1;
    Look look{parse_label_mix(plan.neutral, {}), plan.temperature, plan.intensity};
    request.looks = {look};
    Identity identity;
    const std::string number = std::to_string(seed);
    identity.name = "s" + std::string(digits > number.size() ? digits - number.size() : 0, '0') + number;
    identity.seed = seed;
    identity.source = "seed:" + number;
    identity.code = std::make_shared<const Latent>(engine.latent_of(request, 0).value_or_throw());
    look.temperature.assign(identity.code->shapes.size(), 1.0);  // it is in the code
    identity.neutral = std::move(look);
    return identity;
}

FoundIdentities find_identities(const Plan& plan, const ModelInfo& model, const std::string& where, const Tools& tools,
                                const ProgressSink& progress, const std::stop_token& stop) {
    const Reading reading{plan, model, where, tools, stop};
    std::size_t digits = 1;
    for (const IdentityEntry& entry : plan.identities) {
        if (entry.kind == IdentityEntry::Kind::kSeeds) digits = std::max(digits, digits_of(entry.last));
        if (entry.kind == IdentityEntry::Kind::kChoose) digits = std::max(digits, digits_of(entry.choose.last));
    }
    FoundIdentities found;
    for (std::size_t i = 0; i < plan.identities.size(); ++i) {
        const IdentityEntry& entry = plan.identities[i];
        const std::size_t before = found.identities.size();
        switch (entry.kind) {
            case IdentityEntry::Kind::kSeeds:
                add_seeds(entry, digits, reading, found.identities);
                break;
            case IdentityEntry::Kind::kLatent:
                add_codes(entry, reading, found.identities);
                break;
            case IdentityEntry::Kind::kPhoto:
                add_photo(entry, reading, found.identities);
                break;
            case IdentityEntry::Kind::kChoose:
                for (Identity& identity :
                     choose_identities(entry.choose, plan, model, where, tools, found.candidates, progress, stop))
                    found.identities.push_back(std::move(identity));
                break;
        }
        for (std::size_t k = before; k < found.identities.size(); ++k) found.identities[k].entry = i;
    }
    return found;
}

}  // namespace bplf::stimuli
