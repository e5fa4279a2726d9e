# METADATA
# title: Rights for everyone stand beside the scopes
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["flat-grant-beside-scopes"]

import data.tokenlint.lib.advice
import data.tokenlint.lib.service

# SVC001 speaks of a line that lets deletions pass.
findings contains {
	"rule": "SVC007",
	"at": [place],
	"args": {"way": sprintf("#%s", [place]), "advice": advice.of("flat")},
} if {
	service.scopes_count
	some i, way in input.service.ways
	way.flat
	way.sure
	not way.witnessed
	service.for_everyone(way)
	service.writes(way)
	place := sprintf("/service/ways/%d", [i])
}
