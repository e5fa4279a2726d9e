"""The part of a VOMS attribute certificate that no RFC describes (OGF GFD.182).

Imported only where there is one: pyasn1 takes time.
"""

from pyasn1.type import namedtype, univ
from pyasn1_modules.rfc5280 import GeneralNames

_TEXT = univ.OctetString()
_TAG = univ.Sequence(
    componentType=namedtype.NamedTypes(
        *(namedtype.NamedType(name, _TEXT) for name in ("name", "value", "qualifier"))
    )
)
_TAG_LIST = univ.Sequence(
    componentType=namedtype.NamedTypes(
        namedtype.NamedType("policyAuthority", GeneralNames()),
        namedtype.NamedType("tags", univ.SequenceOf(componentType=_TAG)),
    )
)
TAG_CONTAINER = univ.Sequence(
    componentType=namedtype.NamedTypes(
        namedtype.NamedType("lists", univ.SequenceOf(componentType=_TAG_LIST))
    )
)
"""The extension 1.3.6.1.4.1.8005.100.100.11: generic attributes by the server that states them."""
