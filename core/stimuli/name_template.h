// SPDX-License-Identifier: GPL-3.0-or-later
// File names out of a template: "{emotion}_{identity}_{level:03d}.png".
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace bplf::stimuli {

/// What a name can say of a picture.
struct NameFields {
    std::string emotion, identity, orientation;
    int level = 0;   ///< percent
    int number = 0;  ///< in the set, from 1
};

/// A template taken apart. Fields are emotion, identity, orientation, level and number; the last two take a width as
/// in {level:03d}.
class NameTemplate {
  public:
    /// Error(kInput) for an unknown field, an open brace, a name that is no file name, or one that does not end in
    /// .png. `where`: the plan.
    NameTemplate(const std::string& text, const std::string& where);

    std::string name(const NameFields& fields) const;
    bool has(const std::string& field) const;

  private:
    struct Field {
        std::string name;
        int width = 0;
        bool zeros = false;
    };
    static Field field_of(const std::string& text, const std::string& where);

    std::vector<std::variant<std::string, Field>> parts_;
};

/// The names of all pictures. Error(kInput) when two are alike, also on disks that do not tell large letters from small
/// ones; names the field that would tell them apart.
std::vector<std::string> all_names(const NameTemplate& names, const std::vector<NameFields>& pictures,
                                   const std::string& where);

}  // namespace bplf::stimuli
