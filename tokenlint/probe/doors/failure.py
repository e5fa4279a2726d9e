"""What goes wrong between a probe and a service, as stable words and a clause for people."""

import http.client
import socket
import ssl

from tokenlint.probe.doors.address import Origin

_OTHER_NAME = {62, 64}  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
_BROKEN_OFF = (ConnectionError, http.client.IncompleteRead)
_ADVICE = {
    "refused": "start the service, or correct host and port",
    "timeout": "look whether the service is overloaded, or give it more time by --timeout",
    "closed": "look into the log of the service",
    "garbage": "look whether this port speaks the protocol that the URL names",
    "certificate": "name the authority of the service with --ca, or mend its certificate",
    "redirect": "name the address that answers by itself",
    "exists": "choose a name that is free",
    "unresolved": "correct the name of the host",
    "unreachable": "look whether a network leads to the host",
}


class Failure(Exception):
    """No answer that can be read.

    `status` is one of `refused`, `timeout`, `closed`, `garbage`, `certificate`, `redirect`,
    `unresolved`, `unreachable`; `why` is a clause for people, `advice` what they can do.
    """

    def __init__(self, status: str, why: str, advice: str = "") -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.advice = advice or _ADVICE.get(status, "")


def failure_of(error: Exception, origin: Origin, *, overdue: bool = False) -> Failure:
    """The failure that an error of a connection is; `overdue` says that its time was over.

    Nothing of the error's own text is taken: it may hold what was sent.
    """
    where = origin.authority
    if isinstance(error, ssl.SSLError) and not (overdue or isinstance(error, TimeoutError)):
        return _tls_failure(error, where)
    words = (
        ((TimeoutError,), "timeout", f"{where} does not answer in time"),
        ((socket.gaierror,), "unresolved", f"no address is known for {origin.host}"),
        ((ConnectionRefusedError,), "refused", f"nothing listens at {where}"),
        (_BROKEN_OFF, "closed", f"{where} ends the connection before its answer is complete"),
        ((OSError,), "unreachable", f"{where} cannot be reached"),
    )
    kind = TimeoutError if overdue else type(error)
    for kinds, status, why in words:
        if issubclass(kind, kinds):
            return Failure(status, why)
    return Failure("garbage", f"{where} answers with what is no HTTP")


def _tls_failure(error: ssl.SSLError, where: str) -> Failure:
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in _OTHER_NAME:
            return Failure("certificate", f"the certificate of {where} is for another name")
        says = error.verify_message
        return Failure("certificate", f"the certificate of {where} is not accepted ({says})")
    if isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
        return Failure("closed", f"{where} ends the connection before its answer is complete")
    if "ALERT" in (error.reason or ""):
        return Failure("closed", f"{where} refuses to speak TLS with this client")
    return Failure("garbage", f"{where} answers with what is no TLS")
