# METADATA
# title: One credential for services of different kinds
# schemas:
#   - input: schema["policy-input"]
package tokenlint.aud["audience-mixed-services"]

import data.tokenlint.lib.credential

findings contains {"rule": "AUD006", "at": ["/credential/audience"], "args": {"services": concat(" and ", kinds)}} if {
	input.credential.audience.form == "list"
	not credential.poll_only
	kinds := [kind | some kind in input.credential.audience.services; kind in {"compute", "storage", "transfer"}]
	count(kinds) > 1
}
