# METADATA
# title: No audience
# schemas:
#   - input: schema["policy-input"]
package tokenlint.aud["audience-missing"]

import data.tokenlint.lib.credential

findings contains {"rule": "AUD002", "at": ["/credential/audience"], "args": {}} if {
	credential.judged
	input.credential.audience.form in {"missing", "empty", "invalid"}
}
