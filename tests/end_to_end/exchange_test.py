# SPDX-License-Identifier: Apache-2.0
"""casus import and export: each format there and back, bad rows named and counted, ids that never collide, names and codes in our terms."""
import gzip
import unittest

from support import EndToEnd, make_documents

PARTY = {"code": "", "name": "", "country": "", "type": ""}


def gdelt(number, day="20150219", code="190", actor=PARTY, recipient=PARTY, columns=61, url="http://quay.example/1", point=("55.75", "37.61")):
    def party(p):
        return [p["code"], p["name"], p["country"], "", "", "", "", p["type"], "", ""]
    place = ["4", "Moscow, Moskva, Russia", "RS", "RS48", *(["41962"] if columns == 61 else []), *point, "-2960561"]
    row = [str(number), day, day[:6], day[:4], "2015.1", *party(actor), *party(recipient), "1", code, code[:3], code[:2], "4", "-10.0", "4", "1", "4", "-1.5",
           *place, *place, *place, "20150219000000"]
    return "\t".join(row + ([url] if columns != 57 else []))


RUSSIA = {"code": "RUSMIL", "name": "RUSSIAN ARMY", "country": "RUS", "type": "MIL"}
UNO = {"code": "IGOUNO", "name": "UNITED NATIONS", "country": "", "type": "IGO"}
ODD = {"code": "QXZ", "name": "THE GREY ONES", "country": "", "type": ""}

ICEWS = ("Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\t"
         "Sentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude")
ACLED = ("event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,"
         "civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp")
POLECAT = ("Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\t"
           "Actor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\t"
           "Wikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\t"
           "Story People\tStory Organizations\tStory Locations\tLanguage\tVersion")
PHOENIX = "7\t20140620\t2014\t06\t20\tUSAGOV\tUSA\tGOV\t\tIRQREBMUS\tIRQ\tREB\tMUS\t043\t04\t1\t2.8\tUN,1\t33.3\t44.4\tBaghdad\tBaghdad\tIRQ\tstory_3\thttp://quay.example/x\tquay"


def icews(number, code="173", source="Police (Australia)", sectors="Police,Government", country="Australia", day="2014-01-01"):
    return (f"{number}\t{day}\t{source}\t{sectors}\t{country}\tArrest, detain\t{code}\t-5.0\tWomen (Australia)\tGeneral Population / Civilian / Social\tAustralia\t"
            f"88\t4\tAgence Quay\tSydney\t\tNew South Wales\tAustralia\t-33.87\t151.21")


def acled(name, fatalities=2, notes='Men shot at a bus, "twice",\nand fled.', kind="Violence against civilians", sub="Attack", day="16 May 2025"):
    quoted = '"' + notes.replace('"', '""') + '"'
    return (f"{name},{day},2025,1,Political violence,{kind},{sub},Military Forces of Iran (1989-),,1,Civilians (Iran),,7,17,Civilian targeting,364,Middle East,Iran,"
            f"Tehran,Tehran,,Tehran,35.69,51.42,1,The Quay,National,{quoted},{fatalities},,1747600000")


def polecat(number, kind="CONSULT", actors="Norway; Chile", countries="NOR; CHL"):
    return (f"EV{number}_1\t2021-05-12\t{kind}\tNone\t2.5\tVERBAL COOPERATION\tdiplomatic; trade\t{actors}\t{countries}\tNone\tGOV\tGOV; GOV\tNone\tthe ministers\tNone\t"
            "None\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tOslo\tOslo\tNone\tOslo\tNorway\t59.91\t10.75\t3143244\tOslo\tPPLC\tFjord News\t2021-05-13\tNone\tNone\tNone\ten\tNGEC")


