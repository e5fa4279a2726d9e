# METADATA
# title: Every token of an issuer becomes the same account
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["any-subject-to-one-account"]

findings contains {"rule": "SVC008", "at": [place], "args": {"mapping": sprintf("#%s", [place])}} if {
	some i, mapping in input.service.mappings
	mapping.subjects == "any"
	mapping.account_known
	not mapping.chosen_by_token
	not mapping.any_issuer
	not mapping.privileged
	mapping.method != _after_the_scopes
	place := sprintf("/service/mappings/%d", [i])
}

# The account of XRootD that files are written as, once a scope has let the request pass.
_after_the_scopes := "default_user"
