"""Our reading of literals, templates and operators, held against Terraform's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from eksnetlint.source.hcl import parse_hcl, parse_template
from eksnetlint.source.hcl_json import parse_json
from eksnetlint.source.text import Source
from tests.source.hcl_values import evaluate, number

TERRAFORM = shutil.which("terraform")
pytestmark = pytest.mark.skipif(
    TERRAFORM is None,
    reason="no terraform on PATH: that we read expressions as Terraform does is not verified",
)


def console(directory: Path, expression: str, *arguments: str) -> Any:
    """What ``terraform console`` says an expression is, as JSON."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TF_")}
    done = subprocess.run(
        ["terraform", "console", "-no-color", *arguments],
        cwd=directory,
        input=f"jsonencode({expression})\n".encode(),
        capture_output=True,
        env={**environment, "CHECKPOINT_DISABLE": "1"},
        check=False,
    )
    answers = [line for line in done.stdout.decode().splitlines() if line.startswith('"')]
    assert answers, done.stderr.decode()[-2000:]
    return json.loads(json.loads(answers[-1]))


def theirs(directory: Path, texts: Sequence[str]) -> list[Any]:
    lines = [f"  x{place} = {text}\n" for place, text in enumerate(texts)]
    content = "locals {\n" + SCOPE + "".join(lines) + "}\n"
    (directory / "main.tf").write_bytes(content.encode())
    names = ", ".join(f"local.x{place}" for place in range(len(texts)))
    found = console(directory, f"[{names}]")
    assert isinstance(found, list)
    return found


def ours(texts: Sequence[str]) -> list[Any]:
    lines = [f"x{place} = {text}\n" for place, text in enumerate(texts)]
    file = parse_hcl(Source("a.tfvars", SCOPE + "".join(lines)))
    assert not file.problems
    scope: dict[str, dict[str, Any]] = {"local": {}}
    for name in ("xs", "os"):
        scope["local"][name] = evaluate(file.body.attributes[name].value, {})
    return [evaluate(file.body.attributes[f"x{i}"].value, scope) for i in range(len(texts))]


def comparable(value: Any) -> Any:
    if isinstance(value, list):
        return [comparable(item) for item in value]
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()}
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    return value if isinstance(value, bool) else number(value)


SCOPE = """
  xs = ["a", "b"]
  os = [{ name = "p", tags = [{ n = 1 }, { n = 2 }] }, { name = "q", tags = [{ n = 3 }] }]
"""

EXPRESSIONS = r"""
1
0
1.50
1e10
1.5e-3
2E+2
123456789012345678901234567890
true
null
""
"a b"
"\n\r\t\"\\"
"\u00e9\U0001F600"
"é e\u0301 😀"
"$ % $$ %% $x %y"
"$${1}"
"$$${1} $$$${2}"
"%%{ if } %%%{ if }"
"a$%{ if true }b%{ endif }"
"%${1}"
"\\${1}\\"
"${1}"
"${[1, 2]}"
"${"a"}"
"x${1}y${true}z"
"${1}${2}"
"${"${"nested ${1}"}"}"
"${{ a = 1 }.a}"
"  ${~ 1 ~}  "
"a  \t${~ 1 ~}\n  \n b"
"a ${1 ~} ${~ 2} b"
"%{ if true }yes%{ else }no%{ endif }"
"%{ if false }yes%{ endif }"
"%{ if true ~} a  %{~ else ~} b %{~ endif ~} c"
"%{ for x in local.xs }<${x}>%{ endfor }"
"%{ for i, x in local.xs ~} ${i}=${x} %{ endfor ~} !"
"%{ for x in local.xs }%{ if x == "a" }A%{ else }%{ for y in [1] }B%{ endfor }%{ endif }%{ endfor }"
"# no comment // neither /* nor this */"
"${1 /* one */}"
1 + 2 * 3
(1 + 2) * 3
10 - 4 - 3
100 / 10 / 2
7 % 4 * 2
-2 + 3
- 2 * -3
-local.os[0].tags[0].n
!true || true
!(true || true)
!!true
- -1
1 + 2 == 3
1 < 2 == true
1 == 2 || 3 != 4 && 5 <= 6
true || false && false
1 > 2 || 2 >= 2
true ? 1 : 2
true ? 1 : false ? 2 : 3
false ? 1 : false ? 2 : 3
false ? 1 : true ? 2 : 3
true ? false ? 1 : 2 : 3
1 + 1 == 2 ? 1 + 1 : 2 + 2
false ? 1 : true ? 2 : false ? 3 : 4
[]
{}
[1, "a", [true]]
[1, 2,]
[for x in local.xs : "${x}!"]
[for i, x in local.xs : i]
[for x in local.xs : x if x != "a"]
[for x in true ? local.xs : [] : x]
{ for i, x in local.xs : x => i }
{ for x in local.os : x.name => x.tags[*].n... }
{ for x in ["a", "a"] : x => 1... if true }
{ a = 1, b = 2 }
{ a = 1, "b" : 2, (local.xs[0]) = 3 }
{ "${local.xs[0]}-x" = 1, true = 2, null = 3, 5 = 6, a-b = 7 }
{ a = { b = { c = 1 } } }.a.b.c
local.xs[0]
local.xs.1
local.os[0]["name"]
local.os[*].name
local.os.*.name
local.os[*].tags[0].n
local.os[*].tags[*].n
local.os.*.tags[0]
local.os.*.tags.0.n
local.os.*.name[1]
local.os[0].tags.*.n
local.xs[*]
"a"[*]
[1, 2][1]
{ a = 1 }["a"]
("a")
(((1)))
""".strip().splitlines()

