# METADATA
# title: The audience is every service
# schemas:
#   - input: schema["policy-input"]
package tokenlint.aud["audience-any"]

import data.tokenlint.lib.credential

findings contains {"rule": "AUD001", "at": [place], "args": {"audience": sprintf("#%s", [place])}} if {
	not credential.poll_only
	some i, entry in input.credential.audience.entries
	entry.spelling == "wildcard"
	place := sprintf("/credential/audience/entries/%d", [i])
}
