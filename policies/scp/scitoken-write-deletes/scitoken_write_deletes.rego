# METADATA
# title: The SciTokens word write also deletes
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["scitoken-write-deletes"]

import data.tokenlint.lib.scope

findings contains {
	"rule": "SCP009",
	"at": [sprintf("/credential/items/%d", [i])],
	"args": {
		"item": sprintf("#/credential/items/%d", [i]),
		"allowed": scope.allowed(i, item),
	},
} if {
	some i, item in input.credential.items
	item.vocabulary == "scitokens"
	item.word == "write"
	_surprising(item)
}

# In the language of SciTokens there is no other word: silent where deletion is needed.
_surprising(item) if {
	input.credential.dialect == "scitokens"
	not item.needed
}

_surprising(item) if {
	input.credential.dialect == "scitokens"
	item.needed == "partly"
	item.needed_action
}

# Elsewhere it is a word of another language; what is not needed at all is told by SCP002.
_surprising(item) if {
	input.credential.dialect != "scitokens"
	not scope.modify_not_needed(item)
}
