"""What clusters of the configuration take, what they leave, and what follows about them."""

from __future__ import annotations

import pytest

from eksnetlint.model import cluster_facts as facts
from eksnetlint.model.candidates import unseen_groups
from eksnetlint.model.claims import BadClaim, Claim, ClaimedPath
from eksnetlint.model.cluster import Cluster, Join
from eksnetlint.model.declared import NOTHING, Declarations, declarations
from eksnetlint.model.linking import link
from eksnetlint.model.manifest import Platform
from eksnetlint.readers.files import Input, read_files
from eksnetlint.readers.terraform.modules.settings import RootSetting
from eksnetlint.values import Known, Unknown, is_known

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: %s, namespace: shop}\nspec: %s\n"
WINDOWS_POD = POD % ("web", "{nodeSelector: {kubernetes.io/os: windows}, containers: [{name: a}]}")
DENY = (
    "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
    "metadata: {name: deny, namespace: shop}\nspec: {podSelector: {}}\n"
)
MODULE = """\
variable "name" {
  type = string
}
resource "aws_eks_cluster" "this" {
  name = var.name
}
"""
CALL = 'module "eks" {\n  source = "../modules/eks"\n  name = "%s"\n}\n'
GROUP = """\
resource "aws_eks_node_group" "windows" {
  cluster_name    = "%s"
  node_group_name = "windows"
  ami_type        = "WINDOWS_CORE_2022_x86_64"
}
"""
MAKER = 'resource "aws_eks_cluster" "this" {\n  name = "shop"\n}\n'


def eksctl(name: str, group: str = "linux") -> str:
    return (
        "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\n"
        f"metadata: {{name: {name}, region: eu-west-1}}\nnodeGroups:\n  - name: {group}\n"
    )


def pod(name: str) -> str:
    return POD % (name, "{containers: [{name: a}]}")


def claim(
    name: str,
    infrastructure: str = "",
    manifests: str = "",
    *facts: str,
    environment: str = "",
    complete: bool = False,
) -> Claim:
    """A claim whose paths are written with spaces between them, in lines 1, 2 …"""
    infra, apps = (
        tuple(ClaimedPath(path, f"{name}.yaml:{line}") for line, path in enumerate(given, 1))
        for given in (infrastructure.split(), manifests.split())
    )
    declared = declarations(facts)
    return Claim(name, "eksnetlint.yaml", infra, apps, environment, declared, complete)


def linked(
    files: dict[str, str],
    *claims: Claim,
    declared: Declarations = NOTHING,
    settings: tuple[RootSetting, ...] = (),
    base: str = "",
) -> tuple[Cluster, ...]:
    inputs = [Input(path, text.encode) for path, text in files.items()]
    read = read_files(inputs, "eksnetlint:", settings=settings)
    assert not read.reading.flaws
    return link(read.reading.objects, declared, base, claims)


def told(found: tuple[Cluster, ...]) -> dict[str, list[str]]:
    """The names of what belongs to each cluster, by its title."""
    return {
        one.title: [
            name.value
            for name in (
                *(item.name for item in one.node_groups),
                *(item.name for item in one.workloads),
                *(item.name for item in one.network_policies),
            )
            if isinstance(name, Known)
        ]
        for one in found
    }


# --- what a cluster takes ----------------------------------------------------------------------


def test_files_belong_to_the_cluster_that_claims_them():
    found = linked(
        {
            "a/cluster.yaml": eksctl("one", "a"),
            "b/cluster.yaml": eksctl("two", "b"),
            "apps/a.yaml": pod("web-a"),
            "apps/b.yaml": pod("web-b"),
        },
        claim("dev", "a", "apps/a.yaml"),
        claim("prod", "b", "apps/b.yaml"),
    )
    assert told(found) == {"cluster 'dev'": ["a", "web-a"], "cluster 'prod'": ["b", "web-b"]}
    assert {one.join for one in found} == {Join.CONFIGURED}


def test_what_infrastructure_declares_is_one_cluster_whatever_its_names():
    files = {"a/one.yaml": eksctl("one", "a"), "a/two.yaml": eksctl("two", "b")}
    assert told(linked(files, claim("prod", "a"))) == {"cluster 'prod'": ["a", "b"]}


def test_manifests_beside_infrastructure_belong_to_it():
    files = {"a/cluster.yaml": eksctl("one", "a"), "a/web.yaml": pod("web")}
    assert told(linked(files, claim("prod", "a"))) == {"cluster 'prod'": ["a", "web"]}


