# METADATA
# title: A Vault policy reaches every secret
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["vault-policy-reaches-all"]

findings contains {"rule": "ISS037", "at": [place], "args": {"what": _what[setting.value]}} if {
	some i, setting in input.service.settings
	setting.name == "policy reach"
	place := sprintf("/service/settings/%d", [i])
}

_what := {
	"everything": "rewrites policies, and so can allow itself everything",
	"logins": "sets up logins, and so can give itself any policy",
	"system": "may do with the server what only its administrators should",
	"every-secret": "reaches the secrets of every engine",
	"every-token": "reads the tokens that Vault keeps for other users",
}
