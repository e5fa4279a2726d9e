# METADATA
# title: A claim that others decide by is the same in every token
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["claim-hardcoded"]

findings contains {
	"rule": "ISS034",
	"at": [place],
	"args": {"setting": sprintf("#%s", [place]), "means": means},
} if {
	some i, setting in input.service.settings
	means := _means[setting.name]
	place := sprintf("/service/settings/%d", [i])
}

# The version is the same in every token anyway; the profile says which one.
findings contains {
	"rule": "ISS034",
	"at": [place],
	"args": {"setting": sprintf("#%s", [place]), "means": _version},
} if {
	some i, setting in input.service.settings
	setting.name == "hardcoded wlcg.ver"
	setting.known
	setting.value != "1.0"
	place := sprintf("/service/settings/%d", [i])
}

_means := {
	"hardcoded sub": "all users are one subject, so that nobody can be told apart or suspended",
	"hardcoded scope": "every token carries these scopes, whoever asked for it",
	"hardcoded scp": "every token carries these scopes, whoever asked for it",
	"hardcoded groups": "every user is in these groups",
	"hardcoded wlcg.groups": "every user is in these groups",
	"hardcoded entitlements": "every user has these entitlements",
	"hardcoded eduperson_entitlement": "every user has these entitlements",
	"hardcoded eduperson_assurance": "every user is told to be vetted like this",
	"hardcoded acr": "every login is told to be as strong as this",
	"hardcoded jti": "all tokens have one identifier, so that none can be traced or revoked",
	"hardcoded nbf": "the time from which a token holds has nothing to do with when it was issued",
	"hardcoded iat": "the age of a token cannot be told",
	"hardcoded exp": "all tokens end at one time, however old they are",
}

_version := "the profile has issuers write 1.0, and a service may refuse a version that it does not know"
