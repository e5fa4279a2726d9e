# METADATA
# title: A line has no effect
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["dead-rule"]

import data.tokenlint.lib.service

findings contains {
	"rule": "SVC010",
	"at": _places(place, dead.reason),
	"args": {"line": sprintf("#%s", [place]), "says": sprintf("#%s/says", [place])},
} if {
	some i, dead in input.service.dead
	not _told_otherwise(dead)
	place := sprintf("/service/dead/%d", [i])
}

# Another line wins over these, and is shown beside them.
_beaten := {"shadowed", "duplicate"}

_places(place, reason) := [place, sprintf("%s/by", [place])] if reason in _beaten

_places(place, reason) := [place] if not reason in _beaten

# SVC001 or SVC013 speaks of libraries that are never asked.
_told_otherwise(dead) if {
	dead.reason == "not-loaded"
	service.asks_no_library
}
