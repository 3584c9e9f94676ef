// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/publish/marks.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace bplf {
namespace {

std::string xml_text(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '&')
            escaped += "&amp;";
        else if (c == '<')
            escaped += "&lt;";
        else if (c == '>')
            escaped += "&gt;";
        else
            escaped += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return escaped;
}

std::string rights(const std::string& licence) {
    if (licence.empty()) return {};
    return "<dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">" + xml_text("Model weights: " + licence) +
           "</rdf:li></rdf:Alt></dc:rights>";
}

}  // namespace

Origin origin_of(const MorphRequest& film) {
    const bool drawn =
        std::ranges::all_of(film.keys, [](const MorphKey& key) { return key.source.starts_with("seed:"); });
    return drawn ? Origin::kDrawn : Origin::kEdited;
}

std::string recipe_text(const Marks& marks) {
    if (marks.licence.empty()) return marks.recipe;
    auto json = nlohmann::ordered_json::parse(marks.recipe, nullptr, false);
    if (!json.is_object()) return marks.recipe;
    json["licence"] = marks.licence;
    return json.dump();
}

std::string xmp_packet(const Marks& marks) {
    if (!marks.origin) return {};
    const char* type =
        *marks.origin == Origin::kDrawn ? "trainedAlgorithmicMedia" : "compositeWithTrainedAlgorithmicMedia";
    return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
           "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
           "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
           "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
           "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" "
           "xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" "
           "xmp:CreatorTool=\"BPLF Studio " BPLF_VERSION
           "\" Iptc4xmpExt:DigitalSourceType=\"http://cv.iptc.org/newscodes/digitalsourcetype/" +
           std::string(type) + "\">" + rights(marks.licence) +
           "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>";
}

}  // namespace bplf
