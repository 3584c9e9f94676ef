// SPDX-License-Identifier: GPL-3.0-or-later
// Where images with labels come from: one reader per kind of collection, and their registry.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/collect/source_options.h"
#include "core/dataset/dataset_file.h"
#include "core/image/image.h"

namespace bplf {

/// One image of a collection as it lies there.
struct SourceRecord {
    Image image;                          ///< empty when it cannot be read, and `problem` says why
    std::string label;                    ///< the collection's own word; see canonical_emotion()
    std::optional<Split> split;           ///< nothing when the collection has no splits
    std::string group;                    ///< images of one group must share a split; empty: none known
    std::string id;                       ///< path or row inside the collection; unique there
    std::string problem;                  ///< non-empty: there is no image, or the source has something against it
    std::string reason = "decode_error";  ///< with `problem` or a vote: the manifest's word for it
    std::string subject;                  ///< the person, as the collection calls them; empty: unknown
    std::string sequence;                 ///< one take of one person, whose images resemble each other by design
    std::string file_hash;                ///< SHA-256 of the image's own file; empty for a row of a table
    std::vector<std::pair<std::string, std::string>> columns;  ///< further columns of a table: name and content
    std::vector<int> votes;  ///< FER+ votes in the order of its table, where they were asked for
    /// Soft label: words with their weights, where voters gave several and they are to count; empty: `label` alone.
    std::vector<std::pair<std::string, double>> label_weights;
};

/// A collection, read once from front to back in an order that never changes. Not thread-safe.
class Source {
  public:
    virtual ~Source() = default;
    /// Kind and place, e.g. "idx:data/fer2013".
    virtual std::string name() const = 0;
    /// The collection's label words in its own order.
    virtual std::vector<std::string> class_names() const = 0;
    /// How many records there are; 0 when unknown before reading.
    virtual std::int64_t size() const = 0;
    /// The published collection it is, as the paper's tables call it ("JAFFE", "CK+", "FER2013", "MMI");
    /// empty for others.
    virtual std::string collection() const { return {}; }
    /// Sentences on what is missing or odd in the collection; complete once next() gave nothing.
    virtual std::vector<std::string> notes() const { return {}; }
    /// The next record, or nothing at the end. Error(kInput) naming file, row and remedy when the
    /// collection itself is damaged.
    virtual std::optional<SourceRecord> next() = 0;
};

/// Opens "KIND:PATH" with KIND one of source_kinds(), or a bare path whose kind is recognised; "@train", "@validation"
/// or "@test" behind the path states the split of all its images. Error(kUsage) for another spelling, Error(kInput)
/// when there is no such collection at PATH, naming the one that it looks like instead.
std::unique_ptr<Source> open_source(std::string_view spelling, const SourceOptions& options = {});
/// The same as KIND:PATH in full. Errors as open_source for what names no source.
std::string full_spelling(std::string_view spelling);
/// Whether `text` starts with a known kind and a colon.
bool is_source_spelling(std::string_view text);
/// Whether it is a path that there is with its split stated behind it ("faces.csv@test").
bool states_split(std::string_view text);
/// Whether it is written like KIND:PATH with a kind that there is not ("jafe:DIR").
bool misspells_kind(std::string_view text);
/// The names of all kinds (source_registry()).
std::vector<std::string> source_kinds();

/// The seven emotions in canonical order: anger, disgust, fear, happy, neutral, sad, surprise.
const std::vector<std::string>& emotion_names();
/// FER2013's own order of the same words.
const std::vector<std::string>& fer2013_label_order();
/// The canonical word for a label as people spell it ("Angry", "happiness"), if it is an emotion.
std::optional<std::string> canonical_emotion(std::string_view label);
/// The same with "contempt" as an eighth.
std::optional<std::string> canonical_label(std::string_view label);

}  // namespace bplf
