# METADATA
# title: What kind of credential a rule is looking at
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lib.credential

# A declared request, or a captured access token whose claims could be read.
# Tokens of an HTCondor pool are left out: the pool makes, checks and revokes them by itself,
# without audience and by default without expiry.
judged if not input.credential.captured

judged if {
	profile := input.credential.token.profile
	not profile in {"htcondor", "unreadable"}
	input.credential.token.form != "encrypted"
}

# It can ask whether files are on disk or on tape, and nothing else.
# The profile made storage.poll so that such a credential may be wide and long-lived.
poll_only if {
	input.credential.actions == ["poll"]
	not input.credential.group_based
	every item in input.credential.items {
		item.kind in {"capability", "version-request"}
	}
}
