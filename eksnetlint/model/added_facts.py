"""Facts from outside: functions of a subject's objects that a pack brings along."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Any

from eksnetlint.model.facts import fact_types, type_of
from eksnetlint.model.subject import Function
from eksnetlint.model.subjects import SUBJECTS

_ADDED: set[tuple[str, Function]] = set()


class BadFact(Exception):
    """A function that cannot be a fact; the text says why."""


def add_facts(functions: Mapping[str, Iterable[Function]]) -> None:
    """Make functions facts of the subjects they are listed under, by their names.

    A function takes an object of the subject and its cluster (of ``cluster``, the cluster alone),
    is annotated to return a ``Value[...]``, and says in the first sentence of its docstring what
    it means. Raises BadFact for another thing, or for a name that is taken.
    """
    if not isinstance(functions, Mapping):
        raise BadFact("facts are a mapping of subjects to lists of functions")
    for subject, listed in functions.items():
        if subject not in SUBJECTS:
            raise BadFact(f"there is no subject '{subject}': there are {', '.join(SUBJECTS)}")
        for function in listed:
            # A process may load its packs more than once.
            if (subject, function) not in _ADDED:
                _check(subject, function)
                SUBJECTS[subject].functions[function.__name__] = function
                _ADDED.add((subject, function))


def _check(subject: str, function: Any) -> None:
    name = getattr(function, "__name__", repr(function))
    if not callable(function) or type_of(function) is None:
        raise BadFact(f"{name} is no function that is annotated to return a Value")
    if name in fact_types(subject):
        raise BadFact(f"{subject}.{name} is a fact already")
    if not (inspect.getdoc(function) or "").strip():
        raise BadFact(f"{subject}.{name} has no docstring that says what it means")
    wanted = 1 if subject == "cluster" else 2
    if len(inspect.signature(function).parameters) != wanted:
        takes = "the cluster" if wanted == 1 else f"the {subject.replace('_', ' ')} and the cluster"
        raise BadFact(f"{subject}.{name} must take {takes}")
