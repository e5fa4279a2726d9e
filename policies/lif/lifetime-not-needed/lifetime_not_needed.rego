# METADATA
# title: Lives longer than the work
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lif["lifetime-not-needed"]

import data.tokenlint.lib.credential
import data.tokenlint.lib.lifetime

findings contains {"rule": "LIF008", "at": ["/credential/lifetime"], "args": args} if {
	credential.judged
	input.comparison.lifetime.excess_seconds > 0
	not lifetime.needed
	not credential.poll_only

	# What is recommended for everyone is no fault, however short the work.
	input.comparison.lifetime.given_seconds > input.limits.lifetime_recommended + input.limits.clock_skew_seconds
	args := {
		"lifetime": "#/credential/lifetime/seconds",
		"needed": "#/comparison/lifetime/needed_seconds",
		"excess": "#/comparison/lifetime/excess_seconds",
	}
}
