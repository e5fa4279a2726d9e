# METADATA
# title: An e-mail address decides which account a token becomes
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["account-by-email"]

# One finding for all lines.
findings contains {
	"rule": "SVC044",
	"at": places,
	"args": {"account": sprintf("#%s/account", [places[0]])},
} if {
	places := [place |
		some i in numbers.range(0, count(input.service.mappings))
		i in _by_email
		place := sprintf("/service/mappings/%d", [i])
	]
	count(places) > 0
}

_by_email contains i if {
	some i, mapping in input.service.mappings
	mapping.method == "email"
}
