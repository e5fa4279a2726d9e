"""Which service an observed operation went to, by any name that it goes by."""

from collections.abc import Mapping

from tokenlint.credentials.redact import shown
from tokenlint.least.observed_line import Fault
from tokenlint.privilege.endpoint import audience_defects, endpoint_key, scheme, service_kind
from tokenlint.workflows.declaration import Service


class ServiceNames:
    """The services of an inventory; without one, a well-formed audience stands for itself."""

    def __init__(self, given: Mapping[str, Service] | None) -> None:
        self._closed = given is not None
        self.services = dict(given or {})
        self._by_spelling = {
            endpoint_key(audience): name
            for name, service in reversed(list(self.services.items()))
            for audience in service.audiences
        }

    def name_of(self, text: str) -> str:
        """The name of the service that is meant by its name or a spelling of its audience.

        Raises Fault for a service whose audience nothing tells.
        """
        if text in self.services:
            return text
        key = endpoint_key(text)
        if key in self._by_spelling:
            return self._by_spelling[key]
        if self._closed:
            raise _outside(text, "is none of the inventory", "declare it there, with its audience")
        if scheme(text) is None or audience_defects(text):
            advice = "name an inventory with --services, or write https://host for the service"
            raise _outside(text, "says nothing about its audience", advice)
        self.services[text] = Service(text, (text,), service_kind(text))
        self._by_spelling[key] = text
        return text


def _outside(text: str, says: str, advice: str) -> Fault:
    name = shown("service", text)[:100]
    return Fault(f"the service {name!r} {says}", advice, "unknown-service")
