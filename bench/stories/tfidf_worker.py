# SPDX-License-Identifier: Apache-2.0
"""TF-IDF references for stories, run by run.py in an environment with scikit-learn: prints {"all", "one_pass"}, B-cubed F1 at the best threshold.

  tfidf_worker.py GOLD.jsonl ORDERS"""
import json
import random
import sys
from collections import Counter

import numpy
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

THRESHOLDS = [step / 50 for step in range(3, 20)]


def b_cubed(gold, found):
    both, stories, groups = Counter(zip(gold, found)), Counter(gold), Counter(found)
    precision = sum(n * n / groups[b] for (_, b), n in both.items()) / len(gold)
    recall = sum(n * n / stories[a] for (a, _), n in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def one_pass(like, order, threshold):
    sums, sizes, found = [], [], [0] * len(order)
    for document in order:
        means = [sums[k][document] / sizes[k] for k in range(len(sums))]
        best = int(numpy.argmax(means)) if means else -1
        if best < 0 or means[best] < threshold:
            best = len(sums)
            sums.append(numpy.zeros(len(order)))
            sizes.append(0)
        sums[best] += like[document]
        sizes[best] += 1
        found[document] = best
    return found


def main():
    records = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    gold = [record["story"] for record in records]
    vectors = TfidfVectorizer(sublinear_tf=True, min_df=2).fit_transform([record["text"] for record in records])
    like = (vectors @ vectors.T).toarray()
    orders = [random.Random(seed).sample(range(len(gold)), len(gold)) for seed in range(int(sys.argv[2]))]
    whole = max(b_cubed(gold, AgglomerativeClustering(None, metric="precomputed", linkage="average", distance_threshold=1 - t).fit_predict(1 - like))
                for t in THRESHOLDS)
    passed = max(sum(b_cubed(gold, one_pass(like, order, t)) for order in orders) / len(orders) for t in THRESHOLDS)
    print(json.dumps({"all": whole, "one_pass": passed}))


main()
