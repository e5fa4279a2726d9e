"""Talking to an OPA server: `opa-python-client`, with its traps shut off.

- its retries, time limit and certificates are set; a redirect is refused, not followed
- every error becomes one of tokenlint's, with OPA's own words and place where it gave them
- a policy is uploaded as it is: `rego_compat=False`
- an answer without `result` is told apart from an empty one
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

import requests
from opa_client.errors import DeletePolicyError, PolicyNotFoundError, RegoParseError
from opa_client.opa import OpaClient
from requests.adapters import HTTPAdapter

from tokenlint.errors import EngineError, Incomplete, PolicyError, UsageError
from tokenlint.policy.engine import ServerOptions
from tokenlint.policy.engines.batches import NotEvaluated

_STRICT = {"strict-builtin-errors": "true"}  # a server would otherwise say "undefined"
_PORTS = {"http": 80, "https": 443}
EVALUATE = "evaluate"
_DENIED = (401, 403)
_UNAUTHORIZED = ("unauthorized", "unauthenticated")
_POLICY_FAILED = 500


class _OwnAuthority(HTTPAdapter):
    """Trusts the given certificates, whatever REQUESTS_CA_BUNDLE says."""

    def __init__(self, ca: str, retries: int) -> None:
        self._ca = ca
        super().__init__(max_retries=retries)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        trusted = self._ca if verify else verify
        super().cert_verify(conn, url, trusted, cert)  # type: ignore[no-untyped-call]


class _Bearer(requests.auth.AuthBase):
    """The token, or none: either way nothing from a .netrc file."""

    def __init__(self, token: str | None) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Opa(OpaClient):  # type: ignore[misc]  # it has no types
    """One OPA server at an address that may have a path; `url` is how errors name it."""

    def __init__(self, options: ServerOptions) -> None:
        address = _address(options)
        self.url = f"{address.scheme}://{address.netloc}{address.path}"
        self._options = options
        super().__init__(
            host=f"[{address.hostname}]" if ":" in str(address.hostname) else str(address.hostname),
            port=address.port or _PORTS[address.scheme],
            ssl=address.scheme == "https",
            retries=options.retries,
            timeout=options.seconds,
        )
        self.root_url = f"{self.schema}{self.host}:{self.port}{address.path}/{self.version}"

    def _init_session(self) -> requests.Session:
        session: requests.Session = super()._init_session()
        session.max_redirects = 0
        session.auth = _Bearer(self._options.token)
        if self._options.ca is not None:
            adapter = _OwnAuthority(str(self._options.ca), self.retries)
            session.mount("https://", adapter)
        return session

    def modules(self) -> dict[str, Any]:
        """Every policy on the server: id -> its text and package, as OPA lists them."""
        with self._errors("list the policies"):
            response = self._session.get(f"{self.root_url}/policies", timeout=self.timeout)
            response.raise_for_status()
            listed = response.json()["result"]
            return {each["id"]: each for each in listed}

    def upload(self, name: str, text: str) -> None:
        """Raises PolicyError with OPA's words when it does not accept the policy."""
        with self._errors("upload a policy"):
            self.update_policy_from_string(text, quote(name), rego_compat=False)

    def remove(self, name: str) -> None:
        """Raises EngineError when the policy is not there any more."""
        with self._errors("remove a policy"):
            self.delete_policy(quote(name))

    def ask(self, path: Sequence[str], documents: Sequence[Any]) -> object:
        """The value at `path`; None when the server knows nothing there."""
        with self._errors(EVALUATE):
            answer = self.query_rule(list(documents), "/".join(path), query_params=_STRICT)
            return answer.get("result")

    def version_text(self) -> str:
        """Its version as far as its metrics tell, which a server may keep to itself."""
        url = self.root_url.removesuffix(f"/{self.version}")
        answer = self._session.get(f"{url}/v1/config", timeout=self.timeout)
        answer.raise_for_status()
        labels = answer.json()["result"].get("labels", {})
        return f"OPA {labels['version']}"

    @contextmanager
    def _errors(self, doing: str) -> Iterator[None]:
        """Whatever goes wrong, in words that say where and what to do."""
        try:
            yield
        except RegoParseError as error:
            raise self._not_accepted(error) from None
        except (DeletePolicyError, PolicyNotFoundError) as error:
            raise EngineError(f"{self.url} could not {doing}: {error.message}") from None
        except requests.HTTPError as error:
            raise self._refused(doing, error) from None
        except requests.RequestException as error:
            raise self._unreachable(doing, error) from None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            reason = (
                f"{self.url} answered with something that is not OPA's ({type(error).__name__})"
            )
            raise EngineError(reason, advice="is this the address of an OPA?") from None

    def _refused(self, doing: str, error: requests.HTTPError) -> Exception:
        response = error.response if error.response is not None else requests.Response()
        body = _body(response)
        if response.status_code in _DENIED:
            return self._denied(doing)
        if doing == EVALUATE and response.status_code == _POLICY_FAILED and "code" in body:
            return NotEvaluated(_details(body))
        words = _details(body) or response.reason or "no reason given"
        return EngineError(f"{self.url} could not {doing} ({response.status_code}): {words}")

    def _denied(self, doing: str) -> EngineError:
        advice = "give a bearer token that may, in TOKENLINT_OPA_TOKEN or a file"
        return EngineError(f"{self.url} refuses to {doing} for this bearer token", advice=advice)

    def _not_accepted(self, error: RegoParseError) -> Incomplete:
        if error.expression in _UNAUTHORIZED:
            return self._denied("upload a policy")
        details = _details({"message": error.message, "errors": error.errors})
        return PolicyError(f"{self.url} does not accept a policy: {details}")

    def _unreachable(self, doing: str, error: requests.RequestException) -> EngineError:
        if isinstance(error, requests.exceptions.JSONDecodeError):
            reason = f"{self.url} answered with something that is not OPA's (no JSON)"
            return EngineError(reason, advice="is this the address of an OPA?")
        if isinstance(error, requests.exceptions.SSLError):
            reason = f"the certificate of {self.url} is not trusted: {_innermost(error)}"
            return EngineError(reason, advice="name the authority that signed it with --opa-ca")
        if isinstance(error, requests.Timeout):
            reason = f"{self.url} took longer than {self.timeout:g} s to {doing}"
            return EngineError(reason, advice="give it more time with --opa-timeout")
        if isinstance(error, requests.TooManyRedirects):
            return EngineError(f"{self.url} redirects elsewhere", advice="give its real address")
        reason = f"{self.url} cannot be reached: {_innermost(error)}"
        return EngineError(reason, advice="is the server running, and is the address right?")


