// SPDX-License-Identifier: GPL-3.0-or-later
// What a person decided against the builder, kept beside the built set.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace bplf {

enum class OverrideAction {
    kExclude,  ///< left out before any search
    kKeep,     ///< no check, vote, view, copy or missing face drops it, but a label it must have
    kRelabel   ///< another label, before copies and splits are looked at; also where it had none
};

/// "exclude", "keep", "relabel".
std::string_view override_action_name(OverrideAction action);
/// The reverse; nothing for other words.
std::optional<OverrideAction> override_action_from_name(std::string_view name);

struct Override {
    OverrideAction action = OverrideAction::kExclude;
    std::string label{};  ///< the class's word; with kRelabel, and only then
    bool operator==(const Override&) const = default;
};

/// The overrides of a data set by pixel_hash() of the images as read (the manifest's "pixel_sha256"), so that they
/// survive moved and renamed files and count for every copy of an image. A value type.
class Overrides {
  public:
    using Map = std::map<std::string, Override>;

    /// Reads what write() wrote, also with the line ends of Windows; none when there is no such file. Error(kInput)
    /// naming the line when a hash, an action or a label is wrong, or an image comes twice.
    static Overrides read(const std::filesystem::path& file);
    /// CSV with the header "pixel_sha256,action,label", sorted by hash, all or nothing; without overrides the file is
    /// removed. Error(kResource) when the folder cannot be written.
    void write(const std::filesystem::path& file) const;

    /// Replaces an earlier one. Precondition: `hash` has 64 lower-case hexadecimal digits; the label is one line, and
    /// empty unless the action is kRelabel.
    void set(const std::string& hash, Override decision);
    void erase(const std::string& hash) { map_.erase(hash); }
    /// nullptr when the person said nothing about it.
    const Override* find(const std::string& hash) const;

    bool empty() const { return map_.empty(); }
    std::size_t size() const { return map_.size(); }
    Map::const_iterator begin() const { return map_.begin(); }
    Map::const_iterator end() const { return map_.end(); }
    /// The text of the file; equal overrides give equal text.
    std::string csv() const;

    bool operator==(const Overrides&) const = default;

  private:
    Map map_;
};

/// The file's name in the built folder.
inline constexpr const char* kOverridesName = "overrides.csv";

}  // namespace bplf
