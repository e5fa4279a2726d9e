# METADATA
# title: Rights follow from groups or identity, not from capabilities
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["group-only"]

# An ID token is no access token at all, which CLM004 says; what is encrypted says nothing.
findings contains {"rule": "SCP012", "at": ["/credential"], "args": {}} if {
	input.credential.group_based
	not _told_elsewhere
}

_told_elsewhere if input.credential.token.profile in {"id-token", "unreadable"}

_told_elsewhere if input.credential.token.form == "encrypted"