def _address(options: ServerOptions) -> SplitResult:
    """Raises UsageError for what is no http or https address, or holds a password."""
    try:
        address = urlsplit(options.url)
        usable = address.scheme in _PORTS and address.hostname and address.port != 0
    except ValueError:
        usable = False
    if not usable or address.query or address.fragment or address.username is not None:
        advice = "write it like https://opa.example:8181/prefix, without user or query"
        raise UsageError("the address of the OPA server cannot be used", advice=advice)
    if options.ca is not None and not options.ca.exists():
        raise UsageError(f"{options.ca}: no such file", advice="--opa-ca names a PEM file")
    return address._replace(path=address.path.rstrip("/"))


def _body(response: requests.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _details(body: dict[str, Any]) -> str:
    """OPA's message, and the file, row and column of each error in it."""
    errors = [each for each in body.get("errors") or [] if isinstance(each, dict)]
    parts = [_detail(each) for each in errors] or [str(body.get("message", ""))]
    return " ".join("; ".join(parts).split())[:1000]


def _detail(error: dict[str, Any]) -> str:
    location = error.get("location") or {}
    place = [str(location[key]) for key in ("file", "row", "col") if location.get(key)]
    return f"{':'.join(place)}: {error.get('message', '')}" if place else str(error.get("message"))


def _innermost(error: BaseException) -> str:
    """The system's own words; what wraps them names internals and addresses of objects."""
    inner: Any = error
    while inner.args and isinstance(getattr(inner, "reason", inner.args[0]), BaseException):
        inner = getattr(inner, "reason", inner.args[0])
    if isinstance(inner, OSError) and inner.strerror:
        return inner.strerror
    words = str(inner.args[-1] if inner.args else inner).rpartition(": ")[2]
    return re.sub(r"^\[Errno -?\d+\] ", "", words)
