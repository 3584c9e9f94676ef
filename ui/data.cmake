# SPDX-License-Identifier: GPL-3.0-or-later
# The Data screen.
target_sources(bplf_ui PRIVATE
    models/build_settings.cpp models/build_settings.h
    models/data_build.cpp models/data_build.h
    models/data_model.cpp models/data_model.h
    models/data_places.cpp models/data_places.h
    models/data_sources.cpp models/data_sources.h
    models/review_decisions.cpp models/review_decisions.h
    models/review_model.cpp models/review_model.h
    panels/data_actions.cpp
    panels/data_card.cpp panels/data_card.h
    panels/data_page.cpp panels/data_page.h
    panels/data_panel.cpp panels/data_panel.h
    panels/data_review.cpp panels/data_review.h
    panels/data_screen.cpp panels/data_screen.h
    panels/data_source_list.cpp panels/data_source_list.h
    panels/review_tiles.cpp panels/review_tiles.h
    widgets/elided_label.cpp widgets/elided_label.h)
target_link_libraries(bplf_ui PRIVATE bplf::data nlohmann_json::nlohmann_json)
