# METADATA
# title: Two issuers own the same part of the namespace
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["area-shared-by-issuers"]

import data.tokenlint.lib.advice

# Where one line gives an area to both, as a storage area of StoRM does, somebody wanted it.
findings contains _shared(i, shared) if {
	some i, shared in input.service.shared
	shared.together == false
	shared.relation == "same"
}

# SVC003 speaks of an issuer that owns the root, inside which every other area lies.
findings contains _shared(i, shared) if {
	not _root_owned
	some i, shared in input.service.shared
	shared.together == false
	shared.relation == "inside"
}

_shared(i, shared) := {
	"rule": "SVC002",
	"at": [sprintf("/service/shared/%d", [i]), sprintf("/service/issuers/%d", [shared.other])],
	"args": {"shared": sprintf("#/service/shared/%d", [i]), "advice": advice.of("area")},
}

_root_owned if {
	some issuer in input.service.issuers
	issuer.restricted == 0
	some area in issuer.areas
	area.root
}
