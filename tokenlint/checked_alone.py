"""Files of our own formats that are checked, and judged by no policy."""

from tokenlint.inputs import ISSUER_MODEL, LOG_MAPPING, MAPPING, Found
from tokenlint.lint import Inputs
from tokenlint.policy.finding import Document


def _mapping(found: Found) -> Inputs:
    """A mapping among the files is checked; it counts only where `--mapping` names it."""
    from tokenlint.workflows.mapping_file import read_mapping

    file = read_mapping(found.path, found.data)
    if file.mapping is None:
        return Inputs(problems=file.problems, texts={file.source.file: file.text})
    count = len(file.mapping.services)
    known = {"services": f"{count} service{'s' if count != 1 else ''}"}
    name = file.source.file
    return Inputs(documents=(Document(name, "mapping", name, file.source, known),))


def _issuer_model(found: Found) -> Inputs:
    """An issuer model among the files is checked; `tokenlint frontier` computes with it."""
    from tokenlint.frontier.issuer_file import read_issuer

    file = read_issuer(found.path, found.data)
    if file.issuer is None:
        return Inputs(problems=file.problems, texts={file.source.file: file.text})
    name = file.source.file
    known = {"capacity": f"{file.issuer.capacity:g}/s"}
    return Inputs(documents=(Document(name, "issuer-model", name, file.source, known),))


def _log_mapping(found: Found) -> Inputs:
    """A log mapping among the files is checked; `tokenlint audit` reads logs by it."""
    from tokenlint.audit.readers.log_mapping import read_log_mapping

    file = read_log_mapping(found.path, found.data)
    name = file.source.file
    if file.mapping is None:
        return Inputs(problems=file.problems, texts={name: file.text})
    known = {"format": file.mapping.name}
    return Inputs(documents=(Document(name, "log-mapping", name, file.source, known),))


BY_THEMSELVES = {MAPPING: _mapping, ISSUER_MODEL: _issuer_model, LOG_MAPPING: _log_mapping}
