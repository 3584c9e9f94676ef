// SPDX-License-Identifier: GPL-3.0-or-later
// Requests of faces and films as JSON, and back.
#include "core/sample/request.h"

#include <nlohmann/json.hpp>

#include "tests/fuzz/target.h"

BPLF_FUZZ(bytes) {
    const auto json = nlohmann::json::parse(bytes, nullptr, false);
    if (json.is_discarded()) return;
    bplf::fuzz::only_input_errors([&] {
        const bplf::SampleRequest request = bplf::sample_request_from_json(json);
        static_cast<void>(bplf::as_command(request));
        if (bplf::sample_request_from_json(bplf::to_json(request)) != request) std::abort();
    });
    const bplf::MorphRequest film = bplf::morph_request_from_json(json);
    static_cast<void>(bplf::as_command(film));
    if (bplf::morph_request_from_json(bplf::to_json(film)) != film) std::abort();
}
