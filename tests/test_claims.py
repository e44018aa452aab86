"""Claims: each verdict of the rule, planted and absent effects, a missing study, what corrects a machine."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from toy import CONCEPTS, STUDY

from analysis.cards import CLAIM_COLUMNS, EVIDENCE_COLUMNS, check_claims
from analysis.claims import find_claim_evidence, measure_claims, summarise_claims
from analysis.comparisons import measure_comparisons, read_claim_strata
from analysis.correction import measure_corrected_differences
from analysis.declarations import Claim, DeclarationError, mark_carried, mark_groups, read_claims
from analysis.domains import measure_domain, measure_domain_difference
from analysis.multiverse import measure_stability
from analysis.opening import OpenStudy, open_study
from analysis.resampling import SampleError
from analysis.samples import read_samples
from analysis.simulation import draw_codes, draw_machine
from analysis.specifications import measure_specifications
from analysis.strata import name_marks, read_strata
from analysis.tables import VARIABLES, write_table
from analysis.verdicts import decide_verdict
from analysis.wording import read_wording

CLAIM = Claim(
    id="toll-north",
    statement="Northern ports are framed as control more often.",
    statement_zh="北方港口更常被框定为管制。",
    by="about",
    of="frames",
    category="control",
    groups=("NORTH", "SOUTH"),
    direction="NORTH",
    studies=("ports", "nowhere"),
)
GOOD = {
    "effect": 8.0,
    "low": 2.0,
    "high": 14.0,
    "null": 0.0,
    "q": 0.01,
    "leave_one_out": 1.0,
    "multiverse": 0.95,
}


def make_study(
    folder: Path, *, shares: tuple[float, float], documents: int, codes: str, seed: int = 1, coded: int = 0
) -> OpenStudy:
    """A toy study of `documents` a channel, eight sentences each, with these shares of control."""
    rng = np.random.default_rng(seed)
    rows, articles = [], []
    for channel in ("NORTH", "SOUTH"):
        for number in range(documents):
            name = f"{channel.lower()}{number:03d}.txt"
            published = f"20{20 + number % 4}-0{1 + number % 9}-15"
            articles.append((name, channel, published))
            for place in range(8):
                about = channel if rng.random() < 0.9 else ("NONE", "SOUTH", "NORTH")[rng.integers(3)]
                own = shares[0] if about == "NORTH" else shares[1] if about == "SOUTH" else 0.1
                frames = "control" if rng.random() < own else ""
                rows.append((name, place, channel, about, frames))
    truth = pd.DataFrame(rows, columns=["article", "place", "channel", "about", "frames"])
    machine = truth[["about", "frames"]].copy()
    wrong = rng.random(len(truth)) < 0.05
    machine.loc[wrong, "about"] = "NONE"
    invented = np.where(truth["channel"] == "NORTH", 0.02, 0.25)
    machine["frames"] = np.where(
        truth["frames"] == "", np.where(rng.random(len(truth)) < invented, "control", ""), "control"
    )
    sampled = np.zeros(len(truth), bool)
    if codes == "gold":
        sampled[:] = True
    elif coded:
        for channel in ("NORTH", "SOUTH"):
            sampled[rng.choice(np.flatnonzero(truth["channel"] == channel), coded, replace=False)] = True
    write_study(folder, truth, machine, sampled, articles, codes)
    return open_study(folder)


def write_study(folder, truth, machine, sampled, articles, codes) -> None:
    (folder / "codebook").mkdir(parents=True)
    (folder / "codebook" / "concepts.csv").write_text(CONCEPTS, encoding="utf-8")
    declared = STUDY.replace('id = "ports"', f'id = "ports"\ncodes = "{codes}"')
    (folder / "study.toml").write_text(declared, encoding="utf-8")
    body = {
        "kind": "body",
        "voice": "author",
        "voice_side": truth["channel"],
        "stance": "",
        "practice": "",
        "tone": "",
    }
    text = truth["article"] + "#1"
    sentences = pd.DataFrame(
        {
            "article": truth["article"], "text": text,
            "sentence": text + ":" + truth["place"].map("{:04d}".format),
            "paragraph": truth["place"], "start": 10 * truth["place"], "end": 10 * truth["place"] + 9,
            "language": "en",
        }
    )  # fmt: skip
    by_machine = machine.assign(**body)
    by_people = truth[["about", "frames"]].assign(**body)
    for variable in VARIABLES:
        sentences[variable] = by_machine[variable]
    sentences = sentences.assign(
        **dict.fromkeys(("about_score", "voice_score", "frames_score", "stance_score"), 0.5),
        cues="",
        units="",
    )
    for variable in VARIABLES:
        sentences[f"gold_{variable}"] = np.where(sampled, by_people[variable], "")
    write_table(sentences, folder, "sentences")
    known = pd.DataFrame(articles, columns=["article", "outlet_side", "published"])
    given = {
        "sha256": "0" * 64,
        "media": "text/plain",
        "encoding": "utf-8",
        "characters": 99,
        "script": "Latn",
    }
    given |= {"outlet": "toy", "outlet_how": "toy", "published_how": "toy", "source": ""}
    known = known.assign(**given)
    order = [
        "article",
        *list(given)[:5],
        "outlet",
        "outlet_side",
        "outlet_how",
        "published",
        "published_how",
        "source",
    ]
    write_table(known[order], folder, "articles")
    texts = {
        "text": known["article"] + "#1",
        "article": known["article"],
        "role": "original",
        "language": "en",
    }
    texts |= {"script": "Latn", "start": 0, "end": 99, "primary": True}
    write_table(pd.DataFrame(texts), folder, "texts")
    hits = sentences[truth["frames"] == "control"]
    mentions = hits[["article", "text", "sentence"]].assign(
        concept="toll", start=hits["start"], end=hits["end"]
    )
    write_table(mentions.assign(pattern="toll", variant=False, negated=False), folder, "mentions")


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> OpenStudy:
    return make_study(tmp_path_factory.mktemp("planted"), shares=(0.4, 0.1), documents=24, codes="gold")


@pytest.fixture(scope="module")
def corrected(tmp_path_factory) -> OpenStudy:
    """The machine invents control in the south, and so hides the difference."""
    folder = tmp_path_factory.mktemp("corrected")
    return make_study(folder, shares=(0.35, 0.1), documents=60, codes="machine", coded=200)


# --- the rule -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "verdict", "said"),
    [
        ({}, "supported", "steady"),
        ({"q": 0.05}, "fragile", "q is .05 or more"),
        ({"q": np.nan}, "fragile", "q is .05 or more"),
        ({"leave_one_out": 0.94}, "fragile", "single documents"),
        ({"leave_one_out": 0.95, "multiverse": 0.9}, "supported", "steady"),
        ({"multiverse": 0.89}, "fragile", "a tenth of the specifications"),
        ({"multiverse": np.nan}, "fragile", "a tenth of the specifications"),
        ({"low": 0.0}, "not supported", "holds no difference"),
        ({"low": -1.0}, "not supported", "holds no difference"),
        ({"effect": -1.0, "low": -4.0, "high": 2.0}, "not supported", "not the one that was claimed"),
        ({"effect": -8.0, "low": -14.0, "high": -2.0}, "not supported", "the opposite"),
        ({"effect": 0.0, "low": -1.0, "high": 1.0}, "not supported", "not the one that was claimed"),
        ({"design": "few documents"}, "descriptive", "and steady"),
        ({"design": "few documents", "low": -5.0, "q": np.nan}, "descriptive", "and steady"),
        ({"design": "few documents", "leave_one_out": 0.8}, "descriptive", "turns under some choices"),
        ({"design": "few documents", "multiverse": 0.8}, "descriptive", "turns under some choices"),
        ({"design": "few documents", "effect": -8.0, "high": -2.0}, "not supported", "not the one"),
        ({"design": "uncorrected"}, "descriptive", "no coded sample corrects"),
        ({"effect": np.nan, "low": np.nan, "high": np.nan}, "not measured", "too few sentences"),
    ],
)  # fmt: skip
def test_each_rule_of_the_verdict(changed, verdict, said):
    decided = decide_verdict(**{"design": "inferential", **GOOD, **changed})
    assert decided.verdict == verdict and said in decided.reason
    assert decided.reason in read_wording()


def test_an_unknown_design_is_an_error():
    with pytest.raises(ValueError, match="allowed: inferential"):
        decide_verdict(**GOOD, design="perfect")


# --- what is declared ---------------------------------------------------------------------------------


def test_the_declared_claims_are_read_in_order(root):
    claims = read_claims(root / "data/codebook/claims.toml")
    declared = tomllib.loads((root / "data/codebook/claims.toml").read_text(encoding="utf-8"))["claims"]
    assert [claim.id for claim in claims] == [entry["id"] for entry in declared]
    assert all(claim.order[0] == claim.direction for claim in claims)
    assert {claim.label for claim in claims} <= set(read_wording())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ('by = "outlet"', "by = 'outlet'; allowed: about"),
        ('of = "mood"', "of = 'mood'; allowed: frames"),
        ('direction = "EAST"', "direction = 'EAST'; allowed: NORTH, SOUTH"),
        ('groups = ["NORTH", "NORTH"]', "two different groups"),
        ('by = "period"', "needs since"),
        ('colour = "red"', "unknown: ['colour']"),
        ('statement = ""', "lacks ['statement']"),
    ],
)  # fmt: skip
def test_bad_declarations_name_file_claim_and_value(tmp_path, changed, said):
    fields = {
        "id": '"x"', "statement": '"s"', "statement_zh": '"s"', "by": '"about"', "of": '"frames"',
        "category": '"control"', "groups": '["NORTH", "SOUTH"]', "direction": '"NORTH"',
        "studies": '["ports"]',
    }  # fmt: skip
    name, value = changed.split(" = ")
    lines = [f"{key} = {given}" for key, given in (fields | {name: value}).items()]
    path = tmp_path / "claims.toml"
    path.write_text("\n".join(["[[claims]]", *lines]), encoding="utf-8")
    with pytest.raises(DeclarationError) as error:
        read_claims(path)
    assert said in str(error.value) and "claims.toml" in str(error.value)


def test_no_claims_and_the_same_claim_twice(tmp_path):
    path = tmp_path / "claims.toml"
    path.write_text("", encoding="utf-8")
    with pytest.raises(DeclarationError, match="declares no"):
        read_claims(path)


@pytest.mark.parametrize(
    ("published", "group"),
    [("2025-01-19", "before"), ("2025-01-20", "since"), ("2025-01", ""), ("2025", ""), ("2024", "before"),
     ("2025-02", "since"), ("2026", "since"), ("", "")],
)  # fmt: skip
def test_a_date_that_leaves_the_period_open_belongs_to_neither(published, group):
    claim = replace(
        CLAIM, by="period", groups=("since", "before"), direction="since", since="2025-01-20", side="NORTH"
    )
    sentences = pd.DataFrame({"article": ["a", "b"]})
    articles = pd.DataFrame(
        {"article": ["a", "b"], "published": [published] * 2, "outlet_side": ["NORTH", "SOUTH"]}
    )
    assert mark_groups(claim, sentences, articles).tolist() == [group, ""]


def test_own_practice_is_that_of_the_sentence_s_own_side():
    claim = replace(CLAIM, of="practice", category="own:open")
    sentences = pd.DataFrame({"practice": ["NORTH:open", "SOUTH:open", "SOUTH:open|NORTH:closed", ""]})
    groups = np.array(["NORTH", "NORTH", "SOUTH", "SOUTH"], object)
    assert mark_carried(claim, sentences, groups).tolist() == [True, False, True, False]


# --- measuring ----------------------------------------------------------------------------------------


def test_a_planted_effect_is_supported_and_a_study_without_tables_is_named(planted):
    runs = {"ports": measure_specifications([CLAIM], planted)}
    nowhere = OpenStudy(replace(planted.study, id="nowhere", folder=planted.study.folder / "nowhere"))
    claims = measure_claims([CLAIM], [planted, nowhere], multiverses=runs)
    check_claims(claims, find_claim_evidence([CLAIM], [planted, nowhere]))
    assert claims["verdict"].tolist() == ["supported", "not measured"]
    first, missing = claims.to_dict(orient="records")
    assert first["low"] < 30 < first["high"] and first["low"] > 0 and first["q"] < 0.05
    assert (first["n_documents"], first["leave_one_out_runs"], first["leave_one_out"]) == (48, 48, 1)
    assert np.isnan(
        [missing[name] for name in ("effect", "low", "high", "q", "leave_one_out", "multiverse")]
    ).all()
    assert "not there" in missing["reason"] and missing["statement"] == CLAIM.statement
    assert list(claims.columns) == list(CLAIM_COLUMNS)


def test_effect_is_the_share_of_sentences_by_hand(planted):
    about = planted.sentences.groupby("about")["frames"].agg(lambda frames: (frames == "control").mean())
    found = measure_comparisons([CLAIM], planted).iloc[0]
    assert found["effect"] == pytest.approx(100 * (about["NORTH"] - about["SOUTH"]))


def test_reversing_the_direction_flips_the_effect_and_fails_the_claim(planted):
    turned = replace(CLAIM, direction="SOUTH")
    one, other = (measure_comparisons([claim], planted).iloc[0] for claim in (CLAIM, turned))
    assert other["effect"] == pytest.approx(-one["effect"])
    assert other["leave_one_out"] == one["leave_one_out"]
    assert [other["low"], other["high"]] == pytest.approx([-one["high"], -one["low"]], abs=0.5)
    runs = {"ports": measure_specifications([turned], planted)}
    row = measure_claims([turned], [planted], multiverses=runs).iloc[0]
    assert row["verdict"] == "not supported" and "opposite" in row["reason"]


def test_a_claim_that_fails_stays_where_it_was_declared(planted):
    other = replace(CLAIM, id="toll-south", direction="SOUTH", studies=("ports",))
    absent = replace(CLAIM, id="race-north", category="race", studies=("ports",))
    claims = measure_claims([other, CLAIM, absent], [planted])
    assert claims["claim"].tolist() == ["toll-south", "toll-north", "toll-north", "race-north"]
    assert claims.set_index("claim").loc["race-north", "verdict"] == "not supported"
    counted = summarise_claims(claims)
    assert counted == {
        "claims": 3, "supported": 0, "fragile": 1, "descriptive": 0, "not_supported": 2, "not_measured": 0
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_labels_support_nothing(planted, seed):
    rng = np.random.default_rng(seed)
    shuffled = planted.coded_sentences.copy()
    shuffled["gold_about"] = rng.permutation(shuffled["gold_about"])
    study = OpenStudy(planted.study)
    study.__dict__["coded_sentences"] = shuffled
    runs = {"ports": measure_specifications([CLAIM], study)}
    row = measure_claims([CLAIM], [study], multiverses=runs).iloc[0]
    assert row["verdict"] == "not supported" and row["q"] > 0.05
    assert row["low"] < 0 < row["high"]


def test_q_is_over_all_claims_with_a_p(planted):
    claims = [
        replace(CLAIM, id=f"c{n}", category=frame, studies=("ports",))
        for n, frame in enumerate(("control", "race"))
    ]
    p = measure_comparisons(claims, planted)["p"]
    measured = measure_claims([*claims, CLAIM], [planted])
    q = measured.loc[measured["study"] == "ports", "q"]
    expected = stats.false_discovery_control([*p, p.iloc[0]])
    assert q.tolist() == pytest.approx(list(expected))


def test_few_documents_are_described_not_tested(tmp_path):
    study = make_study(tmp_path / "few", shares=(0.5, 0.1), documents=4, codes="gold")
    row = measure_claims([CLAIM], [study]).iloc[0]
    assert row["verdict"] == "descriptive" and np.isnan(row["q"]) and row["effect"] > 0


def test_a_machine_without_a_sample_is_described_not_tested(tmp_path):
    study = make_study(tmp_path / "bare", shares=(0.5, 0.1), documents=24, codes="machine")
    row = measure_claims([CLAIM], [study]).iloc[0]
    assert row["verdict"] == "descriptive" and "no coded sample" in row["reason"] and np.isnan(row["q"])
    axes = measure_specifications([CLAIM], study)
    assert set(axes["groups"]) == {"machine"} and "gold" not in set(axes["codes"])


def test_a_group_without_sentences_is_not_measured(planted):
    claim = replace(CLAIM, groups=("NORTH", "EAST"))
    row = measure_claims([claim], [planted]).iloc[0]
    assert (row["verdict"], row["n_sentences"]) == ("not measured", 0) and "too few" in row["reason"]


# --- what corrects a machine --------------------------------------------------------------------------


def test_the_sample_corrects_what_the_machine_hides(corrected):
    found = measure_comparisons([CLAIM], corrected).iloc[0]
    naive = read_claim_strata([CLAIM], corrected)[CLAIM.id]
    machine = [100 * naive.measure_share(CLAIM.id, group, source="machine") for group in CLAIM.order]
    assert found["low"] < 25 < found["high"] and found["design"] == "inferential"
    assert machine[0] - machine[1] < found["low"]


def mark_toy(codes: pd.DataFrame, column: str) -> list[str]:
    marks = []
    for group, frames in zip(codes["about"], codes[column], strict=True):
        carried, member = name_marks("toy", group)
        marks.append(f"{member}|{carried}" if frames else member)
    return marks


@pytest.fixture(scope="module")
def known():
    truth = draw_codes(np.random.default_rng(1), documents=150, shares=(0.2, 0.3), least=2, most=20)
    return draw_machine(np.random.default_rng(2), truth, invented=(0.02, 0.2), missed=(0.1, 0.1), coded=240)


def test_groups_known_without_coding_give_the_corrected_difference(known):
    """Where the groups are the strata, the estimator is that of `analysis.correction`, to the digit."""
    marked = known.assign(machine=mark_toy(known, "frames"), gold=mark_toy(known, "gold_frames"))
    strata = read_strata(
        marked,
        comparisons={"toy": ("X", "Y")},
        stratum="about",
        machine="machine",
        gold="gold",
        coded="gold_kind",
    )
    ours = measure_domain_difference(strata, "toy", ("X", "Y"))
    theirs = measure_corrected_differences(
        read_samples(known, by="about", of="frames", gold="gold_frames", sides=("X", "Y"))
    )
    for name in ("difference", "low", "high"):
        assert ours[name] == pytest.approx(theirs[name].iloc[0], abs=1e-12)


def test_leaving_out_is_measuring_without_the_document(corrected):
    strata = read_claim_strata([CLAIM], corrected)[CLAIM.id]
    left = strata.leave_out(CLAIM.id, CLAIM.order)
    counted = corrected.sentences["article"].to_numpy(object)
    articles = [name for rows in strata.rows.values() for name in sorted(set(counted[rows]))]
    for number in (0, 7, len(articles) - 1):
        kept = counted != articles[number]
        more, less = (strata.measure_share(CLAIM.id, group, kept=kept) for group in CLAIM.order)
        assert left[number] == pytest.approx(more - less, abs=1e-12)


def test_a_group_that_nobody_names_has_no_share(corrected):
    claim = replace(CLAIM, groups=("NORTH", "EAST"))
    strata = read_claim_strata([claim], corrected)[claim.id]
    with pytest.raises(SampleError, match="no sentence belongs to 'EAST'"):
        measure_domain(strata, claim.id, "EAST")
    assert np.isnan(strata.measure_share(claim.id, "EAST"))


# --- multiverse and evidence --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["planted", "corrected"])
def test_the_published_choice_is_the_reference(name, request):
    study = request.getfixturevalue(name)
    runs = measure_specifications([CLAIM], study)
    axes = [column for column in runs.columns[2:-3]]
    assert len(runs) == np.prod([runs[axis].nunique() for axis in axes]) and not runs.duplicated(axes).any()
    effect = measure_comparisons([CLAIM], study)["effect"].iloc[0]
    assert 100 * measure_stability(runs)["reference"].iloc[0] == pytest.approx(effect)
    first = runs.iloc[0]
    assert first["left_out"] == "none" and first["headings"] == "in"


def test_what_has_no_meaning_is_no_specification(planted):
    stance = replace(CLAIM, id="open", of="stance", category="open")
    runs = measure_specifications([CLAIM, stance], planted)
    codes = runs.groupby("comparison")["codes"].agg(set)
    assert codes[stance.label] == {"gold", "machine"} and "concepts" in codes[CLAIM.label]
    shared = runs.merge(runs, on="specification")
    assert (shared["codes_x"] == shared["codes_y"]).all()


def test_evidence_has_both_sides_and_its_place(planted):
    evidence = find_claim_evidence([CLAIM], [planted], most=3)
    assert list(evidence.columns) == list(EVIDENCE_COLUMNS)
    assert evidence["supports"].tolist() == [True] * 3 + [False] * 3
    codes = planted.sentences.set_index("sentence").loc[evidence["sentence"]]
    assert (codes["frames"] == "control").all()
    assert codes["about"].tolist() == ["NORTH"] * 3 + ["SOUTH"] * 3
    assert evidence["article"].nunique() == 6 and (evidence["quote"] == "").all()


def test_evidence_quotes_where_the_texts_are(planted, tmp_path):
    evidence = find_claim_evidence([CLAIM], [planted], most=1)
    text = "".join(f"Toll {number:03d} |" for number in range(9)).encode()
    articles = planted.articles.assign(sha256=hashlib.sha256(text).hexdigest())
    for name in evidence["article"]:
        (tmp_path / name).write_bytes(text)
    study = OpenStudy(replace(planted.study, texts=tmp_path))
    study.__dict__["articles"] = articles
    quoted = find_claim_evidence([CLAIM], [study], most=1)
    expected = [text.decode()[row.start : row.end].strip() for row in quoted.itertuples()]
    assert quoted["quote"].tolist() == expected and all(expected)


def test_the_five_articles_are_described(root):
    study = open_study(root / "data/articles")
    claims = [
        claim for claim in read_claims(root / "data/codebook/claims.toml") if "articles" in claim.studies
    ]
    found = measure_comparisons(claims, study)
    assert found["claim"].tolist() == [claim.id for claim in claims]
    assert set(found["design"]) == {"few documents"} and found["p"].isna().all()
