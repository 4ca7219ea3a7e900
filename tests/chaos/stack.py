"""The deployment as template.yaml and Chalice's triggers describe it: names, limits and filters.

The template is read with its short forms (`!Ref`, `!GetAtt`, `!Sub`) kept as tagged values. Each
resource gets a name, a URL or an ARN that is easy to recognize.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
REGION, ACCOUNT = "eu-central-1", "123456789012"
_ARN_SERVICES = {
    "AWS::SQS::Queue": "sqs",
    "AWS::SNS::Topic": "sns",
    "AWS::DynamoDB::Table": "dynamodb",
    "AWS::Cognito::UserPool": "cognito-idp",
}
_SET_BY_DEPLOYMENT = {"PageUrl": "https://stills.example.com"}
"""Parameters that a deployment gives a value after it has made the stack."""


@dataclass(frozen=True)
class Tagged:
    """`!Ref X` is Tagged("Ref", "X")."""

    tag: str
    value: Any


class _Loader(yaml.SafeLoader):
    """Keeps the short forms of CloudFormation."""


def _tagged(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> Tagged:
    if isinstance(node, yaml.ScalarNode):
        return Tagged(tag, loader.construct_scalar(node))
    if isinstance(node, yaml.SequenceNode):
        return Tagged(tag, loader.construct_sequence(node, deep=True))
    assert isinstance(node, yaml.MappingNode)
    return Tagged(tag, loader.construct_mapping(node, deep=True))


_Loader.add_multi_constructor("!", _tagged)


class Stack:
    """The template's resources, with every reference resolved."""

    def __init__(self, text: str) -> None:
        self._template = yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader

    def of_type(self, *types: str) -> dict[str, dict[str, Any]]:
        """The properties of the resources of some types, by logical name."""
        return {
            name: self.resolve(resource.get("Properties", {}))
            for name, resource in self._template["Resources"].items()
            if resource["Type"] in types
        }

    def outputs(self) -> dict[str, str]:
        """The environment of the API's functions: VideosBucketName is VIDEOS_BUCKET_NAME."""
        return {
            re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper(): str(self.resolve(output["Value"]))
            for name, output in self._template["Outputs"].items()
        }

    def environment(self, function: str) -> dict[str, str]:
        properties = self._template["Resources"][function]["Properties"]
        variables = self.resolve(properties["Environment"]["Variables"])
        return {name: str(value) for name, value in variables.items()}

    def resolve(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self.resolve(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.resolve(each) for each in value]
        if not isinstance(value, Tagged):
            return value
        if value.tag == "Ref":
            return self._ref(value.value)
        if value.tag == "GetAtt":
            name, _, attribute = value.value.partition(".")
            return self.arn(name) if attribute == "Arn" else name
        if value.tag == "Sub":
            return re.sub(
                r"\$\{([^}]+)\}", lambda m: str(self.resolve(_reference(m[1]))), value.value
            )
        return f"!{value.tag}"

    def _ref(self, name: str) -> Any:
        if name in self._template["Parameters"]:
            default = self._template["Parameters"][name].get("Default", "")
            return _SET_BY_DEPLOYMENT.get(name, default)
        kind = self._template["Resources"].get(name, {}).get("Type")
        if kind == "AWS::SNS::Topic":
            return self.arn(name)
        if kind == "AWS::SQS::Queue":
            return f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}"
        if kind == "AWS::Cognito::UserPool":
            return f"{REGION}_{name}"
        return name

    def arn(self, name: str) -> str:
        kind = self._template["Resources"][name]["Type"]
        if kind == "AWS::S3::Bucket":
            return f"arn:aws:s3:::{name}"
        return f"arn:aws:{_ARN_SERVICES.get(kind, 'other')}:{REGION}:{ACCOUNT}:{name}"


def _reference(text: str) -> Tagged:
    return Tagged("GetAtt" if "." in text else "Ref", text)


def name_of(arn_or_url: str) -> str:
    """The logical name at the end of an ARN or a queue's URL."""
    return re.split(r"[:/]", arn_or_url)[-1]


@cache
def stack() -> Stack:
    return Stack((ROOT / "template.yaml").read_text())
