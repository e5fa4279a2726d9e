# METADATA
# title: No expiry
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lif["no-expiry"]

import data.tokenlint.lib.credential

findings contains {"rule": "LIF004", "at": ["/credential/lifetime"], "args": {}} if {
	credential.judged
	input.credential.lifetime.form == "unbounded"
}
