# METADATA
# title: Requests for tokens are approved wherever they come from
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["token-requests-approved-from-anywhere"]

findings contains {"rule": "ISS042", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.known
	setting.name == "condor_token_request_auto_approve.netblock"
	setting.value in {"0.0.0.0/0", "0/0", "::/0", "*"}
	place := sprintf("/service/settings/%d", [i])
}
