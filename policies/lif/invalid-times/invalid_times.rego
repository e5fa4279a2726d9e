# METADATA
# title: Times that cannot be used
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lif["invalid-times"]

findings contains {"rule": "LIF007", "at": ["/credential/lifetime"], "args": {"reasons": concat(", ", reasons)}} if {
	reasons := [words | some problem in input.credential.lifetime.problems; words := _reasons[problem]]
	count(reasons) > 0
}

_reasons := {
	"absurd": "a time is out of all proportion",
	"exp-not-after-start": "it ends before it begins",
	"exp-wrong-type": "the expiry (exp) is no number",
	"iat-wrong-type": "the time of issue (iat) is no number",
	"nbf-wrong-type": "the beginning (nbf) is no number",
	"negative": "a time is negative",
}
