# SPDX-License-Identifier: GPL-3.0-or-later
# Language level, warnings and sanitizers shared by all of our targets.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
endif()

add_library(bplf_settings INTERFACE)
add_library(bplf::settings ALIAS bplf_settings)
target_compile_options(bplf_settings INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wno-restrict -Wno-stringop-overflow>)
# Newer compilers warn of more, some of it false and inside their own library (GCC 14: copies of std::vector<bool> in
# LibTorch's headers): that must not keep anybody from building.
if(CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
    target_compile_options(bplf_settings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-array-bounds>)
elseif(BPLF_WARNINGS_AS_ERRORS)
    target_compile_options(bplf_settings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Werror>)
endif()
# Root-relative includes ("core/flow/bijection.h") show a breach of the layers in the diff.
target_include_directories(bplf_settings INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(bplf_settings INTERFACE BPLF_VERSION="${PROJECT_VERSION}")

if(BPLF_SANITIZE)
    # GCC 12 sees uninitialised members inside its own <regex> once the sanitizers keep it from inlining.
    target_compile_options(bplf_settings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-maybe-uninitialized>)
    list(JOIN BPLF_SANITIZE "," _sanitizers)
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${_sanitizers}>
        $<$<COMPILE_LANGUAGE:CXX>:-fno-omit-frame-pointer> $<$<COMPILE_LANGUAGE:CXX>:-fno-sanitize-recover=all>)
    add_link_options(-fsanitize=${_sanitizers})
endif()

if(BPLF_FUZZ)
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fsanitize=fuzzer-no-link>)
endif()

find_program(BPLF_CCACHE ccache)
if(BPLF_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${BPLF_CCACHE})
    # ccache can only cache a unit that uses a precompiled header when GCC preprocesses it this way.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
    endif()
endif()
