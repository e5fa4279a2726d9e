# METADATA
# title: Longer than the default maximum of a token
# schemas:
#   - input: schema["policy-input"]
package tokenlint.mac["macaroon-long-lived"]

findings contains {"rule": "MAC002", "at": ["/macaroon/lifetime"], "args": args} if {
	input.macaroon.readable
	limit := input.limits.lifetime_maximum + input.limits.clock_skew_seconds
	input.macaroon.lifetime.seconds > limit
	args := {"left": "#/macaroon/lifetime/seconds", "maximum": "#/limits/lifetime_maximum"}
}
