"""Harvester: `panda_harvester.cfg`, the setups of its credential manager, and its queues.

`pluginConfigs` of `[credmanager]` is JSON in an INI file: a list of modules, each with named
setups. A setup may also stand in a file of its own (`inFile`). Source: HSF/harvester @10afaae,
harvesterbody/cred_manager.py, harvestermisc/frontend_utils.py.
"""

from collections.abc import Iterator, Sequence

from tokenlint.services.acceptance import Acceptance, Dead, Service, Setting
from tokenlint.services.asked import workflow_of
from tokenlint.services.panda import queues, tokens
from tokenlint.services.panda.recognise import CREDENTIALS, HARVESTER, QUEUES, SUBMIT
from tokenlint.services.pieces import Piece
from tokenlint.services.structured.ini import Ini, Option, read_ini
from tokenlint.services.structured.tree import Node, Tree, read_tree
from tokenlint.services.text import Text
from tokenlint.source import Problem


def service_of(pieces: Sequence[Piece]) -> tuple[Service, tuple[Problem, ...]]:
    """The Harvester whose files lie in one folder."""
    files = [read_ini(piece.text) for piece in pieces if piece.kind == HARVESTER]
    inner = [_json_of(each) for each in files]
    plugins = [tree for tree in inner if tree]
    setups = [*_setups(plugins)]
    problems = [wrong for each in files for wrong in each.problems]
    problems += [wrong for each in plugins for wrong in each.problems]
    settings = [each for file in files for each in _front_end(file)]
    for piece in pieces:
        if piece.kind in {CREDENTIALS, QUEUES}:
            tree = read_tree(piece.text)
            problems += tree.problems
            for root in tree.documents:
                if piece.kind == CREDENTIALS:
                    setups.append((piece.text.name, root))
                else:
                    settings += queues.settings(root)
    settings += queues.of_templates([each.text for each in pieces if each.kind == SUBMIT])
    settings += [each for _, setup in setups for each in tokens.settings(setup)]
    asked = [each for name, setup in setups for each in tokens.requests(name, setup)]
    dead = [each for _, setup in setups for each in tokens.dead(setup)]
    requests = tuple(made for each in asked if (made := workflow_of(each)))
    return Service(_acceptance(pieces, settings, dead), requests=requests), tuple(problems)


def _acceptance(
    pieces: Sequence[Piece], settings: Sequence[Setting], dead: Sequence[Dead]
) -> Acceptance:
    first = pieces[0].text
    return Acceptance(
        product="harvester",
        title="Harvester",
        name=first.file,
        source=first.whole,
        files=tuple(dict.fromkeys(piece.text.file for piece in pieces)),
        service="client",
        settings=tuple(settings),
        dead=tuple(dead),
    )


def _front_end(file: Ini) -> Iterator[Setting]:
    """Whether the front end looks at the signatures of tokens."""
    option = file.get("frontend", "verifyToken")
    if option is not None:
        value = option.value
        text = value.text.casefold()
        yield Setting("frontend/verifytoken", text, value.source, known=value.known)


def _setups(plugins: Sequence[Tree]) -> Iterator[tuple[str, Node]]:
    """The named setups of the manager of tokens."""
    for tree in plugins:
        for plugin in tree.root.items if tree.root else ():
            module = plugin.text("module")
            if module is None or not module.text.endswith(tokens.MANAGER):
                continue
            configs = plugin.get("configs")
            yield from configs.children.items() if configs else ()


def _json_of(file: Ini) -> Tree | None:
    """The value of `pluginConfigs`, read as JSON where it stands."""
    option = file.get("credmanager", "pluginConfigs")
    if option is None or not (option.value.text or option.more):
        return None
    return read_tree(_text_of(file.text, option))


def _text_of(text: Text, option: Option) -> Text:
    """The value of an option over all its lines, each character at its place."""
    lines = [each.source.line for each in (option.value, *option.more)]
    first, last = min(lines) - text.line, max(lines) - text.line
    column = max(option.value.source.column - 1 - text.indent, 0)
    before = text.lines[first].find("=") + 1 if not option.value.text else column
    kept = " " * before + text.lines[first][before:]
    content = "\n".join([kept, *text.lines[first + 1 : last + 1]])
    return Text(
        text.file, "pluginConfigs.json", content, text.line + first, text.indent, text.exact, True
    )