GOOD = {
    "gdelt": [gdelt(1, actor=RUSSIA, recipient=UNO), gdelt(2, actor=ODD, code="010"), gdelt(3, actor=UNO, columns=58), gdelt(4, columns=57)],
    "icews": [ICEWS, icews(1), icews(1), icews(2, source="Vladimir Putin", sectors="", country="Russian Federation"), icews(3, code="010")],
    "acled": [ACLED, acled("IRN1"), acled("IRN2", fatalities=0, notes="plain"), acled("IRN3", kind="Protests", sub="Peaceful protest", day="2025-05-16")],
    "polecat": [POLECAT, polecat(1), polecat(2, "ASSAULT", "The Grey Ones", "None")],
    "phoenix": [PHOENIX, PHOENIX.replace("7\t2014", "8\t2014", 1).replace("\t043\t", "\t010\t")],
    "tsv": ["date\tsource\ttarget\tcode\tquad\tgoldstein", "2011-10-07\tArgentina\tIGOUNO\t051\t1\t3.4", "2011-10-07\tArgentina\tIGOUNO\t051\t1\t3.4", "2011-10-08\tSYRMIL\t\t190\t4\t-10"],
}
# Rows that cannot be read, with a word of what is said of each.
BAD = {
    "gdelt": [("only\tthree\tcells", "columns"), (gdelt("x"), "GLOBALEVENTID"), (gdelt(9, day="20150231"), "SQLDATE"), (gdelt(9, code="999"), "CAMEO"), (gdelt(9, point=("95", "1")), "latitude")],
    "icews": [(icews(9, day="soon"), "Event Date"), (icews(9, code=""), "CAMEO"), (icews(9) + "\textra", "columns")],
    "acled": [(acled("IRN9", kind="Sports", sub="Football"), "codes.tsv"), (acled("IRN9", fatalities="many"), "fatalities"), (acled("IRN9", day="tomorrow"), "event_date"), (acled(""), "event_id_cnty")],
    "polecat": [(polecat(9, "DANCE"), "PLOVER"), (polecat(9).replace("2021-05-12", "None"), "Event Date"), (polecat(9).replace("59.91", "north"), "latitude")],
    "phoenix": [("7\t20140620", "columns"), (PHOENIX.replace("\t043\t", "\t\t"), "CAMEO")],
    "tsv": [("2011-10-07\tA\tB\t224\t\t-7", "--scheme weis"), ("never\tA\tB\t190\t4\t-7", "date")],
}


