# METADATA
# title: A time with a fraction of a second
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lif["fractional-time"]

findings contains {"rule": "LIF012", "at": ["/credential/lifetime"], "args": {}} if {
	"fraction" in input.credential.lifetime.problems
}
