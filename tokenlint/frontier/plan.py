"""How often to simulate, from which seed, and how clients ask again."""

from dataclasses import dataclass

from tokenlint.frontier.scenario import AT_ONCE, Held, Retry, RetryKind


@dataclass(frozen=True, slots=True)
class Plan:
    """How to simulate; `retry` None for the pause that each workflow declares."""

    replications: int
    seed: int
    retry: RetryKind | None = None
    jitter: bool = False

    def rule(self) -> Retry | None:
        """The rule for all clients, where one was asked for."""
        if self.retry is None:
            return None
        return Retry(self.retry, jitter=self.jitter)

    def longest(self, held: Held) -> float:
        """The longest pause of a client of this stream."""
        if self.retry is None:
            return held.stream.retry
        rule = Retry(self.retry)
        return {RetryKind.IMMEDIATE: AT_ONCE, RetryKind.FIXED: rule.first}.get(
            self.retry, rule.most
        )

    def words(self) -> str:
        """How clients ask again."""
        if self.retry is None:
            return "after the pause that each workflow declares"
        jitter = ", with jitter" if self.jitter else ""
        rule = Retry(self.retry)
        says = {
            RetryKind.IMMEDIATE: f"at once, {AT_ONCE:g} s later",
            RetryKind.FIXED: f"after {rule.first:g} s",
            RetryKind.EXPONENTIAL: f"after {rule.first:g} s, then twice as long each time, "
            f"at most {rule.most:g} s",
        }
        return says[self.retry] + jitter
