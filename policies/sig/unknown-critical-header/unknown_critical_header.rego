# METADATA
# title: A critical header member that nobody understands
# schemas:
#   - input: schema["policy-input"]
package tokenlint.sig["unknown-critical-header"]

findings contains {
	"rule": "SIG006",
	"at": ["/credential/token/header/critical"],
	"args": {"members": concat(", ", critical)},
} if {
	critical := input.credential.token.header.critical
	count(critical) > 0
}

findings contains {
	"rule": "SIG006",
	"at": ["/credential/token/header/critical"],
	"args": {"members": "something that is no list of names"},
} if {
	input.credential.token.header.critical_malformed
	count(input.credential.token.header.critical) == 0
}
