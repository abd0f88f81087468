"""What a request means, where it says so in another spelling or of several scenes at once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

from explainer import names
from explainer.cli.errors import NoSuchBeat
from explainer.cli.orders import Order, as_meant
from explainer.params import ParameterError

T = TypeVar("T")


def as_it_was_meant(run: Callable[..., Iterator[T]]) -> Callable[..., Iterator[T]]:
    """Let a run take names however they are spelled, beats too, which only the scene knows."""

    @functools.wraps(run)
    def meant(order: Order, *more: Any, **options: Any) -> Iterator[T]:
        order = as_meant(order)
        try:
            yield from run(order, *more, **options)
        except NoSuchBeat as error:  # nothing has been made yet
            beat = names.match(str(order.beat), error.known)
            if beat is None:
                raise
            yield from run(replace(order, beat=beat), *more, **options)

    return meant


@contextmanager
def about_scene(name: str, one_of_several: bool) -> Iterator[None]:
    """Say which scene refused a parameter where several were asked for.

    Raises:
        ParameterError: with the scene's name before its message.
    """
    try:
        yield
    except ParameterError as error:
        if not one_of_several:
            raise
        raise ParameterError(f"{name}: {error}") from error
