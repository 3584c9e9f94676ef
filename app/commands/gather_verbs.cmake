# SPDX-License-Identifier: GPL-3.0-or-later
# Writes bplf_verbs.h: every header of `folder` that holds a command, and BPLF_VERBS(GROUP, VERB, ALSO), a row for each line
# of app/commands/verb.h's forms that they hold, sorted by place.
function(bplf_gather_verbs folder output)
    file(GLOB headers CONFIGURE_DEPENDS "${folder}/*.h")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${headers})
    set(rows)
    set(places)
    set(includes)
    foreach(header ${headers})
        file(STRINGS "${header}" lines REGEX "^BPLF_VERB[A-Z_]*\\(")
        if(NOT lines)
            continue()
        endif()
        get_filename_component(name "${header}" NAME)
        string(APPEND includes "#include \"app/commands/${name}\"\n")
        foreach(line IN LISTS lines)
            if(NOT line MATCHES "^BPLF_(VERB|VERB_ALSO|VERB_GROUP)\\(([0-9]+), ([^()]+)\\);?$")
                message(FATAL_ERROR "${header}: not a line of app/commands/verb.h, place first: ${line}")
            endif()
            set(form "${CMAKE_MATCH_1}")
            set(place "${CMAKE_MATCH_2}")
            set(rest "${CMAKE_MATCH_3}")
            if(place IN_LIST places)
                message(FATAL_ERROR "${header}: place ${place} in the help is taken: ${line}")
            endif()
            list(APPEND places "${place}")
            string(REGEX REPLACE "^VERB_" "" form "${form}")
            list(APPEND rows "${place}:${form}(${rest})")
        endforeach()
    endforeach()
    list(SORT rows COMPARE NATURAL)
    list(TRANSFORM rows REPLACE "^[0-9]+:" "    ")
    list(JOIN rows " \\\n" table)
    file(CONFIGURE OUTPUT "${output}" @ONLY CONTENT [=[// From the lines of app/commands/verb.h's forms.
#pragma once
@includes@
#define BPLF_VERBS(GROUP, VERB, ALSO) \
@table@
]=])
endfunction()
