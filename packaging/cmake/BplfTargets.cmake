# SPDX-License-Identifier: GPL-3.0-or-later
# How the folders of core declare themselves and their tests.

# Most of the time of a unit that sees LibTorch goes into LibTorch's templates, not into ours: several of our files
# are compiled as one unit. What is private to a file therefore has a name of its own within its folder.
set(BPLF_UNITY_BATCH 6 CACHE STRING "Files with LibTorch's headers compiled as one unit; 1 while working on one of them.")
function(bplf_compile_together target)
    if(BPLF_UNITY_BATCH LESS_EQUAL 1)
        return()
    endif()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${BPLF_UNITY_BATCH})
endfunction()

# The headers of C++ and nlohmann-json that nearly every other unit of core reads, once.
file(WRITE "${PROJECT_BINARY_DIR}/plain_pch.cpp" "// Carries the precompiled headers that units without LibTorch share.\n")
add_library(bplf_plain_pch OBJECT "${PROJECT_BINARY_DIR}/plain_pch.cpp")
find_package(nlohmann_json 3.10 REQUIRED GLOBAL)
target_link_libraries(bplf_plain_pch PRIVATE bplf::settings nlohmann_json::nlohmann_json)
target_precompile_headers(bplf_plain_pch PRIVATE <nlohmann/json.hpp> <algorithm> <cmath> <filesystem> <fstream>
    <functional> <map> <memory> <optional> <regex> <set> <span> <sstream> <string> <vector>)

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
        bplf_compile_together(bplf_${name})
    elseif(nlohmann_json::nlohmann_json IN_LIST ARG_DEPENDS OR nlohmann_json::nlohmann_json IN_LIST ARG_PRIVATE_DEPENDS)
        target_precompile_headers(bplf_${name} REUSE_FROM bplf_plain_pch)
        # GCC 12 sees std::string overrun itself where its header was precompiled.
        target_compile_options(bplf_${name} PRIVATE -Wno-array-bounds)
    endif()
endfunction()

add_custom_target(light_tests)

# bplf_test(<name> SOURCES … [TORCH] [SERIAL] [DEPENDS …] [LABELS …]): a GoogleTest program under CTest; SERIAL: with no
# other test beside it.
function(bplf_test name)
    cmake_parse_arguments(ARG "TORCH;SERIAL" "" "SOURCES;DEPENDS;LABELS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE bplf::settings ${ARG_DEPENDS} bplf::test_support GTest::gmock GTest::gtest)
    if(ARG_TORCH)
        target_link_libraries(${name} PRIVATE bplf::torch $<TARGET_OBJECTS:bplf_test_torch_seeding>)
        target_precompile_headers(${name} REUSE_FROM bplf_torch_pch)
        # The precompiled header was made with -fPIC; an executable's -fPIE would not match it.
        target_compile_options(${name} PRIVATE -fPIC)
        bplf_compile_together(${name})
    endif()
    # A test's own code runs once; the library under test keeps its optimisation.
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
    set(_properties TIMEOUT 600)
    if(ARG_SERIAL)
        list(APPEND _properties RUN_SERIAL TRUE)
    endif()
    # What is built quickly, and reads most of what comes from elsewhere: `packaging/test --sanitize address light`.
    if(NOT ARG_TORCH AND NOT "ui" IN_LIST ARG_LABELS)
        list(APPEND ARG_LABELS light)
        add_dependencies(light_tests ${name})
    endif()
    if(ARG_LABELS)
        list(APPEND _properties LABELS "${ARG_LABELS}")
    endif()
    gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES ${_properties})
endfunction()

