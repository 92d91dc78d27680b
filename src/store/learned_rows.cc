// SPDX-License-Identifier: Apache-2.0
#include "store/learned_rows.h"

#include <fmt/format.h>

#include "base/base64.h"
#include "store/database.h"
#include "store/schema.h"
#include "store/sql_text.h"

namespace casus {
namespace {

Result<bool> has_tables(const Store& store) {
  bool found = false;
  TRY(store.query("SELECT 1 FROM duckdb_tables() WHERE table_name = 'models' AND NOT temporary", {nullptr, [&](std::span<const StoreCell>) { return found = true; }}));
  return found;
}

std::string date_sql(Date day) { return fmt::format("DATE '{}'", to_iso(day)); }

double to_double(const StoreCell& cell) { return cell ? std::strtod(cell->c_str(), nullptr) : 0; }

}  // namespace

Status keep_model(Store& store, const LearnedModel& model) {
  return store.change([&](const Database& database) -> Status {
    TRY(database.run(kLearnedSql));
    TRY(database.run(fmt::format("DELETE FROM models WHERE kind = {} AND until = {}", quote_sql(model.kind), date_sql(model.until))));
    Appender rows(database, "models");
    rows.row(model.kind, model.version, model.until, model.engine, now(), to_base64(model.content));
    return rows.finish();
  });
}

Result<std::optional<LearnedModel>> find_model(const Store& store, std::string_view kind, std::optional<Date> as_of) {
  std::optional<LearnedModel> model;
  TRY_ASSIGN(bool is_there, has_tables(store));
  if (!is_there) return model;
  std::string limit = as_of ? fmt::format(" AND until <= {}", date_sql(*as_of)) : "";
  TRY(store.query(fmt::format("SELECT kind, version, until, engine, content FROM models WHERE kind = {}{} ORDER BY until DESC LIMIT 1", quote_sql(kind), limit),
                  {nullptr, [&](std::span<const StoreCell> cells) {
                     model = LearnedModel{*cells[0], *cells[1], *parse_iso_date(*cells[2]), cells[3].value_or(""), from_base64(*cells[4])};
                     return false;
                   }}));
  return model;
}

Result<std::vector<LearnedModel>> models_of(const Store& store, std::string_view kind) {
  std::vector<LearnedModel> models;
  TRY_ASSIGN(bool is_there, has_tables(store));
  if (!is_there) return models;
  TRY(store.query(fmt::format("SELECT kind, version, until, engine FROM models WHERE kind = {} ORDER BY until", quote_sql(kind)), {nullptr, [&](std::span<const StoreCell> cells) {
                     models.push_back({*cells[0], *cells[1], *parse_iso_date(*cells[2]), cells[3].value_or(""), ""});
                     return true;
                   }}));
  return models;
}

Status keep_forecasts(Store& store, const std::vector<KeptForecast>& forecasts) {
  return store.change([&](const Database& database) -> Status {
    TRY(database.run(kLearnedSql));
    TRY(database.run("CREATE TEMP TABLE fresh AS SELECT * FROM forecasts LIMIT 0"));
    Appender rows(database, "fresh");
    for (const KeptForecast& f : forecasts) rows.row(f.model, f.unit, f.label, f.as_of, f.weeks, f.probability, f.base, f.baseline, f.threshold, now());
    TRY(rows.finish());
    TRY(database.run("INSERT INTO forecasts SELECT DISTINCT ON (model, unit, label, as_of) * FROM fresh ANTI JOIN forecasts USING (model, unit, label, as_of)"));
    return database.run("DROP TABLE fresh");
  });
}

Result<std::vector<KeptForecast>> kept_forecasts(const Store& store) {
  std::vector<KeptForecast> kept;
  TRY_ASSIGN(bool is_there, has_tables(store));
  if (!is_there) return kept;
  TRY(store.query("SELECT model, unit, label, as_of, weeks, probability, base, baseline, threshold FROM forecasts ORDER BY as_of, unit, label, model",
                  {nullptr, [&](std::span<const StoreCell> cells) {
                     kept.push_back({*cells[0], *cells[1], *cells[2], *parse_iso_date(*cells[3]), static_cast<int>(to_number(cells[4])), to_double(cells[5]), to_double(cells[6]),
                                     to_double(cells[7]), static_cast<int>(to_number(cells[8]))});
                     return true;
                   }}));
  return kept;
}

}  // namespace casus
