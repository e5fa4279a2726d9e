"""Which certificates of services are accepted: always checked, with the name of the host."""

import ssl
from pathlib import Path

from tokenlint.errors import UsageError


def tls_context(authorities: Path | None) -> ssl.SSLContext:
    """A client's context that trusts a file, a folder of hashed certificates, or the system.

    Raises UsageError where the authorities cannot be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks certificate and name
    context.set_alpn_protocols(["http/1.1"])
    if authorities is None:
        context.load_default_certs()
        return context
    advice = "give a PEM file, or a folder as of the IGTF with names such as 5168735f.0"
    try:
        if authorities.is_dir():
            if not any(authorities.glob("????????.[0-9]")):
                raise UsageError(f"{authorities} holds no hashed certificates", advice=advice)
            context.load_verify_locations(capath=authorities)
        else:
            context.load_verify_locations(cafile=authorities)
    except OSError as error:  # an ssl.SSLError is one, too
        says = error.strerror or "no certificate in it"
        raise UsageError(f"{authorities} cannot be read: {says}", advice=advice) from None
    return context
