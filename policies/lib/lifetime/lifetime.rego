# METADATA
# title: How long a credential may live
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lib.lifetime

import data.tokenlint.lib.credential

over_maximum if longer_than(input.limits.lifetime_maximum)

# Issuers take the two ends of a lifetime from different readings of the clock,
# so one minute more or less says nothing.
longer_than(limit) if {
	credential.judged
	input.credential.lifetime.seconds > limit + input.limits.clock_skew_seconds
}

# The workflow is one that may hold long-lived tokens (WLCG profile 1.3 section 4.3.1),
# does everything that is asked of it in return, and stays within what was agreed.
agreed if {
	input.workflow.long_lifetime.recognised
	input.workflow.long_lifetime.mitigated
	not _over_agreed
}

# WKF001 names what is missing in return for the long lifetime.
unmitigated if input.workflow.long_lifetime.mitigated == false

_over_agreed if input.credential.lifetime.seconds > input.workflow.long_lifetime.maximum_seconds

# The declared work lasts so long that the credential is not longer than it has to be.
needed if {
	compared := input.comparison.lifetime
	compared.excess_seconds * 100 <= compared.needed_seconds * input.limits.lifetime_slack
}