def test_a_shared_base_belongs_to_each_cluster_once():
    dev, prod = linked(
        {"base/deny.yaml": DENY, "dev/web.yaml": pod("dev"), "prod/web.yaml": pod("prod")},
        claim("dev", "", "base dev"),
        claim("prod", "", "base prod base/*.yaml"),
    )
    assert told((dev, prod)) == {
        "cluster 'dev'": ["dev", "deny"],
        "cluster 'prod'": ["prod", "deny"],
    }
    assert dev.network_policies == prod.network_policies
    assert (dev.elsewhere, prod.elsewhere) == ((), ())


def test_policies_of_another_cluster_are_elsewhere():
    dev, prod = linked(
        {"dev/deny.yaml": DENY, "prod/web.yaml": pod("prod")},
        claim("dev", "", "dev"),
        claim("prod", "", "prod"),
    )
    assert prod.elsewhere == dev.network_policies
    assert dev.elsewhere == ()


def test_what_nobody_claims_is_joined_as_if_there_were_nothing_else():
    found = linked(
        {
            "a/cluster.yaml": eksctl("one", "a"),
            "b/cluster.yaml": eksctl("two", "b"),
            "apps/web.yaml": pod("web"),
        },
        claim("dev", "a"),
    )
    assert told(found) == {"cluster 'dev'": ["a"], "cluster 'two' in eu-west-1": ["b", "web"]}
    assert [one.join for one in found] == [Join.CONFIGURED, Join.INFERRED]


def test_manifests_that_nobody_claims_join_no_cluster_that_is_claimed():
    files = {"a/cluster.yaml": eksctl("one", "a"), "apps/web.yaml": pod("web")}
    found = linked(files, claim("dev", "a"))
    assert told(found) == {"cluster 'dev'": ["a"], "manifests in .": ["web"]}


def test_a_claim_of_which_nothing_is_scanned_is_no_cluster():
    assert told(linked({"a.yaml": pod("web")}, claim("dev", "x"))) == {"manifests in .": ["web"]}


def test_paths_start_at_the_root_wherever_the_scan_does():
    files = {"deep/apps/web.yaml": pod("web")}
    assert told(linked(files, claim("dev", "", "deep/apps"), base="deep/")) == {
        "cluster 'dev'": ["web"]
    }
    assert told(linked(files, claim("dev", "", "apps"), base="deep/")) == {
        "manifests in deep/": ["web"]
    }


# --- Terraform -----------------------------------------------------------------------------------


def test_a_cluster_belongs_where_its_root_lies_and_not_the_module_that_makes_it():
    files = {
        "modules/eks/main.tf": MODULE,
        "dev/main.tf": CALL % "shop-dev",
        "prod/main.tf": CALL % "shop-prod",
    }
    dev, prod = linked(files, claim("dev", "dev"), claim("prod", "prod/*.tf"))
    assert [(one.title, len(one.declarations)) for one in (dev, prod)] == [
        ("cluster 'dev'", 1),
        ("cluster 'prod'", 1),
    ]
    assert is_known(dev.declarations[0].name, "shop-dev")
    assert is_known(prod.declarations[0].name, "shop-prod")
    assert str(prod.declarations[0].span).startswith("modules/eks/main.tf:4:")


def test_an_environment_is_one_evaluation_of_a_root():
    settings = tuple(
        RootSetting("infra", (), (("name", name),), f"infra for {name}") for name in ("dev", "prod")
    )
    prod, left = linked(
        {"infra/main.tf": MODULE},
        claim("production", "infra", environment="prod"),
        settings=settings,
    )
    assert (prod.title, left.title) == ("cluster 'production'", "cluster 'dev'")
    assert is_known(prod.declarations[0].name, "prod")


def test_several_evaluations_of_a_root_are_never_one_cluster():
    settings = tuple(
        RootSetting("infra", (), (("name", name),), f"infra for {name}") for name in ("dev", "prod")
    )
    with pytest.raises(BadClaim) as caught:
        linked({"infra/main.tf": MODULE}, claim("all", "infra"), settings=settings)
    assert str(caught.value) == (
        "all.yaml:1: infra/main.tf:4:1 declares several clusters, in infra for dev and infra for"
        " prod; claim one of them, with an `environment` where there are several"
    )


def test_a_cluster_that_two_claims_take_is_refused():
    with pytest.raises(BadClaim) as caught:
        linked({"a/b/c.yaml": eksctl("one")}, claim("dev", "a/*"), claim("prod", "x */b"))
    assert str(caught.value) == (
        "prod.yaml:2: a/b/c.yaml declares a cluster, which is already that of 'dev'"
    )


