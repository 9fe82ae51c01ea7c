"""Tests of `drawing.folding`: A department as one box, and all services between the same two boxes as one arrow."""

import pytest

import valuechain as vc
from chains import EXAMPLES
from helpers.drawn import FLOWER, flower
from helpers.verbs import flat
from organisations import organisation
from valuechain import Party, Score, Service, ValueChain
from valuechain.drawing.folding import folded
from valuechain.drawing.labels import label
from valuechain.drawing.sketch import sketched
from valuechain.drawing.views import pictured

# What stands on the paper


def test_folding_loses_nothing():
    chain = organisation(2, parties=60, ratio=2.5)
    diagnosis = vc.diagnose(chain)
    sketch, small = sketched(diagnosis), folded(sketched(diagnosis))
    assert sorted(p for box in small.boxes for p in box.parties) == sorted(chain.parties)
    into = {party: box.id for box in small.boxes for party in box.parties}
    inside = {a.id for a in sketch.arrows if into[a.provider] == into[a.customer]}
    assert sorted([*(s for arrow in small.arrows for s in arrow.services), *inside]) == sorted(
        chain.services
    )
    assert sum(
        int(box.name.split(" service")[0].split()[-1])
        for box in small.boxes
        if "service" in box.name
    ) == len(inside)
    across = sum(a.contribution for a in sketch.arrows if a.id not in inside)
    assert sum(a.contribution for a in small.arrows) == pytest.approx(across)
    members = {}
    for arrow in sketch.arrows:
        if arrow.id not in inside and arrow.satisfaction is not None:
            ends = into[arrow.provider], into[arrow.customer]
            members.setdefault(ends, []).append(arrow)
    for bundle in small.arrows:
        found = members.get((bundle.provider, bundle.customer), [])
        if not found:
            assert bundle.satisfaction is None
            continue
        whole = sum(a.weight for a in found)
        mean = sum(a.weight * a.satisfaction for a in found) / whole
        goal = sum(a.weight * a.target for a in found) / whole
        assert bundle.satisfaction == pytest.approx(mean)
        assert bundle.weak == (mean < goal - 1e-9)
        links = {(a.provider, a.customer): a.gain for a in found}
        assert bundle.gain >= sum(links.values()) - 1e-12


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_folded_arrow_shows_what_the_matrix_shows(path):
    diagnosis = vc.diagnose(vc.load(path))
    ax = vc.draw(diagnosis, view="matrix")
    rows = [flat(name.get_text()) for name in ax.get_yticklabels()]
    columns = [flat(name.get_text()) for name in ax.get_xticklabels()]
    cells = {}
    for text in ax.texts:
        if text.get_fontweight() == "bold":
            x, y = map(round, text.get_position())
            cells[rows[y], columns[x]] = text.get_text()
    small = folded(sketched(diagnosis))
    names = {box.id: box.id.removeprefix("#") for box in small.boxes if box.id.startswith("#")}
    names = {box.id: flat(names.get(box.id, box.name)) for box in small.boxes}
    assert small.arrows
    for arrow in small.arrows:
        assert cells[names[arrow.provider], names[arrow.customer]] == label(arrow.satisfaction)


def test_many_parties_are_folded_and_the_figure_says_so():
    chain = organisation(3, parties=160, ratio=1.3)
    ax = vc.draw(chain)
    assert any(
        "160 parties and" in text.get_text() and "folded into" in text.get_text()
        for text in ax.texts
    )
    plain = vc.draw(chain, collapse="none")
    assert not any("folded" in text.get_text() for text in plain.texts)
    alone = organisation(3, parties=160, ratio=1.3, departments=False)
    assert any("nothing could be folded" in text.get_text() for text in vc.draw(alone).texts)
    grouped = flower(collapse="group")
    assert any("Shop: 3 parties" in text.get_text().replace("\n", " ") for text in grouped.texts)
    assert vc.draw(vc.load(FLOWER), collapse="group", focus="clerk")


# The command line


def test_what_is_measured_only_inside_a_department_still_counts():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {group: g, serves: {b: {satisfaction: 70%}}}, b: {group: g, serves: {c: x}}}, customers: {c: }}"
    )
    told = [text.get_text() for text in vc.draw(chain, collapse="group").texts]
    assert "nothing is measured yet" not in " ".join(told)
    assert "1 of 1 service inside weak" in " ".join(told)
    assert vc.draw(chain, collapse="group", focus="a->b")


def test_a_folded_picture_of_few_arrows_bears_every_number():
    members = [Party(f"t{i}", group=f"g{i % 6}") for i in range(60)] + [Party("c", kind="customer")]
    ends = [(f"t{i}", f"t{i + 1}") for i in range(59)] + [("t59", "c")]
    services = [
        Service(f"{a}->{b}", a, b, satisfaction=Score.of(0.9) if i else None)
        for i, (a, b) in enumerate(ends)
    ]
    sketch = sketched(vc.diagnose(ValueChain(members, services)))
    assert not any(arrow.label for arrow in sketch.arrows)
    small = folded(sketch)
    assert {arrow.label for arrow in small.arrows} == {"90"}
    assert "unmeasured" not in {
        arrow.verdict for arrow in small.arrows
    }  # one of ten is; the others were asked about


# Curves


def test_a_folded_department_says_what_is_in_it():
    members = [Party(f"s{i:02}", kind="supplier", group="Mills") for i in range(25)]
    members += [Party("t"), Party("c", kind="customer")]
    ends = [(f"s{i:02}", "t") for i in range(7)] + [("t", "c")]
    services = [Service(f"{a}->{b}", a, b) for a, b in ends]
    services[-1] = Service("t->c", "t", "c", satisfaction=Score.of(0.8))
    small = folded(sketched(vc.diagnose(ValueChain(members, services))))
    mills = next(box for box in small.boxes if box.id == "#Mills")
    assert mills.kind == "supplier"
    assert mills.title.split("\n") == [
        "Mills: 25 parties",
        *(f"s{i:02}" for i in range(20)),
        "...",
    ]
    (bundle,) = (arrow for arrow in small.arrows if arrow.provider == "#Mills")
    assert bundle.lines[0] == "7 services, 0 weak"  # and no mean of nothing
    assert bundle.lines[-1] == "and 2 more"
    assert len(bundle.lines) == 1 + 5 + 1


def test_what_too_few_answers_tell_stays_so_when_folded():
    service = "[{delivers: x, satisfaction: 70% (3 responses)}, {delivers: y, satisfaction: 70% (3 responses)}]"
    chain = vc.loads(
        f"valuechain: 1\nteams: {{a: {{group: A, serves: {{c: {service}}}}}}}\ncustomers: {{c: }}"
    )
    (bundle,) = pictured(vc.simulate(chain, draws=500), "chain", collapse="group").sketch.arrows
    assert bundle.verdict == "too few answers"
    assert not bundle.weak
