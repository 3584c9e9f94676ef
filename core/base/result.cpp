// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <system_error>

namespace bplf {
namespace {

Error out_of_memory() {
    return Error(ErrorKind::kResource, "Not enough memory.", {},
                 "Ask for fewer or smaller images at once, or use another device.");
}

/// Lies the cause with the disk or the system, not with the name that was given?
bool is_resource(const std::error_code& code) {
    for (const std::errc cause : {std::errc::no_space_on_device, std::errc::read_only_file_system, std::errc::io_error,
                                  std::errc::file_too_large, std::errc::too_many_files_open,
                                  std::errc::too_many_files_open_in_system, std::errc::not_enough_memory}) {
        if (code == cause) return true;
    }
    return false;
}

Error of_file(const std::filesystem::filesystem_error& error) {
    const std::string reason = error.code().message();
    if (is_resource(error.code())) {
        return Error(ErrorKind::kResource, "could not be used: " + reason + ".", error.path1().string(),
                     "Make room, or use another folder.");
    }
    return Error(ErrorKind::kInput, "cannot be used: " + reason + ".", error.path1().string(),
                 "Check the name and who may read and write there.");
}

/// LibTorch has a type for lack of memory only on some devices, and its messages carry a backtrace.
Error of_other(const std::exception& error) {
    const std::string text = error.what();
    if (text.find("can't allocate memory") != std::string::npos || text.find("out of memory") != std::string::npos)
        return out_of_memory();
    if (text.find("invalid UTF-8 byte") != std::string::npos) {  // the JSON library's words
        return Error(ErrorKind::kInput, "A name or text in the input is not UTF-8, so it cannot be written down.", {},
                     "Rename the file or folder with ordinary letters.");
    }
    return Error(ErrorKind::kInternal, text.substr(0, text.find("\nException raised from")));
}

}  // namespace

Error current_error() {
    try {
        throw;
    } catch (const Error& error) {
        return error;
    } catch (const std::filesystem::filesystem_error& error) {
        return of_file(error);
    } catch (const std::bad_alloc&) {
        return out_of_memory();
    } catch (const std::exception& error) {
        return of_other(error);
    }
}

}  // namespace bplf
