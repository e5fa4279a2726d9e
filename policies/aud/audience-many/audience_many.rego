# METADATA
# title: More services than needed
# schemas:
#   - input: schema["policy-input"]
package tokenlint.aud["audience-many"]

import data.tokenlint.lib.credential

# With a need: the endpoints where no declared operation goes.
findings contains {"rule": "AUD003", "at": at, "args": args} if {
	_can_tell
	not credential.poll_only

	# In the order of the list; sort() of numbers is not the same in every engine.
	indices := numbers.range(0, count(input.credential.audience.entries))
	surplus := [i | some i in indices; i in _surplus]
	count(surplus) > 0
	at := [sprintf("/credential/audience/entries/%d", [i]) | some i in surplus]
	args := {
		"extent": sprintf("%d of %d endpoints in the audience serve no declared operation", [
			count(surplus),
			input.credential.audience.endpoints,
		]),
		"witness": sprintf("#%s/witness", [at[0]]),
	}
}

# Without one, only the number can be judged.
findings contains {"rule": "AUD003", "at": ["/credential/audience"], "args": args} if {
	input.credential.audience.form == "list"
	not _compared
	not credential.poll_only
	input.credential.audience.endpoints > input.limits.audience_many
	args := {
		"extent": sprintf("the audience names %d endpoints (more than %d are many)", [
			input.credential.audience.endpoints,
			input.limits.audience_many,
		]),
		"witness": "#/credential/audience/entries/0/witness",
	}
}

_compared if {
	some entry in input.credential.audience.entries
	entry.needed in {true, false}
}

# An operation at a service that no inventory names could go to any endpoint,
# and where no endpoint is needed at all, the workflow and the token speak of different things.
_can_tell if {
	input.credential.audience.form == "list"
	input.workflow.unknown_services == []
	some entry in input.credential.audience.entries
	entry.needed
}

_surplus contains i if {
	some i, entry in input.credential.audience.entries
	entry.needed == false
	entry.spelling in {"uri", "host-port", "host", "name"}
	not entry.same_as
}
