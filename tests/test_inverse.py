"""A change taken back out of the middle: what it did goes, what came since stays, and neither is ever guessed."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.inverse import ChangedSinceError
from ledger.inverse import taken_back
from ledger.yamltext import Value

Data = dict[str, Value]

words = st.sampled_from(["甲", "乙", "丙"])
names = st.lists(words, unique=True, min_size=1)
measure = st.fixed_dictionaries({"text": words}, optional={"done": words, "lead": names})
measures = st.dictionaries(st.sampled_from(["9.1", "9.2", "9.3"]), measure, min_size=1).map(
    lambda by_id: [{"id": name, **each} for name, each in by_id.items()]
)
items = st.fixed_dictionaries(
    {"id": st.just("9")},
    optional={"title": words, "due": words, "lead": names, "measures": measures, "log": st.lists(words, min_size=1)},
)


@given(items, items)
def test_what_came_last_goes_without_a_trace(before: Data, after: Data) -> None:
    """Where nothing came since, all is what it was, the order of keys aside."""
    assert taken_back(before, after, after) == before


@given(items, items)
def test_what_was_no_change_takes_nothing_back(before: Data, now: Data) -> None:
    """A version that left the item alone leaves what came since alone as well."""
    assert taken_back(before, before, now) == now


@given(items, items, items)
def test_what_is_taken_back_is_the_change_alone(before: Data, after: Data, now: Data) -> None:
    """Each value is the earlier one where the change made it what it is now, and else as it is; or it is refused."""
    try:
        result = taken_back(before, after, now) or {}
    except ChangedSinceError:
        return
    for key in {*before, *after, *now} - {"measures"}:
        three = before.get(key), after.get(key), now.get(key)
        assert result.get(key) == (three[2] if three[0] == three[1] else three[0])
        assert three[0] == three[1] or three[1] == three[2]


@given(items, st.sampled_from(["person", "office"]), words)
def test_other_fields_come_in_any_order(before: Data, key: str, word: str) -> None:
    """A field that was set since stays, whatever else is taken back."""
    after = before | {"goal": "新"}
    now = after | {key: word}
    assert taken_back(before, after, now) == before | {key: word}
    assert taken_back(after, now, now | {"goal": "又"}) == after | {"goal": "又"}


def item(*measures: Mapping[str, Value], **fields: Value) -> Data:
    """Return an item with these measures."""
    return {"id": "9", "measures": [dict(measure) for measure in measures], **fields}


ONE, TWO, THREE = ({"id": f"9.{n}", "text": f"{n}"} for n in (1, 2, 3))


@given(measure, measure, measure, measure)
def test_measures_apart_never_hinder_each_other(old: Data, new: Data, other: Data, later: Data) -> None:
    """What was done to one measure is taken back whatever has come to another one since."""
    before = item({"id": "9.1", **old}, {"id": "9.2", **other})
    after = item({"id": "9.1", **new}, {"id": "9.2", **other})
    now = item({"id": "9.1", **new}, {"id": "9.2", **later})
    assert taken_back(before, after, now) == item({"id": "9.1", **old}, {"id": "9.2", **later})


def test_measures_are_known_by_their_ids() -> None:
    """A measure done in the change is open again, while one beside it stays as somebody has left it since."""
    before, after = item(ONE, TWO), item(ONE | {"done": "2024-06-01"}, TWO)
    now = item(ONE | {"done": "2024-06-01", "person": "张三"}, TWO | {"done": "2024-07-01"}, THREE)
    assert taken_back(before, after, now) == item(ONE | {"person": "张三"}, TWO | {"done": "2024-07-01"}, THREE)


def test_a_measure_comes_back_where_it_was() -> None:
    """What the change took out stands behind what stood before it."""
    assert taken_back(item(ONE, TWO, THREE), item(ONE, THREE), item(ONE, THREE, goal="新")) == item(
        ONE, TWO, THREE, goal="新"
    )
    assert taken_back(item(ONE, TWO), item(TWO), item(TWO, THREE)) == item(ONE, TWO, THREE)


@pytest.mark.parametrize(
    ("before", "after", "now", "path"),
    [
        (item(ONE), item(ONE | {"done": "1"}), item(ONE | {"done": "2"}), "measures.9.1.done"),
        (item(ONE), item(ONE, TWO), item(ONE, TWO | {"person": "张三"}), "measures.9.2"),
        (item(ONE), item(ONE | {"done": "1"}), item(TWO), "measures.9.1"),
        (item(ONE, log=["a"]), item(ONE, log=["a", "b"]), item(ONE, log=["a", "b", "c"]), "log"),
        (item(ONE), item(ONE | {"text": "2"}), item(ONE, ONE), "measures"),
        (None, item(ONE), item(TWO), ""),
        (item(ONE), None, item(TWO), ""),
        (item(ONE, lead=["甲"]), item(ONE, lead=["乙"]), item(ONE), "lead"),
    ],
)
def test_what_was_changed_again_is_refused(
    before: Data | None, after: Data | None, now: Data | None, path: str
) -> None:
    """Where somebody has changed the same since, the place is named."""
    with pytest.raises(ChangedSinceError) as caught:
        taken_back(before, after, now)
    assert caught.value.path == path


def test_items_come_and_go_whole() -> None:
    """An item that the change added goes, one that it took out comes back."""
    assert taken_back(None, item(ONE), item(ONE)) is None
    assert taken_back(item(ONE), None, None) == item(ONE)


@given(st.lists(words, unique=True), words, st.lists(words, unique=True))
def test_a_day_goes_and_others_stay(before: list[Value], day: str, more: list[Value]) -> None:
    """A day on which a routine was done is taken back, whatever days came before and since."""
    others = [one for one in before if one != day]
    since = [one for one in more if one not in {day, *map(str, others)}]
    now: Data = {"id": "周报", "done": [*others, day, *since]}
    old: Data = {"id": "周报", "done": [*others]} if others else {"id": "周报"}
    taken = taken_back(old, {"id": "周报", "done": [*others, day]}, now)
    assert taken == ({"id": "周报", "done": [*others, *since]} if others or since else {"id": "周报"})
