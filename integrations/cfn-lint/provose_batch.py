"""
Rules for cfn-lint (`append_rules`) that check templates with modules of provose-batch before the macro expands them.

cfn-lint takes a `Provose::Batch` section for a mistake, and with it every reference to a module. To ignore the ids of
these findings would also hide real mistakes elsewhere in the template. These rules ignore nothing. They show cfn-lint
each module as a custom resource (_custom_resources.py), to whose attributes a template can refer, so that no false
finding arises, and all rules still check everything else, including the functions inside a module. Mistakes in modules
are found by `provose-batch validate`, and reported as E9900, W9900 or I9900.

The expansion itself is not linted: a finding in it would be about resources that the template's author did not write.
Nothing here may raise an exception, whatever the template contains.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from cfnlint.helpers import REGION_PRIMARY
from cfnlint.rules import CloudFormationLintRule, RuleMatch

# cfn-lint loads each file by its path, so that a file does not find those beside it.
sys.path.append(str(Path(__file__).resolve().parent))
from _custom_resources import SECTION, modules_of, view_of  # noqa: E402

SOURCE = "https://www.npmjs.com/package/provose-batch"
BUNDLE = Path(__file__).resolve().parents[2] / "dist/cli/provose-batch.mjs"  # in the same npm package
SECONDS = 120
INSTALL = (
    "Install it with npm install --save-dev provose-batch, or set its command in configure_rules "
    "(E9900: { command: … }) or in the environment variable PROVOSE_BATCH."
)


class Failure(Exception):
    """provose-batch could not check the template. The message says why, and what to do."""


class ModuleError(CloudFormationLintRule):
    """Runs `provose-batch validate` and reports what it finds, also as the other two rules."""

    # cfn-lint reserves 9XXX for its users: https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md#categories
    id = "E9900"
    shortdesc = "Errors of Provose::Batch modules"
    description = "What provose-batch validate reports as errors, such as jobs that fit no instance"
    source_url = SOURCE
    tags = ["batch"]

    def __init__(self):
        super().__init__()
        self.config_definition = {
            "command": {"default": "", "type": "string"},
            "options": {"default": [], "type": "list", "itemtype": "string"},
        }
        self.child_rules = {"W9900": None, "I9900": None}
        self.template = {}
        self.configure()

    def initialize(self, cfn):
        """Shows cfn-lint the modules as custom resources. It calls this before any rule looks at the template."""
        self.template = cfn.template
        if not modules_of(cfn.template):
            return
        try:
            view = view_of(cfn)
        except Exception as error:  # cfn-lint cannot represent all that YAML can; the errors are reported in any case
            self.logger.debug("The modules stay as they are: %r", error)
            return
        cfn.template, cfn.graph, cfn.conditions = view.template, view.graph, view.conditions
        cfn.context = view.context.evolve(parameter_sets=cfn.context.parameter_sets)
        cfn.search_deep_keys.cache_clear()

    def match(self, cfn):
        if "provose" not in read(cfn.filename, self.template).lower():
            return
        try:
            diagnostics = self.validate(cfn)
        except Failure as failure:
            place = cfn.get_location_yaml(self.template, [SECTION]) or (0, 0, 0, 1)
            yield RuleMatch([], f"The modules were not checked: {failure}", location=place)
            return
        for one in diagnostics:
            rules = {"warning": self.child_rules["W9900"], "info": self.child_rules["I9900"]}
            rule = rules.get(one["severity"]) or self
            message = f"{one['message']}. {one['hint']} [{one['code']}]"
            yield RuleMatch(one["path"], message, location=self.place_of(one, cfn), rule=rule)

    def place_of(self, diagnostic, cfn):
        """The place in the file. Standard input is validated as JSON, so its places are those of cfn-lint."""
        if cfn.filename is None:
            return cfn.get_location_yaml(self.template, diagnostic["path"]) or (0, 0, 0, 1)
        line, column = diagnostic["line"] - 1, diagnostic["column"] - 1
        return (line, column, line, column + 1)

    def validate(self, cfn):
        region = region_of(cfn)
        diagnostics = self.diagnostics_in(cfn, region)
        if region or all(one["code"] != "unknown-at-expansion" for one in diagnostics):
            return diagnostics
        # The deployed macro knows its Region. Where the shape depends on it, the default of cfn-lint has to do.
        return self.diagnostics_in(cfn, ["--region", REGION_PRIMARY])

    def diagnostics_in(self, cfn, region):
        arguments = ["validate", "--skip-others", "--format", "json", *region, *self.config["options"]]
        given = None if cfn.filename else json.dumps(self.template, default=str)
        output = run([*self.command(), *arguments, "--", cfn.filename or "-"], given)
        # A file without a module is skipped.
        return output.get("diagnostics", [])

    def command(self):
        """The program and its first arguments: as configured, else of the same package, else from PATH."""
        configured = self.config["command"] or os.environ.get("PROVOSE_BATCH")
        if configured:
            words = shlex.split(configured, posix=os.name != "nt")
        elif BUNDLE.is_file():
            words = ["node", str(BUNDLE)]
        else:
            words = ["provose-batch"]
        program = shutil.which(words[0])
        if program is None:
            raise Failure(f"{words[0]} was not found. {INSTALL}")
        return [program, *words[1:]]


class ModuleWarning(CloudFormationLintRule):
    """Reported by E9900."""

    id = "W9900"
    shortdesc = "Warnings about Provose::Batch modules"
    description = "What provose-batch validate warns of: what is legal, and often regretted"
    source_url = SOURCE
    tags = ["batch"]


class ModuleInformation(CloudFormationLintRule):
    """Reported by E9900. Like all information, cfn-lint shows it only with `include_checks: [I]`."""

    id = "I9900"
    shortdesc = "Information about Provose::Batch modules"
    description = "What provose-batch validate reports as information, which may be intended"
    source_url = SOURCE
    tags = ["batch"]


def region_of(cfn):
    """The only Region that was chosen. The default of cfn-lint says nothing about where the stack will be."""
    is_chosen = len(cfn.regions) == 1 and cfn.regions != [REGION_PRIMARY]
    return ["--region", cfn.regions[0]] if is_chosen else []


def read(filename, template):
    return Path(filename).read_text("utf-8", "replace") if filename else json.dumps(template, default=str)


def run(command, given):
    """What provose-batch writes as JSON."""
    try:
        done = subprocess.run(command, input=given, capture_output=True, encoding="utf-8", timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Failure(f"{error}. {INSTALL}") from error
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        reason = done.stderr.strip() or f"{' '.join(command)} exited with {done.returncode} and wrote no JSON."
        raise Failure(reason) from error
