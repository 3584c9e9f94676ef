// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/state_json.h"

#include <QRectF>
#include <nlohmann/json.hpp>

namespace bplf::ui {
namespace {

using nlohmann::json;

json jsonOf(const QVariant& value);
QVariant valueOf(const json& json);

json objectOf(const QVariantMap& map) {
    json object = json::object();
    for (auto entry = map.begin(); entry != map.end(); ++entry)
        object[entry.key().toStdString()] = jsonOf(entry.value());
    return object;
}

QVariantMap mapOf(const json& object) {
    QVariantMap map;
    for (const auto& [key, value] : object.items()) map[QString::fromStdString(key)] = valueOf(value);
    return map;
}

json jsonOfText(const std::string& text) {
    if (!text.starts_with('{')) return text;
    json inside = json::parse(text, nullptr, false);
    return inside.is_object() ? inside : json(text);
}

json jsonOf(const QVariant& value) {
    switch (value.typeId()) {
        case QMetaType::Bool:
            return value.toBool();
        case QMetaType::Int:
        case QMetaType::LongLong:
            return value.toLongLong();
        case QMetaType::UInt:
        case QMetaType::ULongLong:
            return value.toULongLong();
        case QMetaType::Double:
            return value.toDouble();
        case QMetaType::QStringList: {
            json list = json::array();
            for (const QString& text : value.toStringList()) list.push_back(text.toStdString());
            return list;
        }
        case QMetaType::QVariantMap:
            return {{"$map", objectOf(value.toMap())}};
        case QMetaType::QRectF: {
            const QRectF rect = value.toRectF();
            return {{"$rect", {rect.x(), rect.y(), rect.width(), rect.height()}}};
        }
        case QMetaType::QByteArray:
            return {{"$bytes", value.toByteArray().toBase64().toStdString()}};
        default:
            return jsonOfText(value.toString().toStdString());
    }
}

QStringList listOf(const json& array) {
    QStringList list;
    for (const json& text : array)
        if (text.is_string()) list << QString::fromStdString(text.get<std::string>());
    return list;
}

QVariant valueOfObject(const json& object) {
    if (object.contains("$map") && object["$map"].is_object()) return mapOf(object["$map"]);
    if (object.contains("$rect") && object["$rect"].size() == 4) {
        const json& r = object["$rect"];
        return QRectF(r[0].get<double>(), r[1].get<double>(), r[2].get<double>(), r[3].get<double>());
    }
    if (object.contains("$bytes"))
        return QByteArray::fromBase64(QByteArray::fromStdString(object["$bytes"].get<std::string>()));
    return QString::fromStdString(object.dump());
}

QVariant valueOf(const json& value) {
    if (value.is_boolean()) return value.get<bool>();
    if (value.is_number_unsigned()) return QVariant::fromValue(value.get<quint64>());
    if (value.is_number_integer()) return QVariant::fromValue(value.get<qint64>());
    if (value.is_number()) return value.get<double>();
    if (value.is_string()) return QString::fromStdString(value.get<std::string>());
    if (value.is_array()) return listOf(value);
    return value.is_object() ? valueOfObject(value) : QVariant();
}

}  // namespace

std::string jsonOfState(const QVariantMap& state) {
    return objectOf(state).dump();
}

QVariantMap stateOfJson(const std::string& text) {
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) return {};
    try {
        return mapOf(object);
    } catch (const json::exception&) {
        return {};
    }
}

}  // namespace bplf::ui
