// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/pickle_machine.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <cstring>
#include <utility>

#include "core/base/error.h"

namespace bplf {
namespace {

using Kind = PickleValue::Kind;

constexpr std::array<std::string_view, 6> kAllowedGlobals{
    "collections.OrderedDict", "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2",
    "torch.FloatStorage",      "torch.DoubleStorage",          "torch.HalfStorage"};

/// A memo index may not exceed what the shortest PUTs could have filled.
constexpr std::uint64_t kMemoLimit = 1 << 20;

PickleValue integer_value(std::int64_t number) {
    PickleValue value;
    value.kind = Kind::kInteger;
    value.integer = number;
    return value;
}

PickleValue text_value(Kind kind, std::string_view text) {
    PickleValue value;
    value.kind = kind;
    value.text = text;
    return value;
}

PickleValue bool_value(bool truth) {
    PickleValue value = integer_value(truth ? 1 : 0);
    value.kind = Kind::kBool;
    return value;
}

std::string_view view_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Names from a hostile file go into messages: control characters must not.
std::string printable(std::string text) {
    std::replace_if(text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
}

std::string hex_of(std::uint8_t opcode) {
    char text[8];
    std::snprintf(text, sizeof text, "0x%02x", opcode);
    return text;
}

}  // namespace

PickleMachine::PickleMachine(std::span<const std::byte> bytes, std::string where)
    : bytes_(bytes), where_(std::move(where)) {}

void PickleMachine::fail(const std::string& what) const {
    throw_input_error(what + " (at byte " + std::to_string(opcode_at_) + ").", where_,
                      "Only plain PyTorch state dictionaries are read, and nothing in them is run.");
}

std::span<const std::byte> PickleMachine::take(std::size_t count) {
    if (count > bytes_.size() - position_) {
        throw_input_error("ends early, inside its pickled part (after " + std::to_string(bytes_.size()) + " bytes).",
                          where_, "The copy was probably interrupted. Copy it again.");
    }
    const auto taken = bytes_.subspan(position_, count);
    position_ += count;
    return taken;
}

std::uint64_t PickleMachine::number(std::size_t bytes) {
    std::uint64_t value = 0;
    std::memcpy(&value, take(bytes).data(), bytes);
    return value;
}

std::string_view PickleMachine::line() {
    const auto end = std::find(bytes_.begin() + static_cast<std::ptrdiff_t>(position_), bytes_.end(), std::byte{'\n'});
    const auto length = static_cast<std::size_t>(end - bytes_.begin()) - position_;
    const std::string_view text = view_of(take(length + 1)).substr(0, length);
    if (length > 256) fail("holds an overlong name");
    return text;
}

PickleValue& PickleMachine::top() {
    if (stack_.size() <= floor()) fail("holds a pickle that takes more values than it has");
    return stack_.back();
}

PickleValue PickleMachine::pop() {
    const PickleValue value = top();
    stack_.pop_back();
    return value;
}

std::vector<PickleValue> PickleMachine::pop_to_mark() {
    if (marks_.empty()) fail("holds a pickle that closes a list it never opened");
    const auto first = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<PickleValue> items(first, stack_.end());
    stack_.erase(first, stack_.end());
    marks_.pop_back();
    return items;
}

void PickleMachine::push(Kind kind, std::vector<PickleValue> items) {
    PickleValue value;
    value.kind = kind;
    value.items = &containers_.emplace_back(std::move(items));
    stack_.push_back(value);
}

void PickleMachine::put(std::uint64_t index) {
    if (index > kMemoLimit) fail("holds a memo index that is too large");
    if (index >= memo_.size()) memo_.resize(index + 1);
    memo_[index] = top();
}

void PickleMachine::get(std::uint64_t index) {
    if (index >= memo_.size()) fail("refers to a memo entry that does not exist");
    stack_.push_back(memo_[index]);
}

void PickleMachine::push_global() {
    const std::string_view module = line();
    const std::string_view object = line();
    const std::string name = std::string(module) + "." + std::string(object);
    const auto found = std::find(kAllowedGlobals.begin(), kAllowedGlobals.end(), name);
    if (found == kAllowedGlobals.end()) {
        fail("asks for the Python object \"" + printable(name) + "\", which is not allowed");
    }
    stack_.push_back(text_value(Kind::kGlobal, *found));
}

void PickleMachine::push_long(std::size_t size) {
    const auto digits = take(size);
    if (size > 16) fail("holds an integer that is too large");
    if (size > 8) {
        stack_.push_back(text_value(Kind::kLongInteger, view_of(digits)));
        return;
    }
    std::uint64_t value = 0;
    std::memcpy(&value, digits.data(), size);
    const bool negative = size > 0 && size < 8 && (digits[size - 1] & std::byte{0x80}) != std::byte{0};
    if (negative) value |= ~std::uint64_t{0} << (8 * size);
    stack_.push_back(integer_value(static_cast<std::int64_t>(value)));
}

void PickleMachine::reduce() {
    const PickleValue arguments = pop();
    const PickleValue callee = pop();
    if (callee.kind != Kind::kGlobal || arguments.kind != Kind::kTuple) {
        fail("holds a call that is not one of the allowed ones");
    }
    if (callee.text == "collections.OrderedDict" && arguments.items->empty()) {
        push(Kind::kDict, {});
    } else {
        push(Kind::kCall, {callee, arguments});
    }
}

void PickleMachine::build() {
    pop();  // attributes of the OrderedDict (torch's _metadata): of no use here
    if (top().kind != Kind::kDict) fail("sets attributes on something other than a dictionary");
}

void PickleMachine::mark_last(std::size_t count) {
    if (stack_.size() < floor() + count) fail("adds an item that is missing");
    marks_.push_back(stack_.size() - count);
}

void PickleMachine::append_items(bool dict) {
    const std::vector<PickleValue> items = pop_to_mark();
    const PickleValue& target = top();
    if (target.kind != (dict ? Kind::kDict : Kind::kList) || (dict && items.size() % 2 != 0)) {
        fail("adds items to something that cannot hold them");
    }
    target.items->insert(target.items->end(), items.begin(), items.end());
}

void PickleMachine::step_number(std::uint8_t opcode) {
    switch (opcode) {
        case 'K':
            stack_.push_back(integer_value(static_cast<std::int64_t>(number(1))));
            return;
        case 'M':
            stack_.push_back(integer_value(static_cast<std::int64_t>(number(2))));
            return;
        case 'J':
            stack_.push_back(integer_value(static_cast<std::int32_t>(number(4))));
            return;
        case 0x8a:
            push_long(number(1));
            return;
        case 'G': {
            PickleValue value;
            value.kind = Kind::kFloat;
            value.real = std::bit_cast<double>(__builtin_bswap64(number(8)));
            stack_.push_back(value);
            return;
        }
        case 0x88:
            stack_.push_back(bool_value(true));
            return;
        case 0x89:
            stack_.push_back(bool_value(false));
            return;
        case 'N':
            stack_.emplace_back();
            return;
        default:
            fail("holds the pickle opcode " + hex_of(opcode) + ", which is not allowed");
    }
}

void PickleMachine::step_container(std::uint8_t opcode) {
    switch (opcode) {
        case '}':
            push(Kind::kDict, {});
            return;
        case ']':
            push(Kind::kList, {});
            return;
        case ')':
            push(Kind::kTuple, {});
            return;
        case 't':
            push(Kind::kTuple, pop_to_mark());
            return;
        case 0x85:
        case 0x86:
        case 0x87: {
            std::vector<PickleValue> items(opcode - 0x84u);
            for (std::size_t i = items.size(); i > 0; --i) items[i - 1] = pop();
            push(Kind::kTuple, std::move(items));
            return;
        }
        case 'e':
            append_items(false);
            return;
        case 'u':
            append_items(true);
            return;
        case 'a':
        case 's':
            mark_last(opcode == 'a' ? 1 : 2);
            append_items(opcode == 's');
            return;
        default:
            step_number(opcode);
    }
}

void PickleMachine::step(std::uint8_t opcode) {
    switch (opcode) {
        case 0x80:
            if (number(1) != 2) fail("is a pickle of another protocol than 2");
            return;
        case '.':
            stopped_ = true;
            return;
        case '(':
            marks_.push_back(stack_.size());
            return;
        case 'q':
            put(number(1));
            return;
        case 'r':
            put(number(4));
            return;
        case 'h':
            get(number(1));
            return;
        case 'j':
            get(number(4));
            return;
        case 'c':
            push_global();
            return;
        case 'R':
            reduce();
            return;
        case 'b':
            build();
            return;
        case 'X': {  // BINUNICODE
            const std::uint64_t length = number(4);
            stack_.push_back(text_value(Kind::kText, view_of(take(length))));
            return;
        }
        case 'Q': {
            PickleValue id = pop();
            if (id.kind != Kind::kTuple) fail("holds a storage without a description");
            id.kind = Kind::kStorage;
            stack_.push_back(id);
            return;
        }
        default:
            step_container(opcode);
    }
}

PickleValue PickleMachine::load() {
    stack_.clear();
    marks_.clear();
    memo_.clear();
    stopped_ = false;
    while (!stopped_) {
        opcode_at_ = position_;
        step(static_cast<std::uint8_t>(number(1)));
    }
    if (stack_.size() != 1 || !marks_.empty()) fail("holds a pickle with left-over values");
    return pop();
}

}  // namespace bplf