# --- facts -------------------------------------------------------------------------------------


def test_facts_of_a_cluster_beat_its_files_and_the_command_line_beats_both():
    files = {
        "a/cluster.yaml": eksctl("a").replace("{name: a,", "{name: a, version: '1.31',"),
        "b/cluster.yaml": eksctl("b"),
    }
    dev, prod = linked(
        files,
        claim("dev", "a", "", "kubernetes_version=1.32", "windows_ipam=false"),
        claim("prod", "b"),
        declared=declarations(["windows_ipam=true"]),
    )
    assert is_known(facts.kubernetes_minor(dev), 32)
    assert isinstance(facts.kubernetes_minor(prod), Unknown)
    assert is_known(facts.windows_ipam(dev), True)
    assert is_known(facts.windows_ipam(prod), True)


def test_a_cluster_of_the_configuration_is_of_eks_where_its_files_do_not_say():
    (one,) = linked({"a.yaml": pod("web")}, claim("dev", "", "a.yaml"))
    assert is_known(facts.platform(one), Platform.EKS)


def ipam(*claims: Claim, **files: str) -> object:
    texts = {name.replace("__", "/") + (".tf"): text for name, text in files.items()}
    (one,) = linked({**texts, "apps/web.yaml": WINDOWS_POD}, *claims)
    value = facts.windows_ipam(one)
    return value.value if isinstance(value, Known) else "unknown"


UNSEEN = 'module "more" {\n  source = "example.com/more/aws"\n}\n'
ADD_ON = 'resource "aws_eks_addon" "cni" {\n  cluster_name = "shop"\n  addon_name = "vpc-cni"\n}\n'


@pytest.mark.parametrize(
    ("text", "is_complete", "wanted"),
    [
        (MAKER, False, "unknown"),
        (MAKER, True, False),
        (MAKER + ADD_ON, True, False),
        (MAKER + UNSEEN, True, "unknown"),
        (GROUP % "shop", True, "unknown"),
    ],
    ids=["not complete", "complete", "silent add-on", "unseen module", "no maker"],
)
def test_windows_ipam_is_off_where_a_complete_cluster_does_not_set_it(text, is_complete, wanted):
    assert ipam(claim("prod", "infra", "apps", complete=is_complete), infra__main=text) == wanted


def test_eksctl_enables_windows_ipam_in_a_complete_cluster_too():
    (one,) = linked(
        {"a/cluster.yaml": eksctl("one"), "a/web.yaml": WINDOWS_POD},
        claim("prod", "a", complete=True),
    )
    assert is_known(facts.windows_ipam(one), True)


@pytest.mark.parametrize(
    ("more", "is_complete", "wanted"),
    [
        ("", False, "unknown"),
        ("", True, False),
        (UNSEEN, True, "unknown"),
        (
            (GROUP % "shop").replace("windows", "linux").replace("WINDOWS_CORE_2022", "AL2023"),
            True,
            True,
        ),
    ],
    ids=["not complete", "complete", "unseen module", "Linux group"],
)
def test_what_a_group_s_root_does_not_show_of_a_complete_cluster_is_not_there(
    more, is_complete, wanted
):
    (one,) = linked(
        {"eks/main.tf": MAKER, "groups/main.tf": (GROUP % "shop") + more},
        claim("prod", "eks groups", complete=is_complete),
    )
    value = facts.has_linux_capacity(one)
    assert (value.value if isinstance(value, Known) else "unknown") == wanted
    assert is_known(facts.is_whole(one), True) or not is_complete


@pytest.mark.parametrize("is_complete", [True, False])
def test_the_groups_of_a_complete_cluster_are_all_there_are(is_complete):
    (one,) = linked(
        {"groups/main.tf": GROUP % "shop"}, claim("prod", "groups", complete=is_complete)
    )
    assert (unseen_groups(one) is None) is is_complete


def test_groups_of_a_complete_cluster_are_not_all_where_a_module_is_not_seen():
    (one,) = linked(
        {"groups/main.tf": GROUP % "shop" + UNSEEN}, claim("prod", "groups", complete=True)
    )
    assert unseen_groups(one) is not None


def test_a_cluster_that_no_file_declares_is_never_complete():
    (one,) = linked({"apps/web.yaml": WINDOWS_POD}, claim("prod", "x", "apps", complete=True))
    assert not one.is_complete
    assert isinstance(facts.windows_ipam(one), Unknown)
