# METADATA
# title: Data may be read without a token
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["anonymous-read"]

import data.tokenlint.lib.advice
import data.tokenlint.lib.service

# The doors of dCache still ask the permissions of the namespace.
# One finding for all doors of a kind, at each of the lines.
findings contains {
	"rule": "SVC029",
	"at": places,
	"args": {
		"what": sprintf("#%s", [places[0]]),
		"who": "whoever reaches the door may read what the namespace lets everybody read",
		"advice": advice.of("reading"),
	},
} if {
	some door in _doors
	places := [place |
		some i in numbers.range(0, count(input.service.settings))
		i in _open[door]
		place := sprintf("/service/settings/%d", [i])
	]
	count(places) > 0
}

findings contains _everybody(place) if {
	some i, setting in input.service.settings
	setting.known
	setting.name == "anonymousreadenabled"
	setting.value == "true"
	place := sprintf("/service/settings/%d", [i])
}

# XRootD has no switch for it; where only a part is open, that part is public on purpose.
findings contains _everybody(place) if {
	service.scopes_count
	some i, way in input.service.ways
	way.kind == "anonymous"
	way.root
	way.sure
	not service.writes(way)
	"read" in way.operations
	place := sprintf("/service/ways/%d", [i])
}

_open[setting.name] contains i if {
	some i, setting in input.service.settings
	setting.known
	setting.value == "readonly"
	setting.name in _doors
}

_doors := {
	"webdav.authz.anonymous-operations",
	"frontend.authz.anonymous-operations",
	"xrootd.authz.anonymous-operations",
	"dcap.authz.anonymous-operations",
}

_everybody(place) := {
	"rule": "SVC029",
	"at": [place],
	"args": {
		"what": sprintf("#%s", [place]),
		"who": "whoever reaches the service may read without a token",
		"advice": advice.of("reading"),
	},
}
