# METADATA
# title: A capability that no declared operation needs
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["capability-not-needed"]

import data.tokenlint.lib.scope

findings contains {
	"rule": "SCP007",
	"at": [sprintf("/credential/items/%d", [i])],
	"args": {
		"item": sprintf("#/credential/items/%d", [i]),
		"witness": sprintf("#/credential/items/%d/witness", [i]),
		"ask_for": scope.ask_for(item),
		"instead": scope.instead(i, item),
	},
} if {
	some i, item in input.credential.items
	item.kind == "capability"
	_too_much(item)
	not _harmless(item)
	not scope.modify_not_needed(item)
	not scope.path_missing(item)
}

_too_much(item) if item.needed == "no"

# A SciToken that creates must hold `write`, so only a path that is too wide counts there.
_too_much(item) if {
	item.needed == "partly"
	not _only_word_for_creating(item)
}

_only_word_for_creating(item) if {
	item.vocabulary == "scitokens"
	item.needed_action == "create"
}

# The profile made polling so weak that it may be wide.
_harmless(item) if item.actions == ["poll"]
