import pytest

from tests.services.kubernetes.files import POD
from tokenlint.services.kubernetes.recognise import TOKENS, kind_of
from tokenlint.services.text import Text


def kind(content: str, name: str = "pod.yaml") -> str | None:
    return kind_of(Text(f"k8s/{name}", name, content))


@pytest.mark.parametrize(
    "content",
    [
        POD,
        '{"volumes": [{"projected": {"sources": [{\n"serviceAccountToken": {"path": "x"}}]}}]}',
        "metadata:\n  annotations:\n    iam.gke.io/gcp-service-account: x@y.example\n",
    ],
)
def test_what_says_something_about_tokens(content: str) -> None:
    assert kind(content) == TOKENS


@pytest.mark.parametrize(
    "content",
    [
        "kind: Pod\nspec:\n  automountServiceAccountToken: false\n",
        "# serviceAccountToken: is not used\nkind: Pod\n",
        "kind: ConfigMap\ndata:\n  a/client-id: b\n",
    ],
)
def test_other_manifests(content: str) -> None:
    assert kind(content) is None


def test_prose_is_no_manifest() -> None:
    assert kind(POD, "README.md") is None
