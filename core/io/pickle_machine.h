// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Python's pickle language that state dictionaries are written in, as plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bplf {

/// A pickled value. A small value type: text points into the read buffer, containers into the
/// machine (a pickle may refer to a container again, or put it into itself).
struct PickleValue {
    enum class Kind {
        kNone,
        kBool,
        kInteger,
        kFloat,
        kText,
        kTuple,       ///< items
        kList,        ///< items
        kDict,        ///< items: key, value, key, value, …
        kGlobal,      ///< text: "module name", one of the allow-list
        kCall,        ///< items: the global, the tuple of arguments (recorded, never executed)
        kStorage,     ///< items of the persistent id
        kLongInteger  ///< an integer beyond 64 bits; text: its bytes, little-endian
    };

    Kind kind = Kind::kNone;
    std::int64_t integer = 0;
    double real = 0;
    std::string_view text;
    std::vector<PickleValue>* items = nullptr;
};

/// Reads pickles one after another from a buffer. Nothing they say is executed, and memory stays
/// proportional to their bytes. Values live as long as the machine and the buffer.
class PickleMachine {
  public:
    /// `where` names the source in errors.
    PickleMachine(std::span<const std::byte> bytes, std::string where);

    /// The next pickle's value. Error(kInput) naming the opcode or global and its byte for anything
    /// outside the allow-list, and for a pickle that is cut short or inconsistent.
    PickleValue load();
    /// Bytes behind the last pickle read.
    std::span<const std::byte> rest() const { return bytes_.subspan(position_); }
    [[noreturn]] void fail(const std::string& what) const;

  private:
    void step(std::uint8_t opcode);
    void step_number(std::uint8_t opcode);
    void step_container(std::uint8_t opcode);
    void push_global();
    void push_long(std::size_t size);
    void reduce();
    void build();
    void put(std::uint64_t index);
    void get(std::uint64_t index);
    void mark_last(std::size_t count);
    void append_items(bool dict);
    void push(PickleValue::Kind kind, std::vector<PickleValue> items);

    std::span<const std::byte> take(std::size_t count);
    std::uint64_t number(std::size_t bytes);
    std::string_view line();
    PickleValue pop();
    PickleValue& top();
    std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }
    std::vector<PickleValue> pop_to_mark();

    std::span<const std::byte> bytes_;
    std::string where_;
    std::size_t position_ = 0;
    std::size_t opcode_at_ = 0;
    bool stopped_ = false;
    std::vector<PickleValue> stack_;
    std::vector<std::size_t> marks_;
    std::deque<std::vector<PickleValue>> containers_;
    std::vector<PickleValue> memo_;
};

}  // namespace bplf
