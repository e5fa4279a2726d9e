"""Which built-in functions a policy may call.

`PORTABLE` is an allow-list: those that regopy and OPA were seen to answer alike.
`FORBIDDEN` holds for every engine: a judgement may depend on its input only.
"""

from collections.abc import Mapping

PORTABLE = frozenset(
    """
    abs array.concat array.reverse array.slice ceil concat contains count endswith floor
    intersection is_array is_boolean is_null is_number is_object is_set is_string
    numbers.range object.filter object.get object.keys object.remove
    product replace round set sort split sprintf startswith
    strings.any_prefix_match strings.any_suffix_match sum
    trim trim_left trim_prefix trim_right trim_space trim_suffix type_name union
    """.split()
)

_NETWORK = "it would open a network connection"
_CHANCE = "its answer is random"
_CLOCK = "its answer depends on the clock; the judged instant is part of the input"
_ENVIRONMENT = "it shows the policy the environment of the process, which may hold tokens"
_REMOTE_SCHEMA = "a schema may refer to others on the network"

FORBIDDEN: Mapping[str, str] = {
    "http.send": _NETWORK,
    "net.lookup_ip_addr": _NETWORK,
    "json.match_schema": _REMOTE_SCHEMA,
    "json.verify_schema": _REMOTE_SCHEMA,
    "opa.runtime": _ENVIRONMENT,
    "rand.intn": _CHANCE,
    "uuid.rfc4122": _CHANCE,
    "time.now_ns": _CLOCK,
    "io.jwt.decode_verify": _CLOCK,
    "providers.aws.sign_req": "it handles secret keys",
}

ORDER_FREE = frozenset({"count", "product", "sum"})
"""Functions of an array whose answer does not depend on the order of its members."""
