// SPDX-License-Identifier: GPL-3.0-or-later
// WebP through libwebp; of an animation the first frame.
#include <webp/decode.h>
#include <webp/demux.h>

#include <memory>

#include "core/base/error.h"
#include "core/image/decoded_pixels.h"
#include "core/image/exif.h"

namespace bplf {
namespace {

struct DeleteDecoder {
    void operator()(WebPAnimDecoder* decoder) const { WebPAnimDecoderDelete(decoder); }
};

[[noreturn]] void throw_damaged(const std::string& where) {
    throw_input_error("is damaged or ends early: it cannot be decoded.", where, "Copy the file again.");
}

int orientation_of(const WebPAnimDecoder* decoder) {
    WebPChunkIterator chunk;
    if (WebPDemuxGetChunk(WebPAnimDecoderGetDemuxer(decoder), "EXIF", 1, &chunk) == 0) return 1;
    const int orientation = exif_orientation(std::as_bytes(std::span(chunk.chunk.bytes, chunk.chunk.size)));
    WebPDemuxReleaseChunkIterator(&chunk);
    return orientation;
}

}  // namespace

DecodedPixels decode_webp(std::span<const std::byte> bytes, const std::string& where) {
    const WebPData data{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
    WebPBitstreamFeatures features;
    if (WebPGetFeatures(data.bytes, data.size, &features) != VP8_STATUS_OK) throw_damaged(where);
    check_photo_size(features.width, features.height, where);
    WebPAnimDecoderOptions options;
    if (WebPAnimDecoderOptionsInit(&options) == 0) throw_damaged(where);
    options.color_mode = MODE_RGBA;
    const std::unique_ptr<WebPAnimDecoder, DeleteDecoder> decoder(WebPAnimDecoderNew(&data, &options));
    WebPAnimInfo info;
    std::uint8_t* frame = nullptr;
    int time = 0;
    if (!decoder || WebPAnimDecoderGetInfo(decoder.get(), &info) == 0) throw_damaged(where);
    check_photo_size(info.canvas_width, info.canvas_height, where);
    if (WebPAnimDecoderGetNext(decoder.get(), &frame, &time) == 0) throw_damaged(where);
    DecodedPixels pixels{static_cast<int>(info.canvas_width), static_cast<int>(info.canvas_height), 4, {}};
    pixels.values.assign(frame, frame + value_count(pixels.width, pixels.height, pixels.channels));
    pixels.orientation = orientation_of(decoder.get());
    return pixels;
}

}  // namespace bplf
