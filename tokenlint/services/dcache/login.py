"""A login: the phases auth, map, account and session of gPlazma, one after the other.

A phase asks its plugins in the order of `gplazma.conf` (`PAMStyleStrategy`): success of a
`sufficient` one ends the phase, failure of a `requisite` one ends the login,
failure of a `required` one refuses it at the end of the phase.
A plugin whose answer the files do not tell is passed, and noted.
At the end there must be one user name, one uid, one primary gid, a home and a root directory
(`DoorValidationStrategy`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tokenlint.services.dcache.authentication import Answer, Authenticated, authenticate
from tokenlint.services.dcache.config import Configuration, Plugin
from tokenlint.services.dcache.mapping import Mapped, map_with, without_tokens
from tokenlint.services.dcache.principals import Principal
from tokenlint.services.dcache.scopes import Grant
from tokenlint.services.dcache.session import Attributes, account_with, session_with
from tokenlint.services.decision import Presented, Step
from tokenlint.services.value import Value

_TOKEN_PLUGINS = frozenset({"oidc", "scitoken"})


@dataclass(slots=True)
class Login:
    """What a login knows; it grows from phase to phase.

    `grants` holds one list for each plugin whose scopes count: all of them must permit.
    `refused` says why there is no session, `depends_on` what the files leave open;
    `mapped` is the line that turned the token into an account, `granted` that of the provider
    whose prefix its scopes count below.
    """

    principals: list[Principal] = field(default_factory=list)
    grants: list[tuple[Grant, ...]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    depends_on: list[str] = field(default_factory=list)
    refused: str = ""
    root: Value | None = None
    home: bool = False
    prefixes: list[Value] = field(default_factory=list)
    read_only: Step | None = None
    mapped: Step | None = None
    granted: Step | None = None

    def names(self, kind: str) -> list[str]:
        """The distinct names of principals of a kind."""
        return list(dict.fromkeys(each.name for each in self.principals if each.kind == kind))

    @property
    def scoped(self) -> bool:
        """Whether the scopes of the token decide, and not the permissions of the namespace."""
        return bool(self.grants)

    @property
    def superuser(self) -> bool:
        """Whether the user is uid 0, whom the namespace lets do everything."""
        return "0" in self.names("uid")


def login(configuration: Configuration, shown: Presented) -> Login:
    """Log in with a token."""
    state = Login()
    run = (
        ("auth", lambda plugin: _auth(configuration, state, plugin, shown)),
        ("map", lambda plugin: _map(state, plugin)),
        ("account", lambda plugin: _account(state, plugin)),
        ("session", lambda plugin: _session(state, plugin)),
    )
    for phase, call in run:
        if not _phase(configuration.stack(phase), call):
            state.refused = f"phase {phase} refuses the login"
            break
        if phase == "auth" and configuration.plugins and not (state.principals or state.depends_on):
            state.refused = "no plugin of phase auth takes the token"
            break
    if not configuration.stack_known:
        state.depends_on.append("the lines of gplazma.conf that are not at hand")
    if not state.refused:
        state.refused = _incomplete(state)
    return state


def _phase(plugins: tuple[Plugin, ...], call: Callable[[Plugin], Answer]) -> bool:
    """Whether the phase lets the login go on."""
    failed = may_have_ended = False
    for plugin in plugins:
        answer, control = call(plugin), plugin.line.control
        if answer is Answer.SUCCESS and control == "sufficient":
            return True
        if answer is Answer.OPEN and control == "sufficient":
            may_have_ended = True
        if answer is Answer.FAIL and control in {"required", "requisite"}:
            failed = not may_have_ended
            if failed and control == "requisite":
                break
    return not failed


def _auth(configuration: Configuration, state: Login, plugin: Plugin, shown: Presented) -> Answer:
    if plugin.line.plugin not in _TOKEN_PLUGINS:
        if without_tokens(plugin) or plugin.line.plugin == "kpwd":
            return Answer.FAIL
        return _open(state, f"what the plugin {plugin.line.plugin} says to the token")
    read: Authenticated = authenticate(configuration, plugin.line.plugin, shown)
    state.steps += read.steps
    state.principals += read.principals
    if read.grants is not None:
        state.grants.append(read.grants)
        state.granted = state.granted or read.steps[0]
    return _open(state, read.depends_on) if read.answer is Answer.OPEN else read.answer


def _map(state: Login, plugin: Plugin) -> Answer:
    read: Mapped = map_with(plugin, state.principals)
    state.steps += read.steps
    state.principals += read.principals
    if read.steps and state.mapped is None:
        state.mapped = read.steps[0]
    return _unless_open(state, read.answer, read.depends_on)


def _account(state: Login, plugin: Plugin) -> Answer:
    read: Attributes = account_with(plugin, state.principals)
    state.steps += read.steps
    return _open(state, read.depends_on) if read.answer is Answer.OPEN else read.answer


def _session(state: Login, plugin: Plugin) -> Answer:
    read: Attributes = session_with(plugin, state.principals)
    state.steps += read.steps
    if state.root is None:
        state.root = read.root
    state.home = state.home or read.home
    state.prefixes += [read.prefix] if read.prefix else []
    state.principals += [Principal("role", role) for role in read.roles]
    if read.read_only and state.read_only is None:
        state.read_only = read.steps[0]
    return _unless_open(state, read.answer, read.depends_on)


def _unless_open(state: Login, answer: Answer, depends_on: str) -> Answer:
    """A plugin may know somebody whom an earlier, open answer makes of the token."""
    if answer is Answer.OPEN:
        return _open(state, depends_on)
    return Answer.OPEN if answer is Answer.FAIL and state.depends_on else answer


def _open(state: Login, depends_on: str) -> Answer:
    if depends_on not in state.depends_on:
        state.depends_on.append(depends_on)
    return Answer.OPEN


def _incomplete(state: Login) -> str:
    """What a session must have and this one has not, as far as the files are at hand."""
    primary = {each.name for each in state.principals if each.kind == "gid" and each.primary}
    counts = (
        ("user name", len(state.names("username"))),
        ("uid", len(state.names("uid"))),
        ("primary gid", len(primary)),
    )
    for what, count in counts:
        if count > 1:
            return f"the login has more than one {what}"
        if not count and not state.depends_on:
            return f"the login has no {what}"
    if not state.depends_on and (state.root is None or not state.home):
        return "the session has no home or root directory"
    return ""
