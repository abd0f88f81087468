"""Operations on files that fail while a clip is made: the short form, some calls of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from reliability.file_operations import OPERATIONS, Bench


@pytest.mark.parametrize(
    ("warm", "before", "every"), [(True, True, 4), (False, False, 7)], ids=["warm", "cold"]
)
def test_an_operation_that_fails_leaves_the_old_clip_or_the_new_one(
    tmp_path: Path, warm: bool, before: bool, every: int
) -> None:
    swept = Bench(tmp_path, warm, before).sweep(every=every)
    assert swept.complaints == []
    assert swept.failures > len(OPERATIONS)
