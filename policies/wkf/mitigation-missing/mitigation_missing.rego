# METADATA
# title: A long lifetime without the mitigations that it demands
# schemas:
#   - input: schema["policy-input"]
package tokenlint.wkf["mitigation-missing"]

import data.tokenlint.lib.credential
import data.tokenlint.lib.lifetime

findings contains {
	"rule": "WKF001",
	"at": ["/workflow", "/credential/lifetime"],
	"args": {
		"lifetime": "#/credential/lifetime/seconds",
		"maximum": "#/limits/lifetime_maximum",
		"kind": input.workflow.kind,
		"missing": concat(", ", sort(_failing)),
	},
} if {
	lifetime.over_maximum
	not credential.poll_only
	not input.workflow.long_lifetime.mitigated
	count(_failing) > 0
}

# What is listed is demanded or declared; a declaration that is not true counts in any case,
# and what the credential itself shows needs none.
_failing contains _complaint(mitigation) if some mitigation in input.workflow.mitigations

# For a kind that no one has assessed, the profile wants an assessment before anything else.
_failing contains "risk-assessment-agreed (not declared)" if {
	not input.workflow.kind_known
	not _assessment_listed
}

_complaint(mitigation) := sprintf("%s (not declared)", [mitigation.name]) if {
	not mitigation.declared
	mitigation.holds == "unverifiable"
}

_complaint(mitigation) := sprintf("%s (contradicted by the request)", [mitigation.name]) if {
	not mitigation.declared
	mitigation.holds == "no"
}

_complaint(mitigation) := sprintf("%s (declared, but contradicted by the request)", [mitigation.name]) if {
	mitigation.declared
	mitigation.holds == "no"
}

_assessment_listed if {
	some mitigation in input.workflow.mitigations
	mitigation.name == "risk-assessment-agreed"
}
