# METADATA
# title: The check of the audience is switched off
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["audience-check-off"]

_means := {
	"verifyaudience": {"false": _fts, "no": _fts, "off": _fts, "0": _fts},
	"oidc.expected_audience": {"": "an empty expectation is met by every token, whatever its audience"},
}

_fts := concat(" ", [
	"the releases of FTS that know this switch take tokens that were made for any other service;",
	"older ones pass over it",
])

_advice := {
	"verifyaudience": "Take the line out, and list the names of the service in `AuthorizedAudiences`.",
	"oidc.expected_audience": "Name an audience that only this Rucio has, or take the line out: the default is `rucio`.",
}

findings contains {
	"rule": "SVC054",
	"at": [place],
	"args": {
		"setting": sprintf("#%s", [place]),
		"means": means,
		"advice": _advice[setting.name],
	},
} if {
	some i, setting in input.service.settings
	setting.known
	setting.written
	means := _means[setting.name][setting.value]
	not _said_elsewhere(setting)
	place := sprintf("/service/settings/%d", [i])
}

# Where the issuers are known, SVC005 names them.
_said_elsewhere(setting) if {
	setting.name == "oidc.expected_audience"
	count(input.service.issuers) > 0
}