class Exchange(EndToEnd):
    def bring(self, name, rows, store=None, status=0, *options):
        path = self.folder / f"{name}.csv"
        path.write_bytes(rows if isinstance(rows, bytes) else ("\n".join(rows) + "\n").encode())
        return self.casus("import", "--store", store or self.store, "--from", name, path, *options, status=status)[1]

    def test_each_format_there_and_back(self):
        for name, rows in GOOD.items():
            with self.subTest(name):
                store = self.folder / f"{name}.duckdb"
                errors = self.bring(name, rows, store)
                self.assertIn(" 0 refused", errors)
                out, _ = self.casus("export", "--store", store, "--to", name)
                self.assertEqual(out, "\n".join(rows) + "\n", "what came in a format goes out as it came")
                self.casus("store", "check", store)
                first = self.sql("SELECT id FROM events ORDER BY id", store)
                self.assertIn("casus: ", self.bring(name, rows, store))
                self.assertEqual(self.sql("SELECT id FROM events ORDER BY id", store), first, "given once more it adds nothing")
                packed = self.folder / "packed.gz"
                packed.write_bytes(gzip.compress(("\n".join(rows) + "\n").encode()))
                again = self.folder / f"{name}-packed.duckdb"
                if name != "tsv":
                    self.casus("import", "--store", again, "--from", name, packed)
                    self.assertEqual(self.sql("SELECT id FROM events ORDER BY id", again), first, "the same ids in every store")

    def test_bad_rows_are_named_and_counted_and_the_rest_goes_in(self):
        for name, bad in BAD.items():
            with self.subTest(name):
                store = self.folder / f"{name}.duckdb"
                rows, lines = list(GOOD[name]), []
                for row, _ in bad:
                    lines.append("\n".join(rows).count("\n") + 2)
                    rows.append(row)
                rows.append(GOOD[name][-1].replace("20140620", "20140621").replace("EV2", "EV77").replace("IRN3", "IRN77").replace("2011-10-08", "2011-10-09"))
                errors = self.bring(name, rows, store, 1)
                for line, (_, word) in zip(lines, bad):
                    said, = [said for said in errors.splitlines() if f"{name}.csv:{line}: " in said]
                    self.assertIn(word, said)
                self.assertIn(f"{len(bad)} refused", errors)
                self.assertEqual(self.sql("SELECT count(*) AS n FROM rejects", store), [{"n": len(bad)}])
                self.assertGreaterEqual(self.sql("SELECT count(*) AS n FROM events", store)[0]["n"], len(GOOD[name]) - 1)

    def test_files_of_another_kind(self):
        self.assertIn("no column", self.bring("icews", GOOD["acled"], status=1))
        self.assertIn("no column", self.bring("acled", GOOD["polecat"], status=1))
        self.assertIn("columns", self.bring("gdelt", GOOD["icews"], status=1))
        self.assertIn("UTF-8", self.bring("gdelt", gdelt(1).encode() + b"\xff\n", status=1))
        self.assertIn("longer than", self.bring("acled", (ACLED + '\nIRN1,"' + "x" * (2 << 20)).encode(), status=1))
        self.casus("import", "--store", self.store, "--from", "gdelt", "nowhere.csv", status=1)
        self.casus("import", "--store", self.store, "--from", "nothing", "x.csv", status=2)
        self.casus("export", "--store", self.store, "--to", "nothing", status=2)
        self.casus("export", "--store", "nowhere.duckdb", "--to", "gdelt", status=2)
        self.casus("export", "--store", self.store, "--to", "gdelt", "--where", "1; DROP TABLE events", status=2)

    def test_ids_of_sources_never_collide(self):
        self.bring("gdelt", [gdelt(7)])
        self.bring("phoenix", [PHOENIX])
        self.bring("acled", [ACLED, acled("7")])
        self.bring("polecat", [POLECAT, polecat(7)])
        self.code_into_store(make_documents(3))
        events = self.sql("SELECT count(*) AS n, count(DISTINCT id) AS ids, count(DISTINCT event) AS numbers FROM events")[0]
        self.assertEqual(events["n"], events["ids"])
        self.assertEqual(events["n"], events["numbers"])
        self.casus("store", "check", self.store)

    def test_a_row_that_changed_replaces_the_old_one(self):
        self.bring("acled", [ACLED, acled("IRN1"), acled("IRN2")])
        self.assertIn("1 events added, 1 replaced, 1 there already", self.bring("acled", [ACLED, acled("IRN1", fatalities=5), acled("IRN2"), acled("IRN3")]))
        self.assertEqual([row["max"] for row in self.sql("SELECT max FROM counts ORDER BY max")], [2, 2, 5])
        self.casus("store", "check", self.store)

    def test_names_and_codes_in_our_terms(self):
        def parties(event):
            return [(a["name"], a["id"], a["country"], a["sectors"]) for a in event["actors"] + event["recipients"]]
        errors = self.bring("gdelt", GOOD["gdelt"])
        self.assertIn("1 of 4 parties are kept as they came", errors)
        self.assertIn("1 events have a code without a type", errors)
        first = max(self.lines("events", "--store", self.store), key=lambda event: len(event["actors"] + event["recipients"]))
        self.assertEqual((first["type"], first["cameo"], first["quad"], first["intensity"], first["date"]["from"]), ("ASSAULT", "190", 4, -10.0, "2015-02-19"))
        self.assertEqual(parties(first)[0][2:], ("RUS", ["MIL"]))
        self.assertEqual(parties(first)[1][:3], ("United Nations", "united_nations", "UNO"))
        self.assertEqual((first["place"]["country"], first["place"]["latitude"], first["document"]["publisher"]), ("RUS", 55.75, "quay.example"))
        store = self.folder / "icews.duckdb"
        self.bring("icews", GOOD["icews"], store)
        self.assertIn("import gdelt", self.casus("explain", "--store", self.store, first["id"])[0])
        rows = self.sql("SELECT a.name, a.id, a.country, a.sectors[1] AS sector, e.type FROM event_actors a JOIN events e USING (event) WHERE role = 'actor' ORDER BY e.event", store)
        self.assertEqual((rows[0]["country"], rows[0]["sector"], rows[0]["type"]), ("AUS", "COP", "COERCE"))
        self.assertEqual((rows[2]["id"], rows[2]["country"]), ("vladimir_putin", "RUS"))
        self.assertIsNone(rows[3]["type"], "a statement is no event of PLOVER")
        self.bring("acled", GOOD["acled"], store)
        attack = self.sql("SELECT e.type, e.cameo, d.text, c.max AS killed, (SELECT list(country || ':' || sectors[1] ORDER BY role) FROM event_actors a WHERE a.event = e.event) AS who "
                          "FROM events e JOIN documents d USING (document) JOIN counts c USING (event) WHERE e.type = 'ASSAULT'", store)
        self.assertEqual(attack, [{"type": "ASSAULT", "cameo": "182", "text": 'Men shot at a bus, "twice",\nand fled.', "killed": 2, "who": ["IRN:MIL", "IRN:CVL"]}])

    def test_our_events_in_their_formats_and_back(self):
        self.code_into_store(make_documents(60))
        facts = ("SELECT e.date_from AS day, e.{code} AS code, a.country AS actor, r.country AS recipient FROM events e JOIN event_actors a ON a.event = e.event AND a.role = 'actor' "
                 "JOIN event_actors r ON r.event = e.event AND r.role = 'recipient' WHERE e.date_from IS NOT NULL AND e.cameo IS NOT NULL AND a.country IS NOT NULL AND r.country IS NOT NULL")
        for name in ["gdelt", "icews", "polecat", "phoenix", "tsv"]:
            with self.subTest(name):
                code = "type" if name == "polecat" else "cameo"
                query = f"SELECT DISTINCT day::VARCHAR AS day, code, actor, recipient FROM ({facts.format(code=code)}) ORDER BY ALL"
                out, _ = self.casus("export", "--store", self.store, "--to", name)
                store = self.folder / f"{name}.duckdb"
                self.assertIn(" 0 refused", self.bring(name, out.encode(), store))
                ours, theirs = self.sql(query), self.sql(query, store)
                self.assertGreater(len(ours), 50)
                missing = [row for row in ours if row not in theirs]
                self.assertEqual(missing, [], "every dyad with its day and code comes back")
        out, errors = self.casus("export", "--store", self.store, "--to", "acled", "--where", "e.type = 'ASSAULT'")
        self.assertIn(" 0 refused", self.bring("acled", out.encode(), self.folder / "acled.duckdb"))
        self.assertEqual(self.sql("SELECT DISTINCT type FROM events", self.folder / "acled.duckdb"), [{"type": "ASSAULT"}])

    def test_mentions(self):
        self.bring("gdelt", [gdelt(7)])
        mention = "7\t20150219000000\t20150219001500\t1\tquay.example\thttp://quay.example/2\t3\t10\t20\t30\t1\t80\t2000\t-1.5\t\t"
        self.assertIn("2 refused", self.bring("gdelt-mentions", [mention, "7\tx", mention.replace("7\t", "seven\t", 1)], None, 1))
        row, = self.sql("SELECT m.url, m.seen, m.sentence, m.confidence FROM imported_mentions m JOIN events e ON e.id = m.event_id")
        self.assertEqual(row, {"url": "http://quay.example/2", "seen": "2015-02-19T00:15:00Z", "sentence": 3, "confidence": 0.8})
        self.assertIn("1 there already", self.bring("gdelt-mentions", [mention]))
        self.assertEqual(self.casus("export", "--store", self.store, "--to", "gdelt-mentions")[0], mention + "\n")

    def test_weis(self):
        rows = ["date\tsource\ttarget\tcode\tquad\tgoldstein", "1989-04-02\tIRQ\tIRN\t224\t4\t-7"]
        self.bring("tsv", rows, None, 0, "--scheme", "weis")
        self.assertEqual(self.sql("SELECT type, cameo, quad, intensity FROM events"), [{"type": "ASSAULT", "cameo": None, "quad": 4, "intensity": -7.0}])
        self.assertEqual(self.casus("export", "--store", self.store, "--to", "tsv")[0], "\n".join(rows) + "\n")


if __name__ == "__main__":
    unittest.main()
