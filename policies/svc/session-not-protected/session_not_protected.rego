# METADATA
# title: The line is not protected after the login
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["session-not-protected"]

findings contains {"rule": "SVC035", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.known
	setting.written
	setting.name in _protections
	setting.value in {"optional", "never"}
	place := sprintf("/service/settings/%d", [i])
}

_protections := {
	"sec_default_encryption",
	"sec_default_integrity",
	"sec_write_encryption",
	"sec_write_integrity",
	"sec_daemon_encryption",
	"sec_daemon_integrity",
	"sec_administrator_encryption",
	"sec_administrator_integrity",
}
