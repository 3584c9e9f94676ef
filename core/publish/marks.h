// SPDX-License-Identifier: GPL-3.0-or-later
// What a picture file says of itself besides its pixels: its recipe, that it is no photograph, and whose terms it is
// under.
#pragma once

#include <optional>
#include <string>

#include "core/sample/request.h"

namespace bplf {

/// What a model had to do with a picture.
enum class Origin {
    kDrawn,   ///< all of it is drawn
    kEdited,  ///< a photograph, or several pictures, changed or put together by a model
};
/// Of a film: edited where a key is a photo, or a code that a file holds, which may be one of a photo.
Origin origin_of(const MorphRequest& film);

struct Marks {
    std::string recipe;            ///< JSON; empty = none
    std::optional<Origin> origin;  ///< absent: no model made it
    std::string licence;           ///< of the model's weights; empty = not stated
};

/// The recipe with "licence" in it, where both are there.
std::string recipe_text(const Marks& marks);
/// An XMP packet with IPTC's DigitalSourceType ("trainedAlgorithmicMedia", or "compositeWithTrainedAlgorithmicMedia" of
/// what is edited), the licence as dc:rights, and the program; empty without an origin. For PNG and JPEG alike.
std::string xmp_packet(const Marks& marks);

}  // namespace bplf
