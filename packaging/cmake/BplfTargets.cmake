# SPDX-License-Identifier: GPL-3.0-or-later
# How the folders of core declare themselves and their tests.

# bplf_core_library(<name> SOURCES … [TORCH] [DEPENDS bplf::…] [PRIVATE_DEPENDS …])
# One folder of core = one static library bplf_<name> with the alias bplf::<name>. With TORCH the
# library's units see LibTorch (shared precompiled header); its users do not unless they ask for it.
function(bplf_core_library name)
    cmake_parse_arguments(ARG "TORCH" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
    add_library(bplf_${name} STATIC ${ARG_SOURCES})
    add_library(bplf::${name} ALIAS bplf_${name})
    target_link_libraries(bplf_${name} PUBLIC bplf::settings ${ARG_DEPENDS} PRIVATE ${ARG_PRIVATE_DEPENDS})
    if(ARG_TORCH)
        target_link_libraries(bplf_${name} PRIVATE bplf::torch)
        target_precompile_headers(bplf_${name} REUSE_FROM bplf_torch_pch)
    endif()
endfunction()

# bplf_test(<name> SOURCES … [TORCH] [DEPENDS …] [LABELS …]): a GoogleTest program under CTest.
function(bplf_test name)
    cmake_parse_arguments(ARG "TORCH" "" "SOURCES;DEPENDS;LABELS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE bplf::settings ${ARG_DEPENDS} bplf::test_support GTest::gmock GTest::gtest)
    if(ARG_TORCH)
        target_link_libraries(${name} PRIVATE bplf::torch $<TARGET_OBJECTS:bplf_test_torch_seeding>)
        target_precompile_headers(${name} REUSE_FROM bplf_torch_pch)
    endif()
    set(_properties TIMEOUT 600)
    if(ARG_LABELS)
        list(APPEND _properties LABELS "${ARG_LABELS}")
    endif()
    gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES ${_properties})
endfunction()
