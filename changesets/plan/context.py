"""What the plans of the tables of one changeset share."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from changesets.models import Import
from records.approval import needs_another

from .references import References
from .report import Report
from .row_plan import Owner
from .staged_rows import StagedRow, store
from .staging import Stage


class PlanContext:
    """Collects what the tables of `changeset` need from each other, and the rows they stage."""

    def __init__(self, changeset: Import, stage: Stage) -> None:
        self.changeset, self.stage, self.user = changeset, stage, changeset.owner
        self.many_tables = False
        self.references = References()
        self.report = Report(changeset)
        # The permissions that the plan takes.
        self.needs: set[str] = set()
        # Of records that the plan writes, as they are then.
        self.statuses: dict[tuple[type[Any], int], str] = {}
        # Records that the plan changes themselves, and those of which it changes parts, with whom to blame: the latter
        # are new versions as well, so that a form that is open meanwhile is warned.
        self.changed: set[tuple[type[Any], int]] = set()
        self.touched: dict[tuple[type[Any], int], tuple[Owner, tuple[str, int, str]]] = {}
        # Whether it touches what its owner may not publish.
        self.proposes = False
        self._approves: dict[type[Any], bool] = {}
        self._numbers = count()

    def approves(self, model: type[Any]) -> bool:
        """Whether the plan may publish records of `model`: a file of somebody whom another has to approve may not."""
        if self.user is None or self.changeset.kind == Import.Kind.REVIEW:
            return True
        if model not in self._approves:
            self._approves[model] = not needs_another(self.user, model)
        return self._approves[model]

    def add(self, model: type[Any], rows: Sequence[StagedRow]) -> None:
        """Put `rows` on the stage, and store them for the day they are confirmed."""
        self.stage.load(model, rows)
        store(self.changeset, next(self._numbers), model, rows)
