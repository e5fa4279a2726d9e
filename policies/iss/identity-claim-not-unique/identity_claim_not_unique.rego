# METADATA
# title: Tokens are kept under a name that is nobody's own
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["identity-claim-not-unique"]

findings contains {
	"rule": "ISS036",
	"at": [place],
	"args": {"setting": sprintf("#%s", [place]), "problem": problem},
} if {
	some i, setting in input.service.settings
	setting.known
	setting.name in {"credclaim", "user_claim"}
	problem := _problems[trim_left(setting.value, "/")]
	place := sprintf("/service/settings/%d", [i])
}

_problems := {
	"email": "an address can change hands, and some identity providers take any that a user types in",
	"preferred_username": _chosen,
	"nickname": _chosen,
	"name": _chosen,
	"given_name": _chosen,
	"family_name": _chosen,
}

_chosen := "users choose it themselves, and two of them may choose the same"
