// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project_file.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/result.h"
#include "tests/support/support.h"

namespace bplf::project {
namespace {

using nlohmann::json;

class ProjectFileTest : public ::testing::Test {
  protected:
    Project some() {
        std::filesystem::create_directories(folder / "work/photos");
        write_file(folder / "work/photos/anna.png", "pixels");
        Project project;
        project.created = "2026-11-27T21:00:00Z";
        project.model = {"faces", (folder / "work/faces.safetensors").string(), "00ff"};
        project.mode = "encode";
        project.screens["sample"] = R"({"request":{"seed":7}})";
        project.screens["encode"] = json{{"photo", photo()}, {"margin", 0.2}}.dump();
        project.screens["morph"] = json{{"morph", {{"keys", {{{"source", "photo:" + photo()}}}}}}}.dump();
        Favourite favourite;
        favourite.record.id = "0-1-2";
        favourite.record.screen = "encode";
        favourite.record.rating = 3;
        favourite.record.state = json{{"photo", photo()}}.dump();
        favourite.thumbnail = "AAAA";
        project.favourites = {favourite};
        return project;
    }
    std::string photo() const { return (folder / "work/photos/anna.png").string(); }
    std::filesystem::path file() const { return folder / "work/study.bplf.json"; }
    json document() const { return json::parse(read_file(file())); }
    std::string problem(const std::string& text) const {
        write_file(file(), text);
        const auto read = capture([&] { return read_project(file()); });
        return read.ok() ? std::string() : read.error().problem();
    }

