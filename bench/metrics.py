#!/usr/bin/env python3
"""Writes the values that TestReferenceMetrics holds the accuracy metrics against.

By the packages whose definitions they follow: scikit-learn (top-k, recall, F1, RMSE, MAE), SciPy (Pearson, Spearman) and
pycocotools (the twelve numbers of its summary). The answers are drawn by SplitMix64, as the test draws them, so that only
values are stored. Needs numpy, scipy, scikit-learn 1.4 or newer and pycocotools:

    python3 bench/metrics.py
"""
import contextlib
import io
from importlib.metadata import version
from pathlib import Path

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from scipy import stats
from sklearn import metrics

MASK = (1 << 64) - 1
STORED = Path(__file__).parent.parent / "domain/src/test/resources/dev/narrowgauge/domain/accuracy/reference.csv"
CLASSES = 12
SUMMARY = [
    "map", "map50", "map75", "mapSmall", "mapMedium", "mapLarge",
    "averageRecall1", "averageRecall10", "averageRecall100",
    "averageRecallSmall", "averageRecallMedium", "averageRecallLarge",
]


class Draws:
    """SplitMix64; below(n) takes the upper half of the 128-bit product."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return ((z ^ (z >> 31)) * bound) >> 64


def classes(draws):
    labels, scores = [], []
    for _ in range(500):
        label = draws.below(CLASSES)
        labels.append(label)
        # No two scores are equal.
        scores.append([CLASSES * (draws.below(1000) + (400 if c == label else 0)) + c for c in range(CLASSES)])
    labels, scores = np.array(labels), np.array(scores, dtype=float)
    answers = scores.argmax(axis=1)
    yield "top1", metrics.accuracy_score(labels, answers)
    yield "top5", metrics.top_k_accuracy_score(labels, scores, k=5, labels=range(CLASSES))
    for average in ("macro", "micro", "weighted"):
        yield "f1." + average, metrics.f1_score(labels, answers, average=average)
    for label, recall in enumerate(metrics.recall_score(labels, answers, average=None, labels=range(CLASSES))):
        yield f"recall.{label}", recall


def values(draws):
    truth, answers = [], []
    for _ in range(300):
        truth.append(draws.below(1000) / 8)
        answers.append(truth[-1] + (draws.below(200) - 100) / 8)
    yield "rmse", metrics.root_mean_squared_error(truth, answers)
    yield "mae", metrics.mean_absolute_error(truth, answers)
    yield "pearson", stats.pearsonr(truth, answers).statistic
    yield "spearman", stats.spearmanr(truth, answers).statistic


def boxes(draws):
    images, categories = 40, 5
    truth, detected = [], []
    for image in range(images):
        for _ in range(draws.below(6)):
            box = [draws.below(300), draws.below(300), 5 + draws.below(150), 5 + draws.below(150)]
            category = draws.below(categories)
            crowd = 1 if draws.below(15) == 0 else 0
            truth.append((image, category, box, crowd))
            if draws.below(4) > 0:
                near = [side + draws.below(9) - 4 for side in box]
                detected.append((image, category, near, draws.below(1 << 20) / (1 << 20)))
        for _ in range(draws.below(4)):
            box = [draws.below(300), draws.below(300), 5 + draws.below(150), 5 + draws.below(150)]
            detected.append((image, draws.below(categories), box, draws.below(1 << 20) / (1 << 20)))
    with contextlib.redirect_stdout(io.StringIO()):
        right = COCO()
        right.dataset = {
            "info": {},
            "images": [{"id": image + 1} for image in range(images)],
            "categories": [{"id": category} for category in range(categories)],
            "annotations": [
                {"id": i + 1, "image_id": image + 1, "category_id": category, "bbox": box, "iscrowd": crowd,
                 "area": box[2] * box[3]}
                for i, (image, category, box, crowd) in enumerate(truth)
            ],
        }
        right.createIndex()
        found = right.loadRes([
            {"image_id": image + 1, "category_id": category, "bbox": box, "score": score}
            for image, category, box, score in detected
        ])
        judge = COCOeval(right, found, "bbox")
        judge.evaluate()
        judge.accumulate()
        judge.summarize()
    yield from zip(SUMMARY, judge.stats)


def main():
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "scikit-learn", "pycocotools"))
    lines = [f"# bench/metrics.py with {packages}"]
    for name, case, seed in (("classes", classes, 11), ("values", values, 12), ("boxes", boxes, 13)):
        lines += [f"{name},{metric},{float(value)!r}" for metric, value in case(Draws(seed))]
    STORED.parent.mkdir(parents=True, exist_ok=True)
    STORED.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