SEVERAL_LINES = [
    "[\n1,\n\n2\n, 3 # three\n]",
    "(1\n+ 2\n* 3)",
    '{\n  a = 1\n  "b" = 2, c = 3\n\n  (local.xs[0]) = 4 // four\n}',
    "{\n  a = 1 /* one\n two */\n  b = 2\n}",
    '"${\n  1\n}"',
    '"${[\n1,\n2\n][0]}"',
    "[for x in local.xs :\n x\n if x != 1\n]",
    "{\n for x in\n local.xs : x\n => 1\n}",
    "[for x in local.xs : {\n  x = x\n  (x) = 1\n}]",
    '[\n  "a",\n  <<EOT\nb\nEOT\n  , "c"\n]',
]

HEREDOCS = [
    "",
    "\n",
    "a\n",
    "  a\n    b\n  c\n",
    "    a\n  b\n\n      c\n",
    "  a\n \n\n   b\n",
    "\ta\n    b\n",
    "\u00a0\u2003a\n   b\n",
    "  é\n   b\n",
    "  ${1}\n    a\n",
    "${1}\n    a\n",
    "    a ${1}\n  ${2} b\n",
    "    a\n      ~\n    ${~ 1 ~}\n\n      b\n    c\n",
    "    a ${~ 1 ~}   \n    b\n     c\n",
    "      ${~ 1 ~}   \n    b\n     c\n",
    "  %{ if true }\n    a\n  %{ else }\n    b\n  %{ endif }\n",
    "    %{ if true ~}\n      a\n    %{ endif ~}\n    b\n",
    '%{ for x in ["p", "q"] ~}\n\n  item ${x}\n%{ endfor ~}\n',
    "  %{ for i, x in local.xs ~}\n  ${i}: ${x}\n  %{ endfor ~}\n  end\n",
    '  "q" \\n \\ \\" $${x} %%{ if } $$${y} $ %\n',
    "  # x ${1} // y\n  /* z\n",
    "  ${1} EOT\n  EOT EOT\n  EOTX\n",
    "  ${<<EOT2\n   x\n  EOT2\n  }\n    a\n",
    "  x\r\n    y ${1}\r\n\r\n  z\r\n",
    "  a\r\n  ${~ 2 ~}\r\n     b\r\n",
]


def test_expressions_mean_what_terraform_says(tmp_path):
    texts = EXPRESSIONS + SEVERAL_LINES
    found = zip(texts, ours(texts), theirs(tmp_path, texts), strict=True)
    wrong = [(text, a, b) for text, a, b in found if comparable(a) != comparable(b)]
    assert not wrong


@pytest.mark.parametrize("opening", ["<<", "<<-"])
def test_heredocs_mean_what_terraform_says(tmp_path, opening):
    texts = [f"{opening}EOT\n{body}{end}" for body in HEREDOCS for end in ("EOT", " \tEOT \n")]
    found = zip(texts, ours(texts), theirs(tmp_path, texts), strict=True)
    wrong = [(text, a, b) for text, a, b in found if comparable(a) != comparable(b)]
    assert not wrong


