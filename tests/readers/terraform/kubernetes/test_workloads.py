"""Resources of the kubernetes provider that have a pod template."""

from eksnetlint.model.labels import Operator, Requirement, Selector
from eksnetlint.model.manifest import Namespace, Service, ServiceAccount
from eksnetlint.model.node_group import Os
from eksnetlint.model.policy import NetworkPolicy
from eksnetlint.model.workload import Workload
from eksnetlint.values import Known, Unknown, is_known
from tests.readers.terraform.kubernetes.written import only, place, read

_DEPLOYMENT = """
resource "kubernetes_deployment_v1" "orders" {
  metadata {
    name = "orders"
  }
  spec {
    replicas = 2
    selector {
      match_labels = { app = "orders" }
    }
    template {
      metadata {
        labels = { app = "orders" }
      }
      spec {
%s
        container {
          name  = "orders"
          image = "example.com/orders:1.4"
        }
      }
    }
  }
}
"""


def _workload(pod_spec: str) -> Workload:
    return only(read(_DEPLOYMENT % pod_spec), Workload)


def test_a_deployment_is_read_with_the_names_of_the_manifest():
    workload = _workload(
        """
        node_selector = {
          "kubernetes.io/os" = "windows"
        }
        host_network         = "true"
        service_account_name = "orders"
        """
    )
    assert workload.title == "Deployment default/orders"
    assert workload.span.text == 'name = "orders"'
    assert is_known(workload.os, Os.WINDOWS)
    assert place(workload.os) == '"kubernetes.io/os" = "windows"'
    assert is_known(workload.host_network, True)
    assert place(workload.host_network) == 'host_network         = "true"'
    assert is_known(workload.service_account, "orders")
    assert is_known(workload.labels.items["app"], "orders")
    assert not workload.namespace.is_set


def test_the_namespace_is_read_where_it_is_given():
    text = _DEPLOYMENT.replace(
        'name = "orders"\n  }', 'name = "orders"\n namespace = "shop"\n  }', 1
    )
    workload = only(read(text % ""), Workload)
    assert is_known(workload.namespace, "shop")
    assert place(workload.namespace) == 'namespace = "shop"'


def test_required_node_affinity_decides():
    workload = _workload(
        """
        affinity {
          node_affinity {
            required_during_scheduling_ignored_during_execution {
              node_selector_term {
                match_expressions {
                  key      = "kubernetes.io/os"
                  operator = "In"
                  values   = ["windows"]
                }
              }
            }
          }
        }
        """
    )
    assert is_known(workload.os, Os.WINDOWS)
    assert place(workload.os) == '"windows"'


def test_the_system_of_the_pod_and_host_processes_are_read():
    workload = _workload(
        """
        os {
          name = "windows"
        }
        host_network = true
        security_context {
          windows_options {
            host_process = true
          }
        }
        """
    )
    assert is_known(workload.os, Os.WINDOWS)
    assert is_known(workload.host_process, True)
    assert place(workload.host_process) == "host_process = true"


def test_a_node_selector_that_cannot_be_seen_leaves_the_system_open():
    workload = _workload("        node_selector = var.node_selector")
    assert isinstance(workload.os, Unknown)
    assert workload.os.reason.text.startswith("variable 'node_selector' has no default")


def test_dynamic_blocks_that_cannot_be_seen_leave_host_processes_open():
    workload = _workload(
        """
        dynamic "init_container" {
          for_each = var.more
          content {
            name = "more"
          }
        }
        """
    )
    assert isinstance(workload.host_process, Unknown)


def test_a_cron_job_has_its_template_two_levels_down():
    found = only(
        read(
            """
            resource "kubernetes_cron_job_v1" "clean" {
              metadata {
                name      = "clean"
                namespace = "shop"
              }
              spec {
                schedule = "1 0 * * *"
                job_template {
                  metadata {}
                  spec {
                    template {
                      metadata {}
                      spec {
                        node_selector = { "kubernetes.io/os" = "windows" }
                        container {
                          name = "clean"
                        }
                      }
                    }
                  }
                }
              }
            }
            """
        ),
        Workload,
    )
    assert found.title == "CronJob shop/clean"
    assert is_known(found.os, Os.WINDOWS)


def test_namespaces_services_and_accounts_are_read():
    objects = read(
        """
        resource "kubernetes_namespace" "shop" {
          metadata {
            name   = "shop"
            labels = { team = "shop" }
          }
        }
        resource "kubernetes_service_v1" "orders" {
          metadata {
            name      = "orders"
            namespace = "shop"
          }
          spec {
            cluster_ip = "None"
            selector   = { app = "orders" }
            port {
              port = 80
            }
          }
        }
        resource "kubernetes_service_account" "orders" {
          metadata {
            name   = "orders"
            labels = { app = "orders" }
          }
        }
        """
    )
    assert is_known(only(objects, Namespace).labels.items["team"], "shop")
    service = only(objects, Service)
    assert is_known(service.takes_ports, False)
    assert place(service.takes_ports) == 'cluster_ip = "None"'
    assert is_known(only(objects, ServiceAccount).labels.items["app"], "orders")


def test_a_network_policy_selects_by_labels():
    policy = only(
        read(
            """
            resource "kubernetes_network_policy_v1" "orders" {
              metadata {
                name      = "orders"
                namespace = "shop"
              }
              spec {
                pod_selector {
                  match_labels = { app = "orders" }
                  match_expressions {
                    key      = "tier"
                    operator = "In"
                    values   = ["front", "back"]
                  }
                }
                policy_types = ["Ingress"]
                ingress {
                  from {
                    namespace_selector {
                      match_labels = { team = "shop" }
                    }
                  }
                }
              }
            }
            """
        ),
        NetworkPolicy,
    )
    assert isinstance(policy.selector, Selector)
    by_label, by_expression = policy.selector.requirements
    assert isinstance(by_label, Requirement)
    assert (by_label.key, by_label.operator) == ("app", Operator.IN)
    assert [place(value) for value in by_label.values] == ['app = "orders"']
    assert isinstance(by_expression, Requirement)
    assert [value.value for value in by_expression.values if isinstance(value, Known)] == [
        "front",
        "back",
    ]


def test_an_empty_pod_selector_selects_everything():
    policy = only(
        read(
            """
            resource "kubernetes_network_policy" "all" {
              metadata {
                name = "all"
              }
              spec {
                pod_selector {}
                policy_types = ["Ingress"]
              }
            }
            """
        ),
        NetworkPolicy,
    )
    assert policy.selector == Selector()


def test_the_id_of_a_namespace_is_its_name():
    text = """
        resource "kubernetes_namespace_v1" "shop" {
          metadata {
            name = "shop"
          }
        }
        resource "kubernetes_service_account_v1" "orders" {
          metadata {
            name      = "orders"
            namespace = kubernetes_namespace_v1.shop.id
          }
        }
        """
    account = only(read(text), ServiceAccount)
    assert is_known(account.namespace, "shop")
    assert place(account.namespace) == "namespace = kubernetes_namespace_v1.shop.id"
