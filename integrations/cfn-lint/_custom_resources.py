"""
The modules of a template as custom resources. cfn-lint lets templates refer to any attribute of a custom resource, as
the macro does with modules, and checks the functions in its properties. The given template must never change.
"""

import re

from cfnlint.decode import decode
from cfnlint.decode.node import dict_node, list_node, str_node
from cfnlint.template import Template

SECTION = "Provose::Batch"
CUSTOM_TYPE = "Custom::ProvoseBatch"
SECTION_ID = "Provose"  # by which references name the section


def view_of(cfn):
    """What cfn-lint would know of the template if its modules were custom resources."""
    source = decode(cfn.filename)[0] if cfn.filename else cfn.template
    shown = as_custom_resources(source)
    if cfn.has_language_extensions_transform():
        shown = without_underscores(shown, modules_of(shown))
    view = Template(cfn.filename, shown, cfn.regions)
    # The transforms of cfn-lint have already run, but without knowing the modules. Loops can add others.
    view.transform()
    view = Template(cfn.filename, as_custom_resources(view.template), cfn.regions)
    if view.graph:
        remove_references(view.graph.graph, modules_of(view.template))
    return view


def modules_of(template):
    """The logical ids of a template's modules, which is `Provose` for the section."""
    resources = template.get("Resources", {})
    if not isinstance(resources, dict):
        return []
    own = [name for name, resource in resources.items() if is_module(resource)]
    return [*own, SECTION_ID] if SECTION in template and SECTION_ID not in resources else own


def is_module(resource):
    return isinstance(resource, dict) and resource.get("Type") in (SECTION, CUSTOM_TYPE)


def as_custom_resources(template):
    """A template with its modules as custom resources. Keys and values keep their places in the file."""
    resources = template.get("Resources", {})
    shown = {name: as_custom_resource(each) if is_module(each) else each for name, each in resources.items()}
    section = next((key for key in template if key == SECTION), None)
    if section is not None and SECTION_ID not in resources:
        module = {"Type": CUSTOM_TYPE, "Properties": with_token(template[section], section)}
        shown[moved(SECTION_ID, section)] = like(section, {moved(key, section): module[key] for key in module})
    others = {key: value for key, value in template.items() if key not in (SECTION, "Resources")}
    key = next((key for key in template if key == "Resources"), moved("Resources", section))
    return like(template, {**others, key: like(resources if resources else section, shown)})


def as_custom_resource(module):
    kind = next(key for key in module if key == "Type")
    properties = with_token(module.get("Properties", {}), kind)
    return like(module, {**module, "Type": moved(CUSTOM_TYPE, module["Type"]), moved("Properties", kind): properties})


def remove_references(graph, modules):
    """
    Removes the references to and from modules. A module is not one resource: what refers to one of its resources can
    be what another one needs, which is not a cycle (E3004), and can also depend on all of them (W3005). `validate`
    finds real cycles.
    """
    edges = graph.edges(keys=True, data="label")
    references = [(a, b, key) for a, b, key, label in edges if label != "DependsOn" and {a, b} & set(modules)]
    graph.remove_edges_from(references)


def without_underscores(value, modules, is_text=False):
    """
    The template without the underscores of references to modules in the text of `Fn::Sub`. With the transform
    AWS::LanguageExtensions, cfn-lint 1.51 does not see such references, removes their `Fn::Sub`, and reports E1029.
    """
    if isinstance(value, dict):
        inner = {key: without_underscores(each, modules, key == "Fn::Sub") for key, each in value.items()}
        return like(value, inner)
    if isinstance(value, list):
        items = [without_underscores(each, modules, is_text and index == 0) for index, each in enumerate(value)]
        return list_node(items, getattr(value, "start_mark", None), getattr(value, "end_mark", None))
    if not is_text or not isinstance(value, str):
        return value
    references = rf"\$\{{({'|'.join(re.escape(name) for name in modules)})\.[^}}]*\}}"
    return moved(re.sub(references, lambda found: found[0].replace("_", ""), value), value)


def with_token(body, place):
    """The properties of a custom resource. A body that is not a mapping is reported by provose-batch."""
    entries = body if isinstance(body, dict) else {}
    return like(body if entries else place, {moved("ServiceToken", place): "any", **entries})


def moved(text, node):
    """Text at the place of a node."""
    return str_node(text, getattr(node, "start_mark", None), getattr(node, "end_mark", None))


def like(node, entries):
    """A mapping at the place of a node."""
    start, end = getattr(node, "start_mark", None), getattr(node, "end_mark", None)
    return dict_node(entries, start, end, getattr(node, "using_merge", False))
