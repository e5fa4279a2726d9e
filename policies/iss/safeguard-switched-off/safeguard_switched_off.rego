# METADATA
# title: A safeguard around tokens is switched off
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["safeguard-switched-off"]

findings contains {
	"rule": "ISS039",
	"at": [place],
	"args": {"setting": sprintf("#%s", [place]), "means": means},
} if {
	some i, setting in input.service.settings
	setting.known
	means := _means[setting.name][setting.value]
	place := sprintf("/service/settings/%d", [i])
}

_means := {
	"ssh.self-registration": {"allowed": concat(" ", [
		"a Vault token that is stolen for a moment is enough to register an ssh key,",
		"which brings tokens for as long as nobody removes it",
	])},
	"cluster.auditlog": {"none": "nobody can tell afterwards who obtained which token"},
	"server.request_limits.enabled": {"false": "nothing slows down whoever tries out short tokens and codes"},
	"features.guest_mode.enabled": {"true": "everybody obtains mytokens without a login"},
	"listener.tls_disable": {"true": "tokens and secrets travel in the clear up to the server"},
	"verbose_oidc_logging": {"true": "at debug level the tokens of each login are written into the log"},
}
