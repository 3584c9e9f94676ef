// SPDX-License-Identifier: GPL-3.0-or-later
// How a header of this folder says which commands of bplf it holds. CMake gathers these lines out of all headers,
// sorted by their place in the help, into bplf_verbs.h: a new command is its header, its x_options.cpp and its x.cpp.
#pragma once

namespace CLI {
class App;
}

namespace bplf::cli {
class Session;
struct CommonOptions;
}  // namespace bplf::cli

/// A command "name" below `parent` (root or a group): what declares its options, and what runs it.
#define BPLF_VERB(place, parent, name, Options, declare)                          \
    CLI::App& declare(CLI::App& parent, Options& options, CommonOptions& common); \
    int run(const Options& options, Session& session)

/// A command that may only read a file or its header is (also) in the module without LibTorch, which starts in a
/// twentieth of the time: its header then declares `bool only_reads(const Options&)`, and its sources stand in the list
/// of that module in app/CMakeLists.txt. What only_reads() does not claim runs in the module that computes.

/// Another name for a command whose options stand above.
#define BPLF_VERB_ALSO(place, parent, name, Options, declare) \
    CLI::App& declare(CLI::App& parent, Options& options, CommonOptions& common)

/// What the commands whose parent is `group` belong to.
#define BPLF_VERB_GROUP(place, group, declare) CLI::App& declare(CLI::App& root)
