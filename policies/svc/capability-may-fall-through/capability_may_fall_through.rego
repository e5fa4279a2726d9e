# METADATA
# title: A refused scope is looked at once more
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["capability-may-fall-through"]

import data.tokenlint.lib.service

findings contains {
	"rule": "SVC024",
	"at": [place],
	"args": {"issuer": sprintf("#/service/issuers/%d", [i]), "others": sprintf("#%s", [place])},
} if {
	not _other_ways_write
	some i, issuer in input.service.issuers
	service.trusted(issuer)
	issuer.scopes == "yes"
	count(issuer.falls_through) > 0
	place := sprintf("/service/issuers/%d/falls_through", [i])
}

# SVC015, SVC007 and SVC001 speak of the ways that are there.
_other_ways_write if {
	some way in input.service.ways
	way.flat
	way.sure
	service.writes(way)
}
