# METADATA
# title: A key is misspelt, and so has no effect
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["unknown-key"]

findings contains {
	"rule": "SVC009",
	"at": [place],
	"args": {
		"key": sprintf("#%s", [place]),
		"suggestion": sprintf("#%s/suggestion", [place]),
		"otherwise": _otherwise(key),
		"default": _what_holds(i, key),
	},
} if {
	some i, key in input.service.unknown_keys
	key.suggested
	place := sprintf("/service/unknown_keys/%d", [i])
}

_otherwise(key) := "; what holds there is its default, " if key.default == true

_otherwise(key) := "" if key.default == false

_what_holds(i, key) := sprintf("#/service/unknown_keys/%d/default", [i]) if key.default == true

_what_holds(_, key) := "" if key.default == false
