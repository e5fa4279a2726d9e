# METADATA
# title: Longer than recommended
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lif["lifetime-over-recommended"]

import data.tokenlint.lib.credential
import data.tokenlint.lib.lifetime

findings contains {"rule": "LIF002", "at": ["/credential/lifetime"], "args": args} if {
	lifetime.longer_than(input.limits.lifetime_recommended)
	not lifetime.over_maximum
	not lifetime.agreed
	not input.comparison.lifetime.needed_seconds # LIF008 compares with it
	not credential.poll_only
	args := {"lifetime": "#/credential/lifetime/seconds", "recommended": "#/limits/lifetime_recommended"}
}
