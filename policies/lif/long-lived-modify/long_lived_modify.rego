# METADATA
# title: May delete for longer than the default maximum
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lif["long-lived-modify"]

import data.tokenlint.lib.lifetime

findings contains {"rule": "LIF010", "at": at, "args": args} if {
	lifetime.over_maximum
	not lifetime.agreed
	count(_deleting) > 0

	# In the order of the list; sort() of numbers is not the same in every engine.
	indices := numbers.range(0, count(input.credential.items))
	deleting := [sprintf("/credential/items/%d", [i]) | some i in indices; i in _deleting]
	at := array.concat(["/credential/lifetime"], deleting)
	args := {
		"lifetime": "#/credential/lifetime/seconds",
		"witness": sprintf("#%s/witness", [deleting[0]]),
		"maximum": "#/limits/lifetime_maximum",
	}
}

_deleting contains i if {
	some i, item in input.credential.items
	"modify" in item.actions
}
