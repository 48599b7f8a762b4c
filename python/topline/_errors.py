"""What can go wrong, with the message of the command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from . import _topline

if TYPE_CHECKING:
    from ._results import Result

#: Exit codes of the command.
FAILED, BAD_INPUT, INVALID, INTERRUPTED = 1, 2, 3, 130


class ToplineWarning(UserWarning):
    """What is allowed and probably not meant, such as a programme that runs in no quarter."""


class ToplineError(Exception):
    """What went wrong; the message is that of the command."""


class UsageError(ToplineError, ValueError):
    """What was asked cannot be done: an unknown name, a number out of range, a folder that is not empty."""


@dataclass(frozen=True)
class Problem:
    """One mistake in a scenario or sweep. What does not exist is ``None``."""

    what: str
    file: str | None
    line: int | None
    column: int | None
    allowed: str | None
    found: str | None
    nearest: str | None


class ScenarioError(UsageError):
    """A scenario or a sweep is wrong.

    ``problems`` has all mistakes; ``file``, ``line`` and ``column`` (both from 1) are those of the first. A scenario that was
    made in Python stands under its name with ``.toml``, as `Scenario.toml` shows it.

    >>> import topline as tl
    >>> try:
    ...     tl.Scenario("mine", set={"policy.production_grant.rate": 7})
    ... except tl.ScenarioError as error:
    ...     print(error.file, error.line, error.column)
    mine.toml 4 32
    """

    def __init__(self, message: str, problems: list[Problem]) -> None:
        super().__init__(message, problems)
        self.problems = problems

    def __str__(self) -> str:
        return str(self.args[0])

    @property
    def file(self) -> str | None:
        """File of the first mistake, or the option that it came by."""
        return self.problems[0].file

    @property
    def line(self) -> int | None:
        """Line of the first mistake, from 1."""
        return self.problems[0].line

    @property
    def column(self) -> int | None:
        """Column of the first mistake, in characters from 1."""
        return self.problems[0].column


class RunError(ToplineError):
    """A run failed, or results cannot be written.

    Where the others were written, as the command does, ``result`` has them; its table ``failures`` says which runs and why.
    """

    def __init__(self, message: str, result: Result | None = None) -> None:
        super().__init__(message)
        self.result = result


def error_of(code: int, message: str, problems: list[_topline._Problem]) -> BaseException:
    """The exception of a refusal."""
    if code == INTERRUPTED:
        return KeyboardInterrupt(message)
    if code == BAD_INPUT and problems:
        return ScenarioError(message, [Problem(*problem) for problem in problems])
    if code == BAD_INPUT:
        return UsageError(message)
    return RunError(message)


def raise_refused(refused: _topline.Refused) -> NoReturn:
    """Raises the exception of a native refusal."""
    raise error_of(*refused.args) from None
