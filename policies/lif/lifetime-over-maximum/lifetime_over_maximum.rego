# METADATA
# title: Longer than the default maximum
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lif["lifetime-over-maximum"]

import data.tokenlint.lib.credential
import data.tokenlint.lib.lifetime

findings contains {"rule": "LIF001", "at": ["/credential/lifetime"], "args": args} if {
	lifetime.over_maximum
	not lifetime.agreed
	not lifetime.unmitigated
	not credential.poll_only
	args := {"lifetime": "#/credential/lifetime/seconds", "maximum": "#/limits/lifetime_maximum"}
}
