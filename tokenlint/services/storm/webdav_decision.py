"""What StoRM WebDAV answers to a request.

First the token itself: is its issuer trusted, does its audience fit (`AudienceValidator.java`,
f0ce76d: a token without an audience passes), does a token of the WLCG profile hold what
`WlcgProfileValidator.java` (208f499) asks for. Then the voters of the storage area that the path
belongs to: the access point with the longest beginning (`DefaultPathResolver.java`, 10b58cd).
"""

from typing import Final

from tokenlint.services.decision import Ask, Decision, Presented, Step, Verdict
from tokenlint.services.storm.configuration import Deployment, StorageArea, TrustedIssuer
from tokenlint.services.storm.requests import REQUESTS, Request
from tokenlint.services.storm.scope_voter import scope_vote
from tokenlint.services.storm.voters import flat_vote, policy_vote
from tokenlint.services.storm.votes import decision
from tokenlint.services.structured.spring import boolean
from tokenlint.source import Source

_WLCG_VERSION: Final = "1.0"


def decide(deployment: Deployment, presented: Presented, ask: Ask) -> Decision:
    """The answer to one request."""
    disabled = _authorization_off(deployment)
    if disabled is not None:
        return disabled
    requests = REQUESTS.get(ask.operation)
    if requests is None:
        source = deployment_source(deployment)
        return Decision(Verdict.DENIED, (Step(source, "has no request for this operation"),))
    refused, depends = _token(deployment, presented)
    if refused is not None:
        return refused
    area = area_of(deployment, ask.path)
    if area is None:
        return _no_area(deployment)
    answers = [_answer(deployment, area, presented, each, ask.path) for each in requests]
    return _with(_best(answers), depends)


def deployment_source(deployment: Deployment) -> Source:
    """The file to show where no line decides."""
    if deployment.application is not None:
        return deployment.application.source
    return deployment.areas[0].text.whole


def area_of(deployment: Deployment, path: str) -> StorageArea | None:
    """The storage area of a path; one whose access point is not known may be any."""
    found = [
        (len(point), area)
        for area in deployment.areas
        for point in area.paths
        if path == point or path.startswith(point.rstrip("/") + "/")
    ]
    if found:
        return max(found, key=lambda each: each[0])[1]
    return next((area for area in deployment.areas if not area.paths), None)


def _no_area(deployment: Deployment) -> Decision:
    source = deployment_source(deployment)
    if deployment.areas_known and deployment.areas:
        return Decision(Verdict.DENIED, (Step(source, "serves no storage area at this path"),))
    return Decision(Verdict.DEPENDS, (), ("the storage areas, whose files are not among these",))


def _answer(
    deployment: Deployment, area: StorageArea, presented: Presented, request: Request, path: str
) -> Decision:
    votes = [
        scope_vote(area, presented, request, path),
        policy_vote(deployment, area, presented, request, path),
        flat_vote(area, presented, request),
    ]
    return decision(votes)


def _best(answers: list[Decision]) -> Decision:
    """The most that one of several requests for the same thing reaches."""
    order = (Verdict.DENIED, Verdict.DEPENDS, Verdict.ALLOWED)
    return max(answers, key=lambda each: order.index(each.verdict))


def _with(answer: Decision, depends: str) -> Decision:
    if not depends or answer.verdict is Verdict.DENIED:
        return answer
    return Decision(Verdict.DEPENDS, answer.steps, (depends, *answer.depends_on))


def _authorization_off(deployment: Deployment) -> Decision | None:
    application = deployment.application
    node = application.get("storm", "authz", "disabled") if application else None
    if node is None or boolean(node.value) is not True:
        return None
    step = Step(node.value.source if node.value else node.source, "lets everybody do everything")
    return Decision(Verdict.ALLOWED, (step,))


def _token(deployment: Deployment, presented: Presented) -> tuple[Decision | None, str]:
    """The refusal of the token itself, or what its acceptance depends on."""
    if presented.issuer is None:
        return None, ""
    version = str(presented.claims.get("wlcg.ver", _WLCG_VERSION))
    source = deployment_source(deployment)
    if presented.profile == "wlcg":
        if version != _WLCG_VERSION:
            return _refusal(source, f"refuses WLCG tokens of version {version}"), ""
        if not presented.audiences:
            return _refusal(source, "refuses WLCG tokens without an audience"), ""
    return _issuer(deployment, presented, presented.issuer)


def _issuer(
    deployment: Deployment, presented: Presented, issuer: str
) -> tuple[Decision | None, str]:
    listed = [
        each for each in deployment.issuers or () if each.url.known and each.url.text == issuer
    ]
    if listed:
        return _audience(listed[0], presented)
    unknown = deployment.issuers is None or any(not each.url.known for each in deployment.issuers)
    application = deployment.application
    if not unknown and not (application and application.templated):
        step = "holds no such issuer, so the token is refused"
        return _refusal(deployment_source(deployment), f"`oauth.issuers` {step}"), ""
    # Who writes an issuer into `orgs` trusts it; that the service does so too is taken for granted.
    if any(area.org(issuer) for area in deployment.areas):
        return None, ""
    return None, "whether `oauth.issuers` holds the issuer"


def _audience(issuer: TrustedIssuer, presented: Presented) -> tuple[Decision | None, str]:
    if issuer.enforced is False or not presented.audiences:
        return None, ""
    accepted = {value.text for value in issuer.audiences if value.known}
    if accepted & set(presented.audiences):
        return None, ""
    if issuer.enforced is None or any(not value.known for value in issuer.audiences):
        return None, "the audiences that are accepted from the issuer"
    source = issuer.audiences[0].source if issuer.audiences else issuer.enforced_source
    return _refusal(source, "refuses tokens for other audiences"), ""


def _refusal(source: Source, says: str) -> Decision:
    return Decision(Verdict.DENIED, (Step(source, says),))
