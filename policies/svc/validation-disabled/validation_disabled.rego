# METADATA
# title: A check of credentials is switched off
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["validation-disabled"]

import data.tokenlint.lib.advice
import data.tokenlint.lib.service

findings contains {
	"rule": "SVC013",
	"at": [place],
	"args": {
		"setting": sprintf("#%s", [place]),
		"means": means,
		"advice": advice.of("check"),
	},
} if {
	some i, setting in input.service.settings
	setting.known
	means := _means[setting.name][setting.value]
	place := sprintf("/service/settings/%d", [i])
}

# A list of methods, of which one proves nothing.
findings contains {
	"rule": "SVC013",
	"at": [place],
	"args": {
		"setting": sprintf("#%s", [place]),
		"means": "CLAIMTOBE takes the name that the client gives, without any proof",
		"advice": advice.of("check"),
	},
} if {
	some i, setting in input.service.settings
	setting.known
	setting.name in _methods
	"claimtobe" in split(setting.value, ",")
	place := sprintf("/service/settings/%d", [i])
}

# XRootD loads the libraries, and without this directive never asks them.
findings contains {
	"rule": "SVC013",
	"at": [place],
	"args": {
		"setting": sprintf("#%s", [place]),
		"means": "the authorization libraries are loaded and never asked, so that everything is allowed",
		"advice": advice.of("check"),
	},
} if {
	service.asks_no_library
	not _deletion_shown
	some libraries in input.service.settings
	libraries.name == "ofs.authlib"
	libraries.value != "none"
	some i, setting in input.service.settings
	setting.name == "ofs.authorize"
	place := sprintf("/service/settings/%d", [i])
}

# SVC001 shows what is open then.
_deletion_shown if {
	some deletion in input.service.deletions
	deletion.sure
	service.by_anyone(deletion)
}

_means := {
	"xrd.tlsca": {"noverify": "certificates are taken without being verified"},
	"sec.protocol ztn -tokenlib": {"none": "a login by token is taken without looking at the token"},
	"storm.authz.disabled": {"true": "everybody may do everything"},
	"dcache.enable.authn.anonymous-fallback-on-failed-login": {"true": "a refused login goes on as an anonymous one"},
	"ssl_skip_host_check": {"true": "the name in a server's certificate is not compared"},
	"pelican_credmon_tls_skip_verify": {"true": "the server's certificate is not verified"},
	"bootstrap_ssl_server_trust": {"true": "an unknown server certificate is trusted when it is first seen"},
	"sec_default_authentication": _optional,
	"sec_write_authentication": _optional,
	"sec_daemon_authentication": _optional,
	"sec_administrator_authentication": _optional,
	"sec_negotiator_authentication": _optional,
}

_optional := {
	"never": "nobody is asked who he is",
	"optional": "who does not want to say who he is need not",
}

_methods := {
	"sec_default_authentication_methods",
	"sec_write_authentication_methods",
	"sec_daemon_authentication_methods",
	"sec_administrator_authentication_methods",
	"sec_negotiator_authentication_methods",
	"sec_advertise_master_authentication_methods",
	"sec_advertise_schedd_authentication_methods",
	"sec_advertise_startd_authentication_methods",
}
