# METADATA
# title: Its times do not fit the clock or each other
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lif["not-yet-valid-or-backdated"]

findings contains {
	"rule": "LIF006",
	"at": ["/credential/lifetime"],
	"args": {"reasons": concat(", and ", reasons)},
} if {
	reasons := [text | some mark in ["not-yet-valid", "issued-in-future", "backdated"]; text := _reasons[mark]]
	count(reasons) > 0
}

_reasons["not-yet-valid"] := "it is not valid yet" if input.credential.lifetime.state == "not-yet-valid"

_reasons["issued-in-future"] := "it says that it was issued in the future" if {
	"issued-in-future" in input.credential.lifetime.problems
}

_reasons["backdated"] := "it says that it was valid long before it was issued" if {
	"backdated" in input.credential.lifetime.problems
}
