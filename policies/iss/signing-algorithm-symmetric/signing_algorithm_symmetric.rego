# METADATA
# title: Tokens may be signed with a shared secret, or not at all
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["signing-algorithm-symmetric"]

findings contains {
	"rule": "ISS056",
	"at": [place],
	"args": {"setting": sprintf("#%s", [place]), "means": means},
} if {
	some i, setting in input.service.settings
	setting.known
	setting.name == "diracx_service_auth_token_allowed_algorithms"
	means := _means[setting.value]
	place := sprintf("/service/settings/%d", [i])
}

# Values reach the policies in lower case.
_means := {
	"hs256": _shared,
	"hs384": _shared,
	"hs512": _shared,
	"none": "a token without a signature would do",
}

_shared := "who verifies a token can also sign one"
