# DuckDB as prebuilt static libraries (docs/dependencies.md); a clear message where script/setup has not run.
if(NOT EXISTS ${CASUS_THIRD_PARTY}/duckdb/duckdb.h)
  message(FATAL_ERROR "DuckDB is missing in ${CASUS_THIRD_PARTY}/duckdb: run script/setup first")
endif()
file(GLOB duckdb_archives ${CASUS_THIRD_PARTY}/duckdb/*.a)
add_library(casus_duckdb INTERFACE)
target_include_directories(casus_duckdb SYSTEM INTERFACE ${CASUS_THIRD_PARTY}/duckdb)
target_link_libraries(casus_duckdb INTERFACE -Wl,--start-group ${duckdb_archives} -Wl,--end-group Threads::Threads ${CMAKE_DL_LIBS})
