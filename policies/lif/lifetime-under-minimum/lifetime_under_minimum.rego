# METADATA
# title: Shorter than the default minimum
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lif["lifetime-under-minimum"]

findings contains {"rule": "LIF003", "at": ["/credential/lifetime"], "args": args} if {
	input.credential.dialect == "wlcg"
	input.credential.lifetime.seconds > 0
	input.credential.lifetime.seconds + input.limits.clock_skew_seconds < input.limits.lifetime_minimum
	args := {"lifetime": "#/credential/lifetime/seconds", "minimum": "#/limits/lifetime_minimum"}
}
