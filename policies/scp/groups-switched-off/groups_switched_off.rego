# METADATA
# title: A capability switches the groups off
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["groups-switched-off"]

import data.tokenlint.lib.missing as lib

findings contains {
	"rule": "SCP011",
	"at": [sprintf("/credential/items/%d", [first])],
	"args": {"item": sprintf("#/credential/items/%d", [first])},
} if {
	_names_groups
	_groups_are_wanted

	# The first of the list; min() of numbers is not the same in every engine.
	indices := numbers.range(0, count(input.credential.items))
	capabilities := [i | some i in indices; i in _capabilities]
	first := capabilities[0]
}

_capabilities contains i if {
	some i, item in input.credential.items
	item.kind == "capability"
}

_names_groups if count(input.credential.token.claims.groups) > 0

_names_groups if {
	some item in input.credential.items
	item.kind == "group-request"
	item.word == "wlcg.groups"
}

# Groups beside capabilities are usual. They are missed only where the capabilities do not suffice:
# a declared operation is not covered, or, without a need, they can neither touch data nor jobs.
_groups_are_wanted if {
	some missing in input.comparison.missing
	lib.by_scope(missing)
}

_groups_are_wanted if {
	not input.comparison
	not _touches_something
}

_touches_something if {
	some action in input.credential.actions
	not action in {"poll", "stage", "query"}
}
