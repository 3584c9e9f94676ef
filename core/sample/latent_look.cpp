// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/latent_look.h"

#include "core/base/error.h"
#include "core/sample/request_text.h"

namespace bplf {
namespace {

std::string fact(const Latent& latent, const std::string& key) {
    const auto found = latent.metadata.find(key);
    return found == latent.metadata.end() ? std::string() : found->second;
}

LabelMix mix_of(const Latent& latent, const std::vector<std::string>& labels) {
    const std::string label = fact(latent, "label");
    if (label.empty()) return {};
    try {
        return parse_label_mix(label, labels);
    } catch (const Error&) {
        throw_input_error("was made under \"" + label + "\", which is no label of this model.", latent.name,
                          "Name the label to draw it with.");
    }
}

double intensity_of(const Latent& latent) {
    const std::string intensity = fact(latent, "intensity");
    if (intensity.empty()) return 1;
    try {
        const double value = text::parse_number(intensity, "intensity");
        if (value >= 0 && value <= kLargestIntensity) return value;
    } catch (const Error&) {  // said below
    }
    throw_input_error("says \"" + intensity + "\" of its intensity, which is no number from 0 to 4.", latent.name,
                      "Name the intensity to draw it with.");
}

}  // namespace

void set_look(Latent& latent, const Look& look) {
    latent.metadata["label"] = format_label_mix(look.mix);
    latent.metadata["intensity"] = text::format_number(look.intensity.value());
}

Look look_of_latent(const Latent& latent, const Look& asked, const std::vector<std::string>& labels) {
    Look own = look_as_stored(latent.shapes.size());
    if (asked.mix.empty()) own.mix = mix_of(latent, labels);
    if (!asked.intensity) own.intensity = intensity_of(latent);
    return resolved(asked, own);
}

}  // namespace bplf
