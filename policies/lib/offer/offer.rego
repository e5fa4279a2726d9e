# METADATA
# title: Tokens that somebody can obtain
# description: Questions that several rules ask about an offer and its scopes.
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lib.offer

# Whoever holds it can overwrite and delete, or administer the issuer.
destroys(scope) if "modify" in scope.actions

destroys(scope) if scope.kind == "administration"

# It holds for a whole area, not for a part of it.
whole(scope) if scope.path.root

whole(scope) if scope.kind == "administration"

# These credentials are good for something by themselves; a device code or a session is not.
usable := {"access", "refresh", "idtoken", "mytoken", "vault"}
