"""Expressions made at random; most of them mean something."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

_Text = st.SearchStrategy[str]
_DEEPEST = 3
_LEAVES = {
    "number": ["0", "1", "2", "-3", "1.5", "0.1", "10", '"7"', "1e3", "var.map.a"],
    "bool": ["true", "false", '"true"', "local.enabled", "can(null.a)", "1 == 1.0"],
    "text": ['"a"', '"b"', '""', '"é"', '"1"', "local.names[1]", '"x-y"', "1.50", "true"],
    "list": ["[]", "local.names", "var.names", "[1, 2, 3]", '["b", "a", "b"]', '["b", 1, null]'],
    "set": ['toset(["q", "p"])', "toset([])", "toset([3, 1, 2])"],
    "map": ["{}", "local.windows", "local.groups", "var.map", "{ a = 1, b = 2 }", "var.object"],
    "odd": [
        "null",
        "var.unset",
        "local.nothing",
        "var.nothing",
        "var.secret",
        "[null]",
        "[var.unset]",
    ],
}


def _made(pattern: str, *parts: _Text) -> _Text:
    """Strategies put into the slots of a pattern, written ``#``."""
    pieces = pattern.split("#")
    assert len(pieces) == len(parts) + 1

    def joined(found: tuple[str, ...]) -> str:
        return pieces[0] + "".join(map("".join, zip(found, pieces[1:], strict=True)))

    return st.tuples(*parts).map(joined)


def _of(*words: str) -> _Text:
    return st.sampled_from(words)


@cache
def _kind(kind: str, depth: int) -> _Text:
    leaf = st.sampled_from(_LEAVES[kind])
    if depth == 0:
        return leaf
    rooms = {
        "number": _numbers,
        "bool": _bools,
        "text": _texts,
        "list": _lists,
        "set": _sets,
        "map": _maps,
        "odd": lambda _: [leaf],
    }
    return st.one_of(leaf, *rooms[kind](depth - 1))


@cache
def _any(depth: int) -> _Text:
    kinds = ["number", "bool", "text", "list", "set", "map", "text", "list", "map", "odd"]
    return st.one_of(*(_kind(kind, depth) for kind in kinds))


def _chosen(kind: str, depth: int) -> list[_Text]:
    """What gives a value of any kind."""
    same, truth, every = _kind(kind, depth), _kind("bool", depth), _any(depth)
    # Which type lists and tuples, or maps and objects, have in common depends on which they are.
    # What a null would have been is not known here: it has no say in that either.
    is_simple = kind in ("number", "bool", "text")
    arm, other = (same, same) if is_simple else (_kind(kind, 0), st.just("null"))
    return [
        _made("(# ? # : #)", truth, arm, arm),
        _made("(# ? # : #)", truth, arm, other),
        _made("try(#, #)", every, same),
        _made("[#, #][#]", every, same, _of("1", '"1"', "0", "length([1])")),
        _made("{ a = #, (#) = # }.a", same, _of('"b"', '"a"', '"${1}"'), every),
        _made('"${#}"', same),
        _made("coalesce(null, #)", same),
    ]


def _numbers(depth: int) -> list[_Text]:
    number = _kind("number", depth)
    return [
        _made("(# # #)", number, _of(*"+ - * / %".split()), number),
        _made("(-#)", number),
        _made("length(#)", st.one_of(_kind("list", depth), _kind("map", depth))),
        _made("max(#...)", _made("[#, #]", number, number)),
        *_chosen("number", depth),
    ]


def _bools(depth: int) -> list[_Text]:
    truth, number, every = _kind("bool", depth), _kind("number", depth), _any(depth)
    return [
        _made("(# # #)", truth, _of("&&", "||"), truth),
        _made("(!#)", truth),
        _made("(# # #)", number, _of("<", "<=", ">", ">="), number),
        _made("(# # #)", every, _of("==", "!="), every),
        _made("can(#)", every),
        _made("contains(#, #)", _kind("list", depth), every),
        *_chosen("bool", depth),
    ]


def _texts(depth: int) -> list[_Text]:
    text, truth, every = _kind("text", depth), _kind("bool", depth), _any(depth)
    items = st.one_of(_kind("list", depth), _kind("map", depth), _kind("set", depth))
    return [
        _made('"a${#}b"', text),
        _made('"${#}${#}"', text, _kind("number", depth)),
        _made('"%{ if # }${#}%{ else }x%{ endif }"', truth, text),
        _made('"%{ for k, v in # ~} <${k}> %{~ endfor }"', items),
        _made("(<<-EOT\n    a ${#}\n      $${x}\n  EOT\n)", text),
        _made("upper(#)", text),
        _made("jsonencode(#)", every),
        _made('join(",", #)', _kind("list", depth)),
        *_chosen("text", depth),
    ]


def _lists(depth: int) -> list[_Text]:
    every, maps, rows = _any(depth), _kind("map", depth), _kind("list", depth)
    items = st.one_of(rows, maps, _kind("set", depth))
    results = _of("v", "k", '"${k}-x"', "[k, v]", "v == 1", "try(v.a, k)", "jsonencode(v)")
    tests = _of("", " if v != null", ' if k != "a"', " if can(v[0])", " if v == 1")
    return [
        _made("[#, #]", every, every),
        _made("[for k, v in # : ##]", items, results, tests),
        _made("#[*]", every),
        _made("[{ a = # }, { a = #, b = 1 }][*].a", every, every),
        _made("[{ a = [#] }].*.a[0]", every),
        _made("keys(#)", maps),
        _made("concat(#, #)", rows, rows),
        *_chosen("list", depth),
    ]


def _sets(depth: int) -> list[_Text]:
    return [_made("toset(#)", _kind("list", depth)), *_chosen("set", depth)]


def _maps(depth: int) -> list[_Text]:
    every, maps, text = _any(depth), _kind("map", depth), _kind("text", depth)
    items = st.one_of(_kind("list", depth), maps, _kind("set", depth))
    keys = _of("k", '"${k}-x"', "jsonencode(v)")
    results = _of("v", "k", "[v]", "v == null")
    return [
        _made("{ a = #, b = # }", every, every),
        _made("{ (#) = # }", text, every),
        _made('{ "x${#}" = #, x1 = 2 }', text, every),
        _made("{ for k, v in # : # => # }", items, keys, results),
        _made("{ for k, v in # : # => #... }", items, _of('"same"', "v", "k"), results),
        _made("merge(#, #)", maps, maps),
        *_chosen("map", depth),
    ]


expressions = _any(_DEEPEST)
batches = st.lists(expressions, min_size=100, max_size=200)