def test_files_of_templates_mean_what_terraform_says(tmp_path):
    bodies = [body for body in HEREDOCS if "local" not in body and "<<" not in body]
    bodies += ["${[1]}", "${[1][0]}\r\n${~ 2 }\r\n", "T ${1} TT", "a", "  ${~ 1 ~}  \n  x"]
    for place, body in enumerate(bodies):
        (tmp_path / f"{place}.tpl").write_bytes(body.encode())
    files = [f'templatefile("{place}.tpl", {{}})' for place in range(len(bodies))]
    found = [evaluate(parse_template(Source("a.tpl", body)), {}) for body in bodies]
    wanted = theirs(tmp_path, files)
    assert [comparable(value) for value in found] == [comparable(value) for value in wanted]


def test_json_means_what_terraform_says(tmp_path):
    content = {
        "locals": {
            "//": "a comment",
            "a": ["a ${~ 1} \n\n  ${~ 2 ~}\n\n  x", "${1}", "$${x}", "\\n", 'q "é"', -1.5, None],
            "b": {"${1 + 1}": "x", "c": [True, {"d": 1e3}]},
        },
        "variable": [{"v": {"default": "${x}", "type": "string"}}, {"w": {"default": [1]}}],
    }
    text = json.dumps(content)
    (tmp_path / "main.tf.json").write_text(text, encoding="utf-8")
    (tmp_path / "terraform.tfvars.json").write_text('{"w": ["${y}"]}', encoding="utf-8")
    wanted = console(tmp_path, "[local.a, local.b, var.v, var.w]")
    file = parse_json(Source("main.tf.json", text))
    values = parse_json(Source("terraform.tfvars.json", '{"w": ["${y}"]}'))
    names, variable, _ = (block.body.attributes for block in file.body.blocks)
    nodes = [names["a"], names["b"], variable["default"], values.body.attributes["w"]]
    assert [comparable(evaluate(node.value, {})) for node in nodes] == comparable(wanted)


operands = st.sampled_from(["1", "2", "3", "(1 + 2)", "-4", "local.os[0].tags[0].n", "[5, 6][1]"])


def numbers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(" ".join),
        inner.map(lambda text: f"-{text}" if not text.startswith("-") else f"- {text}"),
        st.tuples(truths(inner), inner, inner).map(lambda t: f"({t[0]} ? {t[1]} : {t[2]})"),
    )


def truths(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    simple = st.tuples(inner, st.sampled_from(["<", ">", "<=", ">=", "==", "!="]), inner)
    comparison = simple.map(" ".join)
    return st.lists(comparison, min_size=1, max_size=4).flatmap(
        lambda parts: st.lists(
            st.sampled_from([" && ", " || "]), min_size=len(parts) - 1, max_size=len(parts) - 1
        ).map(lambda joints: "".join(map("".join, zip(parts, [*joints, ""], strict=True))))
    )


sums = st.recursive(operands, numbers, max_leaves=8)
chains = st.lists(st.tuples(truths(sums), sums), min_size=1, max_size=3).map(
    lambda pairs: "".join(f"{a} ? {b} : " for a, b in pairs) + "0"
)
template_bits = st.sampled_from(
    ["a", "é", " ", "  ", "\t", "$", "%", "$$", "%%", "$${", "%%{", "}", "{", "~"] * 2
    + "${1},${~ 2},${3 ~},${~ 4 ~},%{ if true },%{ if false ~},%{~ if true ~}".split(",")
)


def closed(bits: list[str], end: str) -> str:
    text = ""
    for bit in bits:
        # Together they might begin, or escape, what the list does not mean.
        text += "." + bit if text[-1:] in ("$", "%") and bit[0] in "{$%" else bit
    count = sum(bit.startswith(("%{ if", "%{~ if")) for bit in bits)
    return text + "." * bool(count) + "%{ endif }" * count + end


quoted = st.lists(template_bits | st.sampled_from([r"\n", r"\t", r"\""]), max_size=8).map(
    lambda bits: f'"{closed(bits, "")}"'
)
heredocs = st.tuples(
    st.sampled_from(["<<", "<<-"]),
    st.lists(template_bits | st.sampled_from(["\n", "\n", "\n  ", "\\n", '"']), max_size=12),
).map(lambda pair: f"{pair[0]}EOT\n{closed(pair[1], chr(10))}EOT")


# A smaller counterexample is not worth a run of Terraform for each try.
@settings(max_examples=15, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(chains | sums | quoted | heredocs, min_size=20, max_size=60))
def test_whatever_is_written_means_what_terraform_says(tmp_path, texts):
    for text, found, wanted in zip(texts, ours(texts), theirs(tmp_path, texts), strict=True):
        assert comparable(found) == comparable(wanted), text
