"""What the service says of two versions, against scipy and statsmodels on the same items, to nine decimals."""

import math
import random

import pytest
import statsmodels.api as sm
from scipy import optimize, stats
from statsmodels.stats.proportion import proportion_confint

from company import Company
from service import running

LEVEL = 0.95
# The service gives ten decimals.
CLOSE = 1e-9
# The same items each time.
SEED = 20261127


@pytest.fixture(scope="module")
def company():
    with running() as service:
        yield Company(service)


def items_of(scores, clusters=None, judged=False):
    items = [
        {"key": f"q{n}", "hash": f"question {n}", "score": score} for n, score in enumerate(scores)
    ]
    for item, cluster in zip(items, clusters or [None] * len(items), strict=True):
        item |= {"cluster": cluster} if cluster else {}
        item |= {"correct": item["score"] == 1.0} if judged else {}
    return items


def agrees(row, method, delta, low, high, p):
    assert row["method"] == method, row
    expected = {"delta": delta, "ci_low": low, "ci_high": high, "p": p}
    for name, value in expected.items():
        assert math.isclose(float(row[name]), value, rel_tol=0, abs_tol=CLOSE), (name, row[name], value)


def tango(n, lost, won):
    """The interval by its definition: the differences whose score test does not refuse, with the share of pairs that
    only the base has right at its greatest likelihood, which is sought here rather than computed."""

    def share(delta):
        def slope(p):
            # Of lost * log(p) + won * log(p + delta) + (n - lost - won) * log(1 - 2p - delta).
            return lost / p + won / (p + delta) - 2 * (n - lost - won) / (1 - 2 * p - delta)

        edge = 1e-15
        return optimize.brentq(
            slope, max(0.0, -delta) + edge, (1 - delta) / 2 - edge, xtol=1e-16, rtol=1e-15
        )

    def statistic(delta):
        spread = n * (2 * share(delta) + delta * (1 - delta))
        return (won - lost - n * delta) / math.sqrt(spread)

    z = stats.norm.ppf(0.5 + LEVEL / 2)
    middle = (won - lost) / n
    bounds = [
        optimize.brentq(lambda d, side=side: statistic(d) - side * z, *ends, xtol=1e-14)
        for side, ends in ((1, (-0.999, middle)), (-1, (middle, 0.999)))
    ]
    return min(bounds), max(bounds)


def test_right_or_wrong_on_the_same_items_is_tango_and_mcnemar(company):
    chance = random.Random(SEED)
    base = [float(chance.random() < 0.86) for _ in range(412)]
    candidate = [score if chance.random() < 0.9 else 1.0 - score for score in base]
    company.measured(company.base, "binary", items_of(base, judged=True), "fraction")
    company.measured(company.candidate, "binary", items_of(candidate, judged=True), "fraction")
    lost = sum(b > c for b, c in zip(base, candidate, strict=True))
    won = sum(b < c for b, c in zip(base, candidate, strict=True))
    low, high = tango(len(base), lost, won)
    few = min(lost, won)
    both = stats.binomtest(few, lost + won, 0.5).pvalue
    mid = both - stats.binom.pmf(few, lost + won, 0.5)
    row = company.compared("binary")
    agrees(row, "tango", (won - lost) / len(base), low, high, mid)
    assert (row["base_only"], row["candidate_only"]) == (lost, won)


def test_scores_on_the_same_items_are_a_paired_t_test(company):
    chance = random.Random(SEED + 1)
    base = [round(chance.random(), 4) for _ in range(150)]
    candidate = [round(min(1.0, max(0.0, score + chance.gauss(0.01, 0.1))), 4) for score in base]
    company.measured(company.base, "scores", items_of(base), "score")
    company.measured(company.candidate, "scores", items_of(candidate), "score")
    test = stats.ttest_rel(candidate, base)
    low, high = test.confidence_interval(LEVEL)
    mean = sum(c - b for b, c in zip(base, candidate, strict=True)) / len(base)
    agrees(company.compared("scores"), "paired_t", mean, low, high, test.pvalue)


def test_items_that_were_drawn_together_are_robust_against_it(company):
    chance = random.Random(SEED + 2)
    clusters = [f"conversation {chance.randrange(40)}" for _ in range(300)]
    moods = {cluster: chance.gauss(0, 0.1) for cluster in sorted(set(clusters))}
    base = [round(chance.random(), 4) for _ in clusters]
    candidate = [
        round(score + moods[cluster] + chance.gauss(0, 0.05), 4)
        for score, cluster in zip(base, clusters, strict=True)
    ]
    company.measured(company.base, "clustered", items_of(base, clusters), "score")
    company.measured(company.candidate, "clustered", items_of(candidate, clusters), "score")
    differences = [c - b for b, c in zip(base, candidate, strict=True)]
    groups = sorted(moods)
    fit = sm.OLS(differences, [1.0] * len(differences)).fit(
        cov_type="cluster",
        cov_kwds={"groups": [groups.index(cluster) for cluster in clusters]},
        use_t=True,
    )
    low, high = fit.conf_int(1 - LEVEL)[0]
    row = company.compared("clustered")
    agrees(row, "clustered_t", fit.params[0], low, high, fit.pvalues[0])
    assert row["groups"] == len(groups)


def test_a_share_without_a_standard_error_is_wilson(company):
    metric = {"name": "acc", "value": 0.91, "n": 200}
    stored = company.measured(company.candidate, "share", [], "fraction", metric)
    (kept,) = stored["evaluations"]
    (shown,) = kept["metrics"]
    low, high = proportion_confint(182, 200, 1 - LEVEL, method="wilson")
    for name, value in (("ci_low", low), ("ci_high", high)):
        assert math.isclose(float(shown[name]), value, rel_tol=0, abs_tol=CLOSE), (shown, value)
