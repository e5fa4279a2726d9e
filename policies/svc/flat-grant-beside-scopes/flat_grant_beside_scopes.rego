# METADATA
# title: Rights for everyone stand beside the scopes
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["flat-grant-beside-scopes"]

import data.tokenlint.lib.service

findings contains {"rule": "SVC007", "at": [place], "args": {"way": sprintf("#%s", [place])}} if {
	service.scopes_count
	some i, way in input.service.ways
	way.flat
	way.sure
	service.for_everyone(way)
	service.writes(way)
	place := sprintf("/service/ways/%d", [i])
}
