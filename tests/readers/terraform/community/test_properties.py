"""Whatever a call says, a stand-in says something of it: inputs of any type, seen or not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from eksnetlint.readers.terraform.community import stand_in_of
from eksnetlint.readers.terraform.resource import Contents, RemoteCall
from eksnetlint.readers.terraform.types import (
    Invalid,
    Pending,
    Sensitive,
    TfObject,
    TfSet,
    TfValue,
)
from eksnetlint.source.text import Source
from eksnetlint.values import Known, Reason, Unknown, at

SPAN = Source("main.tf", 'module "eks" {}').place(0, 15)
WHY = Reason("not known")
MODULES = {
    "terraform-aws-modules/eks/aws": ["~> 10.0", "~> 17.0", "~> 18.0", "20.0.0", "~> 20.0", ""],
    "terraform-aws-modules/eks/aws//modules/eks-managed-node-group": ["~> 18.0", "~> 21.0", ""],
    "terraform-aws-modules/eks/aws//modules/self-managed-node-group": ["20.1.0", "~> 21.0", ""],
    "terraform-aws-modules/eks/aws//modules/fargate-profile": [""],
    "terraform-aws-modules/eks/aws//modules/karpenter": ["~> 20.0", ""],
    "terraform-aws-modules/eks/aws//modules/aws-auth": ["~> 20.0"],
    "github.com/aws-ia/terraform-aws-eks-blueprints": [""],
    "aws-ia/eks-blueprints-addons/aws": [""],
    "aws-ia/eks-blueprints-addon/aws": [""],
    "cloudposse/eks-cluster/aws": [""],
    "cloudposse/eks-node-group/aws": [""],
    "cloudposse/label/null": [""],
}
CALLS = [(source, version) for source, versions in MODULES.items() for version in versions]
MAPS = """
    eks_managed_node_groups self_managed_node_groups fargate_profiles access_entries addons
    cluster_addons worker_groups worker_groups_launch_template node_groups managed_node_groups
    eks_managed_node_group_defaults self_managed_node_group_defaults workers_group_defaults
    compute_config cluster_compute_config aws_auth_roles map_roles eks_addons helm_releases context
    access_entry_map access_entries_for_nodes iam_role_additional_policies
""".split()
SETTINGS = """
    create create_eks name platform ami_type ami_id instance_type instance_types launch_template_id
    create_launch_template use_custom_launch_template network_interfaces taints labels
    before_compute enable_bootstrap_user_data pre_bootstrap_user_data bootstrap_extra_args
    enable_karpenter
    user_data_template_path use_mixed_instances_policy mixed_instances_policy override selectors
    launch_template instance_requirements override_instance_types launch_template_os
    kubernetes_version cluster_version launch_template_name capacity_type groups enabled
    ami_image_id addon_name
    manage_aws_auth_configmap kubelet_additional_options enable_efa_support outpost_config
""".split()
TEXTS = ["", "a", "true", "windows", "linux", "WINDOWS_CORE_2022_x86_64", "AL2_x86_64", "CUSTOM"]
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 3),
    st.sampled_from(TEXTS),
    st.sampled_from(["\ufffc"]),
)
UNSEEN: st.SearchStrategy[TfValue] = st.sampled_from(
    [
        Unknown(WHY),
        Unknown(WHY, at(SPAN)),
        Invalid(WHY, at(SPAN)),
        Pending(WHY, at(SPAN), address="aws_x.y", attribute="z"),
    ]
)


def _known(inner: st.SearchStrategy[TfValue]) -> st.SearchStrategy[TfValue]:
    keys = st.sampled_from([*SETTINGS, "a", ""])
    objects = st.builds(
        TfObject, st.dictionaries(keys, inner, max_size=4), st.sampled_from([None, WHY])
    )
    lists = st.lists(inner, max_size=3).map(tuple)
    contents = st.one_of(PLAIN, objects, lists, lists.map(TfSet))
    contents = st.one_of(contents, contents.map(Sensitive))
    return st.builds(Known, contents, st.sampled_from([at(SPAN), Known(None).origin]))


VALUES = st.recursive(st.one_of(UNSEEN, _known(UNSEEN)), _known, max_leaves=12)
INPUTS = st.dictionaries(st.sampled_from(MAPS + SETTINGS), VALUES, max_size=6)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(CALLS), INPUTS, st.sampled_from([None, WHY]), UNSEEN)
def test_a_stand_in_has_an_answer_to_every_call(
    call: tuple[str, str], inputs: dict[str, TfValue], open_because: Reason | None, exists: Unknown
):
    source, version = call
    stand_in = stand_in_of(source, version)
    assert stand_in is not None
    contents = Contents(SPAN, inputs, open_because=open_because)
    for existence in (Known(True), exists):
        made = RemoteCall("module.eks", source, version, SPAN, contents, existence)
        resources = stand_in.resources(made)
        assert all(item.address.startswith("module.eks.") for item in resources)
        assert len({item.address for item in resources}) == len(resources)
        outputs = stand_in.outputs(made)
        assert [*outputs] == [name for name in outputs if outputs[name] is not None]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(CALLS), INPUTS)
def test_what_is_called_nowhere_is_nowhere(call: tuple[str, str], inputs: dict[str, TfValue]):
    source, version = call
    stand_in = stand_in_of(source, version)
    assert stand_in is not None
    contents = Contents(SPAN, inputs)
    made = RemoteCall("module.eks", source, version, SPAN, contents, Known(False))
    assert stand_in.resources(made) == ()