    bplf::test::TempDir folder;
};

TEST_F(ProjectFileTest, BringsEverythingBack) {
    const Project saved = some();
    const std::string hash = write_project(file(), saved);
    const ProjectFile read = read_project(file());
    EXPECT_EQ(read.sha256, hash);
    EXPECT_TRUE(read.missing.empty());
    EXPECT_EQ(read.project.created, saved.created);
    EXPECT_EQ(read.project.model, saved.model);
    EXPECT_EQ(read.project.mode, saved.mode);
    EXPECT_EQ(read.project.files, std::vector<std::string>{photo()});
    ASSERT_EQ(read.project.screens.size(), saved.screens.size());
    for (const auto& [screen, state] : saved.screens)
        EXPECT_EQ(json::parse(read.project.screens.at(screen)), json::parse(state)) << screen;
    ASSERT_EQ(read.project.favourites.size(), 1U);
    EXPECT_EQ(read.project.favourites[0].record, saved.favourites[0].record);
    EXPECT_EQ(read.project.favourites[0].thumbnail, "AAAA");
}

TEST_F(ProjectFileTest, WhatIsUnknownSurvivesALoadAndASave) {
    write_project(file(), some());
    json written = document();
    written["notes"] = {{"text", "grüße"}};
    written["model"]["colour"] = "blue";
    written["screens"]["map"] = {{"zoom", 2}};
    written["screens"]["sample"]["newer"] = {1, 2};
    written["favourites"][0]["pinned"] = true;
    written["favourites"][0]["record"]["mood"] = "good";
    written["favourites"].push_back({{"kind", "of tomorrow"}});
    write_file(file(), written.dump());
    Project project = read_project(file()).project;
    forget_keys(project, "sample", {"request"});
    project.screens["sample"] = R"({"caption":1})";
    project.favourites[0].record.rating = 5;
    write_project(file(), project);
    const json again = document();
    EXPECT_EQ(again["notes"], written["notes"]);
    EXPECT_EQ(again["model"]["colour"], "blue");
    EXPECT_EQ(again["screens"]["map"], written["screens"]["map"]);
    EXPECT_EQ(again["screens"]["sample"], (json{{"caption", 1}, {"newer", {1, 2}}})) << "and what is known is as it is";
    EXPECT_EQ(again["favourites"].size(), 2U);
    EXPECT_EQ(again["favourites"][0]["kind"], "of tomorrow");
    EXPECT_EQ(again["favourites"][1]["pinned"], true);
    EXPECT_EQ(again["favourites"][1]["record"]["mood"], "good");
    EXPECT_EQ(again["favourites"][1]["record"]["rating"], 5);
}

TEST_F(ProjectFileTest, AFavouriteThatIsNoneAnyMoreIsGone) {
    write_project(file(), some());
    Project project = read_project(file()).project;
    project.favourites.clear();
    write_project(file(), project);
    EXPECT_TRUE(document()["favourites"].empty());
}

TEST_F(ProjectFileTest, FilesThatMovedWithTheProjectAreFound) {
    write_project(file(), some());
    std::filesystem::rename(folder / "work", folder / "elsewhere");
    const ProjectFile read = read_project(folder / "elsewhere/study.bplf.json");
    const std::string there = (folder / "elsewhere/photos/anna.png").string();
    EXPECT_TRUE(read.missing.empty());
    EXPECT_EQ(json::parse(read.project.screens.at("encode"))["photo"], there);
    EXPECT_EQ(json::parse(read.project.screens.at("morph"))["morph"]["keys"][0]["source"], "photo:" + there);
    EXPECT_EQ(json::parse(read.project.favourites[0].record.state)["photo"], there);
}

TEST_F(ProjectFileTest, FilesThatAreGoneAreToldAlsoAfterAnotherSave) {
    write_project(file(), some());
    std::filesystem::remove(photo());
    ProjectFile read = read_project(file());
    EXPECT_EQ(read.missing, std::vector<std::string>{photo()});
    write_project(file(), read.project);
    read = read_project(file());
    EXPECT_EQ(read.missing, std::vector<std::string>{photo()});
    const std::string found = (folder / "bob.png").string();
    relocate(read.project, photo(), found);
    EXPECT_EQ(json::parse(read.project.screens.at("encode"))["photo"], found);
}

TEST_F(ProjectFileTest, RelocationTakesWholeNamesOnly) {
    Project project;
    project.screens["data"] = json{{"sources", {"jaffe:/a/b@train", "/a/bc", "/a/b/c", "x/a/b", "say /a/b"}}}.dump();
    relocate(project, "/a/b", "/new");
    EXPECT_EQ(json::parse(project.screens["data"])["sources"],
              (json{"jaffe:/new@train", "/a/bc", "/new/c", "x/a/b", "say /a/b"}));
}

TEST_F(ProjectFileTest, WhatCannotBeReadIsSaidPlainly) {
    write_project(file(), some());
    const std::string whole = read_file(file());
    EXPECT_NE(problem(whole.substr(0, whole.size() / 2)).find("cut off"), std::string::npos);
    EXPECT_NE(problem("").find("cut off"), std::string::npos);
    EXPECT_NE(problem("{\"a\": nonsense}").find("damaged at byte"), std::string::npos);
    EXPECT_NE(problem(R"({"schema":"bplf.project.v2"})").find("newer version"), std::string::npos);
    EXPECT_NE(problem(R"({"schema":"bplf.sample.v1"})").find("no project"), std::string::npos);
    EXPECT_NE(problem("[1]").find("no project"), std::string::npos);
    EXPECT_NE(problem(R"({"schema":"bplf.project.v1","mode":3})").find("another kind"), std::string::npos);
    EXPECT_NE(problem(R"({"schema":"bplf.project.v1","files":[3]})").find("another kind"), std::string::npos);
    EXPECT_EQ(problem(R"({"schema":"bplf.project.v1"})"), "") << "nothing in it is missing";
}

TEST_F(ProjectFileTest, WhatSomebodyElseWroteIsNotOverwritten) {
    const std::string hash = write_project(file(), some());
    write_file(file(), read_file(file()) + " ");
    const std::string theirs = read_file(file());
    EXPECT_THROW(write_project(file(), some(), hash), Error);
    EXPECT_EQ(read_file(file()), theirs);
    EXPECT_EQ(write_project(file(), some()), hash);
    EXPECT_EQ(write_project(file(), some(), hash), hash);
}

}  // namespace
}  // namespace bplf::project