# bplf_op_library(<name> OPS <op> … SOURCES … CUDA_SOURCES … [DEPENDS …] [PRIVATE_DEPENDS …])
# Operations with a twin on each device. An op is x.h, x_cpu.cpp and x_autograd.cpp, and x.cu once it has
# a kernel; a kernel without its CPU twin does not configure. With CUDA the kernels and CUDA_SOURCES
# become the module bplf_cuda, which the library loads at run time and never links.
function(bplf_op_library name)
    cmake_parse_arguments(ARG "" "" "OPS;SOURCES;CUDA_SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
    file(GLOB _kernels RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" CONFIGURE_DEPENDS *.cu)
    foreach(_kernel IN LISTS _kernels)
        string(REGEX REPLACE "\\.cu$" "" _op "${_kernel}")
        if(NOT EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${_op}_cpu.cpp" OR NOT _op IN_LIST ARG_OPS)
            message(FATAL_ERROR "${CMAKE_CURRENT_SOURCE_DIR}/${_kernel} has no CPU twin: write "
                "${_op}_cpu.cpp, the readable reference, and list ${_op} under OPS.")
        endif()
    endforeach()
    set(_sources ${ARG_SOURCES})
    foreach(_op IN LISTS ARG_OPS)
        list(APPEND _sources ${_op}.h ${_op}_cpu.cpp ${_op}_autograd.cpp)
        # at::parallel_for is a plain loop in a unit without OpenMP, and the precompiled header has none.
        set_source_files_properties(${_op}_cpu.cpp PROPERTIES
            SKIP_PRECOMPILE_HEADERS ON COMPILE_OPTIONS -fopenmp)
    endforeach()
    bplf_core_library(${name} TORCH SOURCES ${_sources}
        DEPENDS ${ARG_DEPENDS} PRIVATE_DEPENDS ${ARG_PRIVATE_DEPENDS})
    # Kernels have options of their own.
    set_target_properties(bplf_${name} PROPERTIES UNITY_BUILD OFF)
    target_link_libraries(bplf_${name} PRIVATE gomp)
    if(BPLF_HAVE_CUDA)
        bplf_cuda_module(SOURCES ${_kernels} ${ARG_CUDA_SOURCES})
        target_compile_definitions(bplf_${name} PRIVATE BPLF_CUDA_MODULE_DIR="${CMAKE_CURRENT_BINARY_DIR}")
    endif()
endfunction()

# bplf_cuda_module(SOURCES …): the shared module bplf_cuda with our kernels. It links the CUDA half of
# LibTorch and LibTorch's own CUDA runtime, and finds both through the RPATH.
function(bplf_cuda_module)
    cmake_parse_arguments(ARG "" "" "SOURCES" ${ARGN})
    add_library(bplf_cuda MODULE ${ARG_SOURCES})
    cmake_path(GET BPLF_TORCH_ROOT PARENT_PATH _site)
    file(GLOB _runtime "${_site}/nvidia/*/lib/libcudart.so.*" "${BPLF_TORCH_LIBDIR}/libcudart*.so.*")
    if(NOT _runtime)
        find_library(_runtime cudart REQUIRED
            HINTS ${CMAKE_CUDA_IMPLICIT_LINK_DIRECTORIES} DOC "CUDA runtime that LibTorch uses")
    endif()
    list(GET _runtime 0 _runtime)
    cmake_path(GET _runtime PARENT_PATH _runtime_folder)
    target_link_libraries(bplf_cuda PRIVATE bplf::settings bplf::base torch_cuda c10_cuda torch_cpu c10
        "${_runtime}")
    target_link_directories(bplf_cuda PRIVATE "${BPLF_TORCH_LIBDIR}")
    target_include_directories(bplf_cuda SYSTEM PRIVATE "${BPLF_TORCH_ROOT}/include"
        ${CMAKE_CUDA_TOOLKIT_INCLUDE_DIRECTORIES})
    target_compile_options(bplf_cuda PRIVATE
        $<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=-Wall,-Wextra -Werror=all-warnings --expt-relaxed-constexpr>)
    target_link_options(bplf_cuda PRIVATE "-Wl,--allow-shlib-undefined" "-Wl,--exclude-libs,ALL")
    set_target_properties(bplf_cuda PROPERTIES CUDA_RUNTIME_LIBRARY None
        CXX_VISIBILITY_PRESET hidden CUDA_VISIBILITY_PRESET hidden
        BUILD_RPATH "${BPLF_TORCH_LIBDIR};${_runtime_folder}")
endfunction()
