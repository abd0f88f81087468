"""Every operation on files fails in turn while a clip is made, over an old one and into nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from reliability.file_operations import OPERATIONS, Bench


@pytest.mark.parametrize(("warm", "before"), [(True, True), (False, False)], ids=["warm", "cold"])
def test_an_operation_that_fails_leaves_the_old_clip_or_the_new_one(
    folder_in_memory: Path, warm: bool, before: bool
) -> None:
    swept = Bench(folder_in_memory, warm, before).sweep()
    assert swept.complaints == []
    assert swept.failures > len(OPERATIONS)
