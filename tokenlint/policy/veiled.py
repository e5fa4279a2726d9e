"""Findings and problems in which no secret of the files is quoted, whatever a reader took along."""

from dataclasses import replace

from tokenlint.credentials.secrets.veil import Veil
from tokenlint.policy.finding import Finding
from tokenlint.source import Problem


def veiled(finding: Finding, veil: Veil) -> Finding:
    """The finding with every part of a secret replaced in all its words."""
    if not veil.windows:
        return finding
    fix = finding.fix and replace(finding.fix, text=veil(finding.fix.text))
    return replace(
        finding,
        message=veil(finding.message),
        locations=tuple(replace(each, label=veil(each.label)) for each in finding.locations),
        evidence={
            name: veil(value) if isinstance(value, str) else value
            for name, value in finding.evidence.items()
        },
        fix=fix,
    )


def veiled_problem(problem: Problem, veil: Veil) -> Problem:
    """The same for what could not be read."""
    if not veil.windows:
        return problem
    return replace(problem, reason=veil(problem.reason), advice=veil(problem.advice))
