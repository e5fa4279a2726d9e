# METADATA
# title: Scope matchers and the profile do not name the same scopes
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["scope-matchers-and-profile-differ"]

findings contains {
	"rule": "ISS032",
	"at": [place],
	"args": {"scope": setting.value, "means": means},
} if {
	some i, setting in input.service.settings
	setting.known
	means := _means[setting.name]
	place := sprintf("/service/settings/%d", [i])
}

_means := {
	"scope.matchers.missing": "has no matcher, so that a client needs each path of it listed letter by letter",
	"scope.matchers.foreign": "has a matcher, and is no scope of the WLCG profile",
}
