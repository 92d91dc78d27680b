#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Invented events in the form of ICEWS, for a store of any size; the same for the same seed.

  bench/serve/make_events.py 1000000 > events.tab && casus import --store big.duckdb --from icews events.tab
"""
import argparse
import datetime
import random
import sys

HEADER = ("Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\t"
          "Sentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude")
COUNTRIES = [("Norway", "Oslo", 59.91, 10.75), ("Iran", "Tehran", 35.69, 51.39), ("Turkey", "Ankara", 39.93, 32.86), ("Syria", "Damascus", 33.51, 36.29),
             ("Ukraine", "Kyiv", 50.45, 30.52), ("Russian Federation", "Moscow", 55.76, 37.62), ("Kenya", "Nairobi", -1.29, 36.82), ("Ethiopia", "Addis Ababa", 9.02, 38.75),
             ("Chile", "Santiago", -33.45, -70.67), ("Japan", "Tokyo", 35.68, 139.69), ("India", "New Delhi", 28.61, 77.21), ("Pakistan", "Islamabad", 33.69, 73.06),
             ("Colombia", "Bogota", 4.71, -74.07), ("Venezuela", "Caracas", 10.49, -66.88), ("Nigeria", "Abuja", 9.06, 7.49), ("Sudan", "Khartoum", 15.5, 32.56),
             ("France", "Paris", 48.86, 2.35), ("Germany", "Berlin", 52.52, 13.41), ("United States", "Washington", 38.9, -77.04), ("China", "Beijing", 39.9, 116.4)]
KINDS = [("Police ({})", "Police,Government"), ("Military ({})", "Military,Government"), ("Government ({})", "Government"), ("{}", ""), ("Citizen ({})", "General Population / Civilian / Social"),
         ("Foreign Ministry ({})", "Foreign Ministry,Government"), ("Protester ({})", "Protestors / Popular Opposition / Mobs,Dissident"), ("Armed Rebel ({})", "Rebel,Dissident")]
CODES = ["010", "020", "036", "040", "042", "043", "046", "051", "057", "060", "070", "073", "080", "084", "090", "100", "111", "112", "120", "130", "138", "140", "141", "145",
         "150", "154", "160", "163", "170", "172", "173", "180", "182", "190", "193", "194", "195", "200"]
PUBLISHERS = ["The Courier", "Fjord News", "The Herald", "Quay Wire", "Morning Post"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    first = datetime.date(2015, 1, 1)
    days = [(first + datetime.timedelta(days=day)).isoformat() for day in range(3652)]
    villages = [[(f"{country} village {n}", f"{latitude + chance.gauss(0, 2):.4f}", f"{longitude + chance.gauss(0, 2):.4f}") for n in range(1000)]
                for country, _, latitude, longitude in COUNTRIES]
    print(HEADER)
    for number in range(1, arguments.count + 1):
        # Few countries make most of the news, and most of it is between neighbours in the list.
        here = min(int(chance.expovariate(0.2)), len(COUNTRIES) - 1)
        there = here if chance.random() < 0.4 else (here + chance.choice([-2, -1, 1, 2])) % len(COUNTRIES)
        (source, sectors), (target, target_sectors) = chance.choice(KINDS), chance.choice(KINDS)
        country, city, latitude, longitude = COUNTRIES[here]
        other = COUNTRIES[there][0]
        code = CODES[int(len(CODES) * chance.random() ** 1.3)]
        placed = chance.random() < 0.85
        village = (city, latitude, longitude) if chance.random() < 0.4 else chance.choice(villages[here])
        place = f"{village[0]}\t\t\t{country}\t{village[1]}\t{village[2]}" if placed else f"\t\t\t{country}\t\t"
        sys.stdout.write(f"{number}\t{days[int(len(days) * chance.random() ** 0.7)]}\t{source.format(country)}\t{sectors}\t{country}\tx\t{code}\t0\t{target.format(other)}\t{target_sectors}\t{other}\t"
                         f"{number // 3}\t{chance.randint(1, 6)}\t{chance.choice(PUBLISHERS)}\t{place}\n")


main()
