# METADATA
# title: Ends before the work does
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lif["expires-before-done"]

findings contains {"rule": "LIF009", "at": ["/credential/lifetime"], "args": args} if {
	input.comparison.lifetime.missing_seconds > 0
	not _refreshed
	args := {
		"given": "#/comparison/lifetime/given_seconds",
		"needed": "#/comparison/lifetime/needed_seconds",
		"missing": "#/comparison/lifetime/missing_seconds",
	}
}

# A refresh token gives the next one in time, as long as it lives itself.
_refreshed if {
	input.credential.lifetime.refreshable
	not _refresh_ends_early
}

_refresh_ends_early if input.credential.lifetime.refresh_seconds < input.comparison.lifetime.needed_seconds
