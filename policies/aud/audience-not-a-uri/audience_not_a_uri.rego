# METADATA
# title: The audience is no web address
# schemas:
#   - input: schema["policy-input"]
package tokenlint.aud["audience-not-a-uri"]

import data.tokenlint.lib.audience
import data.tokenlint.lib.credential

findings contains {"rule": "AUD005", "at": [place], "args": {"audience": sprintf("#%s", [place])}} if {
	credential.judged
	input.credential.audience.form == "list"
	not audience.spelled_by_its_product
	some i, entry in input.credential.audience.entries
	_unusual(entry)
	not object.get(entry, "same_as", i) in audience.well_spelled
	place := sprintf("/credential/audience/entries/%d", [i])
}

_unusual(entry) if {
	entry.spelling == "host"
	input.credential.dialect in {"wlcg", "scitokens"}
}

# host:port is how HTCondor-CE names itself.
_unusual(entry) if {
	entry.spelling == "host-port"
	input.credential.dialect in {"wlcg", "scitokens"}
	entry.service != "compute"
	not _compute_only
}

_unusual(entry) if {
	entry.spelling == "name"
	input.credential.dialect == "wlcg"
	not _not_of_the_profile
}

_compute_only if {
	count(input.credential.actions) > 0
	every action in input.credential.actions {
		action in {"query", "cancel", "modify-job", "submit"}
	}
}

_not_of_the_profile if input.credential.token.profile != "wlcg"
