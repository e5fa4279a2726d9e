"""Who XRootD's authorization database believes to have before it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """A client after the SciTokens plug-in looked at its token.

    `name` is an account (from a mapping, or the login's), empty for none;
    `organization` is the issuer of the token. `open_name` tells that a mapping
    which the files do not tell may give any account.
    """

    name: str = ""
    organization: str = ""
    groups: tuple[str, ...] = ()
    open_name: bool = False

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Organization and group as the database walks through them; nothing without a token."""
        if not self.organization and not self.groups:
            return ()
        return tuple((self.organization, group) for group in self.groups or ("",))


ANONYMOUS = Entity()
