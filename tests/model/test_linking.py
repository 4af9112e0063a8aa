"""What belongs to which cluster: joined where nothing else can be meant, never thrown together."""

from __future__ import annotations

import pytest

from eksnetlint.model.cluster import Cluster, Join
from eksnetlint.model.cluster_facts import platform, service_count
from eksnetlint.model.declared import NOTHING, declarations
from eksnetlint.model.linking import link
from eksnetlint.model.manifest import Platform
from eksnetlint.readers.files import Input, read_files
from eksnetlint.values import Known, Unknown, is_known


def clusters(files: dict[str, str], base: str = "") -> tuple[Cluster, ...]:
    read = read_files([Input(path, text.encode) for path, text in files.items()], "eksnetlint:")
    assert not read.reading.flaws
    return link(read.reading.objects, NOTHING, base)


def cluster(name: str = "shop", region: str = "eu-west-1", group: str = "linux") -> str:
    return (
        "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\n"
        f"metadata: {{name: {name}, region: {region}}}\n"
        f"nodeGroups:\n  - name: {group}\n"
    )


def manifest(kind: str, name: str, namespace: str = "shop", spec: str = "{}") -> str:
    version = {"Deployment": "apps/v1", "NetworkPolicy": "networking.k8s.io/v1"}.get(kind, "v1")
    return (
        f"apiVersion: {version}\nkind: {kind}\n"
        f"metadata: {{name: {name}, namespace: {namespace}}}\nspec: {spec}\n"
    )


def deployment(name: str, namespace: str = "shop") -> str:
    spec = "{template: {spec: {containers: [{name: a}]}}}"
    return manifest("Deployment", name, namespace, spec)


SERVICE = manifest("Service", "web")


def belongings(found: tuple[Cluster, ...]) -> dict[str, list[str]]:
    """The names of what belongs to each cluster, by its title."""
    return {
        one.title: sorted(
            name.value
            for name in (
                *(item.name for item in one.node_groups),
                *(item.name for item in one.workloads),
                *(item.name for item in one.services),
                *(item.name for item in one.network_policies),
            )
            if isinstance(name, Known)
        )
        for one in found
    }


# --- one cluster in several files ----------------------------------------------------------


def test_files_of_one_name_and_region_are_one_cluster():
    (one,) = clusters({"a.yaml": cluster(group="a"), "more/b.yaml": cluster(group="b")})
    assert belongings((one,)) == {"cluster 'shop' in eu-west-1": ["a", "b"]}
    assert one.join is Join.DECLARED
    assert len(one.declarations) == 2


@pytest.mark.parametrize(
    "other", [cluster(name="other"), cluster(region="us-east-1")], ids=["name", "region"]
)
def test_another_name_or_region_is_another_cluster(other):
    assert len(clusters({"a.yaml": cluster(), "b.yaml": other})) == 2


def test_names_that_cannot_be_seen_are_never_the_same():
    text = cluster(name="{{ .name }}")
    found = clusters({"a.yaml": text, "b.yaml": text})
    assert [one.title for one in found] == ["a cluster in a.yaml", "a cluster in b.yaml"]


def test_examples_of_one_name_are_kept_apart():
    found = clusters(
        {
            "cluster.yaml": cluster(group="real"),
            "examples/01.yaml": cluster(group="one"),
            "examples/02.yaml": cluster(group="two"),
            "examples/03/a.yaml": cluster(group="three"),
            "examples/03/b.yaml": cluster(group="four"),
        }
    )
    assert [sorted(names) for names in map(names_of, found)] == [
        ["real"],
        ["one"],
        ["two"],
        ["four", "three"],
    ]


def names_of(one: Cluster) -> list[str]:
    (names,) = belongings((one,)).values()
    return names


def test_folders_of_environments_add_to_the_cluster_they_name():
    found = clusters(
        {
            "clusters/prod/cluster.yaml": cluster(group="a"),
            "clusters/prod-windows/groups.yaml": cluster(group="b"),
        }
    )
    assert [names_of(one) for one in found] == [["a", "b"]]


# --- manifests -----------------------------------------------------------------------------


def test_the_only_cluster_takes_the_manifests_and_is_known_to_be_inferred():
    (one,) = clusters({"infra/cluster.yaml": cluster(), "deploy/web.yaml": deployment("web")})
    assert names_of(one) == ["linux", "web"]
    assert one.join is Join.INFERRED


def test_manifests_in_the_cluster_s_own_file_are_no_inference():
    (one,) = clusters({"cluster.yaml": cluster() + "---\n" + SERVICE})
    assert names_of(one) == ["linux", "web"]
    assert one.join is Join.DECLARED


def test_manifests_without_a_cluster_belong_together():
    (one,) = clusters({"a.yaml": deployment("a"), "sub/b.yaml": deployment("b")})
    assert names_of(one) == ["a", "b"]
    assert one.join is not Join.DECLARED
    assert one.declarations == ()


def test_between_two_clusters_a_manifest_is_given_to_neither():
    found = clusters(
        {
            "one.yaml": cluster("one", group="a"),
            "two.yaml": cluster("two", group="b"),
            "deploy/web.yaml": deployment("web"),
        }
    )
    assert [names_of(one) for one in found] == [["a"], ["b"], ["web"]]
    assert [one.join for one in found[:2]] == [Join.DECLARED, Join.DECLARED]


