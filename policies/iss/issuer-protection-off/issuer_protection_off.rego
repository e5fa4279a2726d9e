# METADATA
# title: A protection of the issuer is switched off
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["issuer-protection-off"]

findings contains {
	"rule": "ISS030",
	"at": [place],
	"args": {"setting": sprintf("#%s", [place]), "means": means},
} if {
	some i, setting in input.service.settings
	setting.known
	means := _means[setting.name][setting.value]
	place := sprintf("/service/settings/%d", [i])
}

_means := {
	"sslrequired": {"none": "Keycloak logs in and hands out tokens over plain HTTP, too, from any address"},
	"iam.enablescopeauthz": {"false": "no scope policy is applied, so that every user obtains what a client may list"},
}
