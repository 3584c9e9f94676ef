# SPDX-License-Identifier: GPL-3.0-or-later
# The Curves and Morph screens.
find_package(Qt6 6.4 REQUIRED COMPONENTS PrintSupport)
find_package(QCustomPlotQt6 REQUIRED)
target_sources(bplf_ui PRIVATE
    models/curve_filter.cpp models/curve_filter.h
    models/curve_store.cpp models/curve_store.h
    models/morph_player.cpp models/morph_player.h
    models/morph_timeline.cpp models/morph_timeline.h
    panels/curves_export_dialog.cpp panels/curves_export_dialog.h
    panels/curves_page.cpp panels/curves_page.h
    panels/curves_plots.cpp panels/curves_plots.h
    panels/curves_run_list.cpp panels/curves_run_list.h
    panels/curves_screen.cpp panels/curves_screen.h
    panels/morph_key_editor.cpp panels/morph_key_editor.h
    panels/morph_page.cpp panels/morph_page.h
    panels/morph_panel.cpp panels/morph_panel.h
    panels/morph_screen.cpp panels/morph_screen.h
    widgets/plot_library.h widgets/plot_ticker.h
    widgets/plot_view.cpp widgets/plot_view.h widgets/plot_view_input.cpp
    widgets/timeline.cpp widgets/timeline.h
    widgets/timeline_layout.cpp widgets/timeline_layout.h
    workers/curve_export.cpp workers/curve_export.h
    workers/morph_export.cpp workers/morph_export.h)
target_link_libraries(bplf_ui PUBLIC QCustomPlotQt6::QCustomPlotQt6 PRIVATE bplf::io nlohmann_json::nlohmann_json)