def test_two_clusters_in_one_file_leave_nothing_over():
    found = clusters({"a.yaml": cluster("one", group="a") + "---\n" + cluster("two", group="b")})
    assert [names_of(one) for one in found] == [["a"], ["b"]]
    assert all(is_known(platform(one), Platform.EKS) for one in found)


@pytest.mark.parametrize("pattern", ["{}/{}.yaml", "apps/{}/{}.yaml", "k8s/{}/base/{}.yaml"])
def test_copies_for_environments_never_add_up(pattern):
    files = {
        pattern.format(folder, name): manifest("Service", name)
        for folder in ("dev", "staging", "prod")
        for name in ("web", "api")
    }
    found = clusters(files)
    assert [names_of(one) for one in found] == [["api", "web"]] * 3
    for one in found:
        count = service_count(one)
        assert isinstance(count, Unknown)
        assert count.at_least == 2


def test_copies_are_not_joined_to_the_cluster_of_the_main_tree():
    found = clusters(
        {
            "cluster.yaml": cluster(),
            "base/web.yaml": SERVICE,
            "overlays/dev/web.yaml": SERVICE,
            "overlays/prod/web.yaml": SERVICE,
            "examples/x.yaml": SERVICE,
        }
    )
    assert [names_of(one) for one in found] == [["linux", "web"], ["web"], ["web"], ["web"]]


def test_each_environment_s_cluster_takes_its_own_manifests():
    found = clusters(
        {
            f"envs/{name}/{file}": text
            for name in ("dev", "prod")
            for file, text in (
                ("cluster.yaml", cluster(f"shop-{name}", group=name)),
                ("apps/web.yaml", deployment(f"web-{name}")),
            )
        }
    )
    assert [names_of(one) for one in found] == [["dev", "web-dev"], ["prod", "web-prod"]]
    assert {one.join for one in found} == {Join.INFERRED}


def test_the_only_cluster_takes_the_main_tree_from_its_own_folder_too():
    (one,) = clusters(
        {"clusters/prod/cluster.yaml": cluster(), "deploy/web.yaml": deployment("web")}
    )
    assert names_of(one) == ["linux", "web"]


def test_shared_manifests_of_two_environments_belong_to_neither():
    found = clusters(
        {
            "envs/dev/cluster.yaml": cluster("dev", group="a"),
            "envs/prod/cluster.yaml": cluster("prod", group="b"),
            "deploy/web.yaml": deployment("web"),
        }
    )
    assert [names_of(one) for one in found] == [["a"], ["b"], ["web"]]


@pytest.mark.parametrize("base", ["envs/dev", "envs/dev/"])
def test_inside_the_scanned_folder_its_own_name_tells_nothing(base):
    files = {
        "envs/dev/cluster.yaml": cluster(),
        "envs/dev/deploy/web.yaml": deployment("web"),
        "envs/dev/dev/copy.yaml": deployment("copy"),
    }
    assert [names_of(one) for one in clusters(files, base)] == [["linux", "web"], ["copy"]]


def test_manifests_for_another_platform_are_not_the_cluster_s():
    found = clusters({"cluster.yaml": cluster(), "aks/web.yaml": SERVICE})
    assert [names_of(one) for one in found] == [["linux"], ["web"]]
    assert [platform(one).value for one in found] == [  # type: ignore[union-attr]
        Platform.EKS,
        Platform.OTHER,
    ]


# --- what a cluster is told ----------------------------------------------------------------


def test_policies_of_other_copies_are_remembered_as_elsewhere():
    files = {
        "dev/policy.yaml": manifest("NetworkPolicy", "dev-policy"),
        "prod/policy.yaml": manifest("NetworkPolicy", "prod-policy"),
    }
    found = clusters(files)
    assert [[item.name.value for item in one.elsewhere] for one in found] == [  # type: ignore[union-attr]
        ["prod-policy"],
        ["dev-policy"],
    ]


def test_workloads_are_gathered_by_namespace_and_unnamed_ones_left_out():
    (one,) = clusters(
        {
            "a.yaml": deployment("a") + "---\n" + deployment("b", "other"),
            "b.yaml": deployment("c"),
            "c.yaml": deployment("d").replace(", namespace: shop", ""),
        }
    )
    uses = {use.name.value: use for use in one.namespace_uses}  # type: ignore[union-attr]
    assert {
        name: [item.name.value for item in use.workloads]  # type: ignore[union-attr]
        for name, use in uses.items()
    } == {"shop": ["a", "c"], "other": ["b"]}
    assert uses["shop"].span.path == "a.yaml"
    assert uses["shop"].title == "namespace 'shop'"


def test_what_the_user_declares_reaches_every_cluster():
    declared = declarations(["windows_ipam=true"])
    read = read_files([Input("a.yaml", (cluster("x") + "---\n" + cluster("y")).encode)], "x:")
    assert [one.declared for one in link(read.reading.objects, declared)] == [declared] * 2


def test_nothing_makes_no_cluster():
    assert link([], NOTHING) == ()
