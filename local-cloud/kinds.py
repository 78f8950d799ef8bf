"""How resources of each type are created, updated and deleted."""

import copy
import dataclasses
import functools
import io
import json
import queue
import threading
import uuid
import zipfile
from typing import Any

import boto3
from moto.awslambda.exceptions import UnknownFunctionException
from moto.cloudformation import parsing
from moto.cloudformation.exceptions import UnformattedGetAttTemplateException, ValidationError
from moto.ec2.models import ec2_backends
from moto.utilities.utils import get_partition

import functions
from functions import function_of, invoke
from templates import MACRO, UNKNOWN, deployed_macro, listed, text

CUSTOM = "AWS::CloudFormation::CustomResource"
answers: dict[str, queue.Queue] = {}  # custom resources that are waited for, by path


class Failed(ValidationError):
    """A resource could not be created, updated or deleted."""

    def __init__(self, reason: str):
        super().__init__(message=reason)


@dataclasses.dataclass
class Resource:
    """A resource of a stack; moto's answers read the names of its first fields."""

    stack: Any
    logical_resource_id: str
    cf_resource_type: str
    properties: dict[str, Any]
    spec: dict[str, Any]
    physical_resource_id: str = ""
    attributes: dict[str, Any] = dataclasses.field(default_factory=dict)
    model: Any = None

    @property
    def kind(self) -> "Kind":
        return kind_of(self.cf_resource_type)

    @property
    def place(self) -> tuple[str, str]:
        return self.stack.account_id, self.stack.region_name

    def take(self, old: "Resource") -> None:
        self.physical_resource_id, self.model = old.physical_resource_id, old.model
        self.attributes = dict(old.attributes)

    def attribute(self, name: str) -> Any:
        if name in self.attributes or self.physical_resource_id == UNKNOWN:
            return self.attributes.get(name, UNKNOWN)
        if name in self.properties and isinstance(self.kind, Api):
            return self.properties[name]
        try:
            return self.model.get_cfn_attribute(name)
        except (AttributeError, UnformattedGetAttTemplateException):
            place = f"resource {self.logical_resource_id}"
            raise Failed(f"Template error: {place} does not support attribute type {name} in Fn::GetAtt") from None

    def generated_name(self) -> str:
        return f"{self.stack.name[:24]}-{self.logical_resource_id[:24]}-{uuid.uuid4().hex[:12]}"

    def keeps(self, policy: str) -> bool:
        return self.spec.get(policy) == "Retain"


class Kind:
    """How resources of a type come, change and go."""

    volatile = False  # an update in place may change what Ref and Fn::GetAtt give

    def normal(self, properties: dict[str, Any]) -> dict[str, Any]:
        return properties

    def replaces(self, new: Resource, old: Resource) -> bool:
        return False

    def check(self, new: Resource, old: Resource) -> None:
        """Raises where an update is refused before anything is done."""

    def create(self, new: Resource) -> None:
        raise NotImplementedError

    def update(self, new: Resource, old: Resource) -> bool:
        """Updates in place what took over the old one's id; whether the old one is to go afterwards."""
        raise NotImplementedError

    def delete(self, resource: Resource) -> None:
        raise NotImplementedError


class Macro(Kind):
    def replaces(self, new: Resource, old: Resource) -> bool:
        return new.properties["Name"] != old.properties["Name"]

    def create(self, new: Resource) -> None:
        if deployed_macro(*new.place, new.properties["Name"]):
            raise Failed(f"A macro named {new.properties['Name']} already exists")
        new.physical_resource_id = new.properties["Name"]

    def update(self, new: Resource, old: Resource) -> bool:
        return False

    def delete(self, resource: Resource) -> None:
        pass


class Custom(Kind):
    """A custom resource: asks the function of its ServiceToken, and waits for the answer."""

    volatile = True

    def normal(self, properties: dict[str, Any]) -> dict[str, Any]:
        return text(properties)

    def check(self, new: Resource, old: Resource) -> None:
        if new.properties["ServiceToken"] != old.properties["ServiceToken"]:
            raise Failed("Modifying service token is not allowed.")

    def function(self, resource: Resource) -> Any:
        token = resource.properties["ServiceToken"]
        try:
            return function_of(*resource.place, token)
        except UnknownFunctionException:
            raise Failed(f"Function not found: {token}") from None

    def create(self, new: Resource) -> None:
        self.function(new)
        new.physical_resource_id = new.generated_name()  # what a Delete is sent if no id is answered
        self.ask("Create", new)

    def update(self, new: Resource, old: Resource) -> bool:
        self.ask("Update", new, PhysicalResourceId=old.physical_resource_id, OldResourceProperties=old.properties)
        return new.physical_resource_id != old.physical_resource_id

    def delete(self, resource: Resource) -> None:
        self.ask("Delete", resource, PhysicalResourceId=resource.physical_resource_id)

    def ask(self, verb: str, resource: Resource, **more: Any) -> None:
        request_id, path = str(uuid.uuid4()), f"/custom-resource-answers/{uuid.uuid4()}"
        request = {
            "RequestType": verb,
            "ServiceToken": resource.properties["ServiceToken"],
            "ResponseURL": f"{functions.endpoint}{path}?X-Amz-Signature={uuid.uuid4().hex}",
            "StackId": resource.stack.stack_id,
            "RequestId": request_id,
            "LogicalResourceId": resource.logical_resource_id,
            "ResourceType": resource.cf_resource_type,
            "ResourceProperties": resource.properties,
        } | more
        function = self.function(resource)
        answers[path] = queue.Queue()
        threading.Thread(target=self.send, args=(function, request, path), daemon=True).start()
        try:
            body = answers[path].get(timeout=int(resource.properties.get("ServiceTimeout", 3600)))
        except queue.Empty:
            silence = "CloudFormation did not receive a response from your Custom Resource."
            raise Failed(f"{silence} Please check your logs for requestId [{request_id}].") from None
        finally:
            del answers[path]
        self.read(verb, resource, request, body)

    @staticmethod
    def send(function: Any, request: dict[str, Any], path: str) -> None:
        """An asynchronous invocation: repeated when the function fails, without Lambda's minutes between."""
        configured = function.event_invoke_config[0].config if function.event_invoke_config else {}
        for _ in range(1 + configured.get("MaximumRetryAttempts", 2)):
            if not invoke(function, request)[1] or path not in answers:
                return

    @staticmethod
    def read(verb: str, resource: Resource, request: dict[str, Any], body: bytes) -> None:
        if len(body) > 4096:
            raise Failed("Response object is too long.")
        try:
            answer = dict(json.loads(body))
        except (TypeError, ValueError):
            raise Failed("Invalid response: no JSON object") from None
        for key in ("StackId", "RequestId", "LogicalResourceId"):
            if answer.get(key) != request[key]:
                raise Failed(f"Invalid response: {key} is not the request's")
        identity = answer.get("PhysicalResourceId")
        if not identity or len(identity.encode()) > 1024:
            raise Failed("Invalid PhysicalResourceId")
        succeeded = answer.get("Status") == "SUCCESS"
        if verb == "Create" or (verb == "Update" and succeeded):
            resource.physical_resource_id = identity
        if not succeeded:
            reason = f"Message returned: {answer.get('Reason')} (RequestId: {request['RequestId']})"
            raise Failed(f"Received response status [FAILED] from custom resource. {reason}")
        resource.attributes = answer.get("Data") or {}


class Modelled(Kind):
    """A type by moto's own CloudFormation model of it."""

    def __init__(self, type_name: str):
        self.type, self.model = type_name, parsing.get_model_map()[type_name]

    def arguments(self, resource: Resource) -> tuple[str, dict[str, Any], str, str]:
        """The name, the resource and the place, as moto's models take them; updates look for the name."""
        key, properties = self.model.cloudformation_name_type(), copy.deepcopy(resource.properties)
        generated = parsing.generate_resource_name(self.type, resource.stack.name, resource.logical_resource_id)
        name = properties.get(key) or resource.physical_resource_id or generated
        named = {key: name} if key and resource.physical_resource_id else {}
        return name, {"Type": self.type, "Properties": named | properties}, *resource.place

    def replaces(self, new: Resource, old: Resource) -> bool:
        return hasattr(self.model.update_from_cloudformation_json, "__isabstractmethod__")

    def create(self, new: Resource) -> None:
        name, *rest = self.arguments(new)
        ids = {"LogicalId": new.logical_resource_id, "StackId": new.stack.stack_id, "ResourceType": self.type}
        new.model = self.model.create_from_cloudformation_json(name, *rest, **ids)
        new.physical_resource_id = getattr(new.model, "physical_resource_id", name)

    def update(self, new: Resource, old: Resource) -> bool:
        new.model = self.model.update_from_cloudformation_json(old.model, *self.arguments(new))
        new.physical_resource_id = new.model.physical_resource_id
        return False

    def delete(self, resource: Resource) -> None:
        if hasattr(resource.model, "delete"):
            resource.model.delete(*resource.place)
        elif not hasattr(self.model.delete_from_cloudformation_json, "__isabstractmethod__"):
            name, *rest = self.arguments(resource)
            self.model.delete_from_cloudformation_json(resource.physical_resource_id, *rest)


def shaped(value: Any, shape: Any, drop: set[str] | None) -> Any:
    """A property as the API has it: its spelling of every key, its type of every scalar.

    What the API does not know is dropped, or refused if `drop` says what alone may be.
    """
    match shape.type_name:
        case "structure":
            members = {name.lower(): (name, member) for name, member in shape.members.items()}
            known = {key: members.get(key.lower()) for key in value if key not in (drop or ())}
            unknown = [key for key, member in known.items() if not member]
            if unknown and drop is not None:
                raise Failed(f"Encountered unsupported property {unknown[0]}")
            return {m[0]: shaped(value[key], m[1], drop) for key, m in known.items() if m}
        case "list":
            return [shaped(item, shape.member, drop) for item in listed(value)]
        case "map":
            pairs = {tag["Key"]: tag["Value"] for tag in value} if isinstance(value, list) else value
            return {key: shaped(item, shape.value, drop) for key, item in pairs.items()}
        case "integer" | "long":
            return int(value)
        case "float" | "double":
            return float(value)
        case "boolean":
            return text(value) == "true"
        case "string":
            return json.dumps(value) if isinstance(value, dict) else text(value)
    return value


@functools.cache
def client(service: str, region: str) -> Any:
    keys = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
    session = boto3.session.Session()  # the default one is not thread safe
    return session.client(service, region, endpoint_url=functions.endpoint, **keys)


class Api(Kind):
    """A type by its service's API, as CloudFormation itself does it: this server, over HTTP.

    `result` and `id` say where the answer to `create` has the attributes and the physical id (by
    default the fixed properties), `name` is the property to generate, `key` the API's name for the
    id in `update` and `delete`, `fixed` the properties whose change replaces, `later` those that
    the call to create does not take.
    """

    def __init__(self, service: str, create: str, delete: str, fixed: str, *, result: str = "",
                 id: str = "", name: str = "", key: str = "", update: str = "", later: str = "",
                 defaults: dict[str, Any] | None = None):  # fmt: skip
        self.service, self.create_call, self.delete_call = service, create, delete
        self.update_call, self.result, self.id = update, result, id
        self.name, self.key, self.defaults = name, key or id or name, defaults or {}
        self.fixed, self.later = fixed.split(), set(later.split())

    def call(self, on: Resource, operation: str, values: dict, drop: set[str] | None = None) -> dict:
        api = client(self.service, on.place[1])
        model = api.meta.service_model.operation_model(api.meta.method_to_api_mapping[operation])
        return getattr(api, operation)(**shaped(values, model.input_shape, drop))

    def given(self, resource: Resource) -> dict[str, Any]:
        """The properties as the calls take them, with the defaults and the generated name."""
        values = self.defaults | resource.properties
        if self.name:
            generated = resource.attributes.get("GivenName") or resource.generated_name()
            values.setdefault(self.name, generated)
        return values

    def replaces(self, new: Resource, old: Resource) -> bool:
        return any(new.properties.get(name) != old.properties.get(name) for name in self.fixed)

    def create(self, new: Resource) -> None:
        values = self.given(new)
        answer = self.call(new, self.create_call, values, self.later)
        found = answer[self.result] if self.result else answer
        identity = "|".join(text(values.get(name, "")) for name in self.fixed)
        new.physical_resource_id = found[self.id] if self.id else identity
        new.attributes = {key[0].upper() + key[1:]: value for key, value in found.items()}
        new.attributes |= {"GivenName": values.get(self.name), "Id": new.physical_resource_id}
        self.settle(new, {})

    def update(self, new: Resource, old: Resource) -> bool:
        if self.update_call:
            self.call(new, self.update_call, self.given(new) | {self.key: new.physical_resource_id})
        self.settle(new, old.properties)
        return False

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        """Brings about what the calls to create and to update do not."""

    def delete(self, resource: Resource) -> None:
        self.call(resource, self.delete_call, resource.properties | {self.key: resource.physical_resource_id})

    def retag(self, new: Resource, old: dict, tag: str, untag: str, on: dict[str, Any]) -> None:
        tags = new.properties.get("Tags", [])
        keys = {item["Key"] for item in tags}
        if gone := [item["Key"] for item in old.get("Tags", []) if item["Key"] not in keys]:
            self.call(new, untag, on | {"TagKeys": gone, "Tags": [{"Key": key} for key in gone]})
        if tags:
            self.call(new, tag, on | {"Tags": tags})


class Switched(Api):
    """What must be disabled before it can be deleted."""

    def delete(self, resource: Resource) -> None:
        disabled = {self.key: resource.physical_resource_id, "State": "DISABLED"}
        self.call(resource, self.update_call, disabled)
        super().delete(resource)


class ComputeEnvironment(Switched):
    def replaces(self, new: Resource, old: Resource) -> bool:
        now, then = (one.properties.get("ComputeResources", {}) for one in (new, old))
        changed = {key for key in now | then if now.get(key) != then.get(key)}
        in_place = {"MinvCpus", "MaxvCpus", "DesiredvCpus"}
        if text(new.properties.get("ReplaceComputeEnvironment", True)) == "false":
            in_place = changed - {"SpotIamFleetRole"}
        return super().replaces(new, old) or not changed <= in_place

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        if not old and "UpdatePolicy" in new.properties:
            policy = {"UpdatePolicy": new.properties["UpdatePolicy"]}
            self.call(new, self.update_call, {self.key: new.physical_resource_id} | policy)


class JobDefinition(Api):
    volatile = True  # Ref has the revision

    def update(self, new: Resource, old: Resource) -> bool:
        self.create(new)
        retention = new.properties.get("ResourceRetentionPolicy", {})
        if text(retention.get("SkipDeregisterOnUpdate", False)) == "false":
            self.delete(old)
        return False


class Identity(Api):
    """What must be rid of all that is attached to it before it can be deleted."""

    def delete(self, resource: Resource) -> None:
        bare = {key: value for key, value in resource.properties.items() if key not in self.later}
        self.settle(dataclasses.replace(resource, properties=bare), self.attached(resource))
        super().delete(resource)

    def attached(self, resource: Resource) -> dict[str, Any]:
        """What is attached, as properties: not all of them may have come about."""
        raise NotImplementedError


class Role(Identity):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        iam, role, name = (client("iam", new.place[1]), new.properties, {"RoleName": new.physical_resource_id})
        if old:
            document = {"PolicyDocument": role["AssumeRolePolicyDocument"]}
            self.call(new, "update_assume_role_policy", name | document)
            boundary = "put" if "PermissionsBoundary" in role else "delete"
            self.call(new, f"{boundary}_role_permissions_boundary", role | name)
            self.retag(new, old, "tag_role", "untag_role", name)
        attached, wanted = old.get("ManagedPolicyArns", []), role.get("ManagedPolicyArns", [])
        for arn in set(attached) - set(wanted):
            iam.detach_role_policy(PolicyArn=arn, **name)
        for arn in wanted:
            iam.attach_role_policy(PolicyArn=arn, **name)
        inline = {policy["PolicyName"]: policy for policy in role.get("Policies", [])}
        for gone in {policy["PolicyName"] for policy in old.get("Policies", [])} - inline.keys():
            iam.delete_role_policy(PolicyName=gone, **name)
        for policy in inline.values():
            # Version is optional on AWS, and SAM leaves it out.
            document = {"Version": "2012-10-17"} | policy["PolicyDocument"]
            self.call(new, "put_role_policy", policy | name | {"PolicyDocument": document})

    def attached(self, resource: Resource) -> dict[str, Any]:
        iam, name = client("iam", resource.place[1]), {"RoleName": resource.physical_resource_id}
        managed = iam.list_attached_role_policies(**name)["AttachedPolicies"]
        inline = iam.list_role_policies(**name)["PolicyNames"]
        policies = [{"PolicyName": policy} for policy in inline]
        return {"ManagedPolicyArns": [policy["PolicyArn"] for policy in managed], "Policies": policies}


class InstanceProfile(Identity):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        iam, name = client("iam", new.place[1]), {"InstanceProfileName": new.physical_resource_id}
        has, wanted = set(old.get("Roles", [])), set(new.properties.get("Roles", []))
        for role in has - wanted:
            iam.remove_role_from_instance_profile(RoleName=role, **name)
        for role in wanted - has:
            iam.add_role_to_instance_profile(RoleName=role, **name)

    def attached(self, resource: Resource) -> dict[str, Any]:
        iam, name = client("iam", resource.place[1]), resource.physical_resource_id
        profile = iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]
        return {"Roles": [role["RoleName"] for role in profile["Roles"]]}


class Function(Api):
    def given(self, resource: Resource) -> dict[str, Any]:
        values = super().given(resource)
        if "ZipFile" in values["Code"]:  # CloudFormation takes the text of index.js
            archive = io.BytesIO()
            with zipfile.ZipFile(archive, "w") as file:
                file.writestr("index.js", values["Code"]["ZipFile"])
            values["Code"] = values["Code"] | {"ZipFile": archive.getvalue()}
        return values

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        new.attributes["Arn"] = new.attributes["FunctionArn"]
        if old:
            values = self.given(new) | {"FunctionName": new.physical_resource_id}
            self.call(new, "update_function_code", values | values["Code"])


class EventInvokeConfig(Api):
    def update(self, new: Resource, old: Resource) -> bool:
        self.delete(old)
        self.create(new)
        return False


class LogGroup(Api):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        (account, region), name = new.place, new.physical_resource_id
        scope = f"arn:{get_partition(region)}:logs:{region}:{account}"
        new.attributes["Arn"] = f"{scope}:log-group:{name}:*"
        group = {"logGroupName": name}
        if "RetentionInDays" in new.properties:
            self.call(new, "put_retention_policy", new.properties | group)
        elif "RetentionInDays" in old:
            self.call(new, "delete_retention_policy", group)


class Network(Api):
    """What EC2 has: tags come by a call of their own, the stack's among them."""

    def __init__(self, *calls: str, later: str = "", **options: Any):
        super().__init__("ec2", *calls, later=f"{later} Tags", **options)

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        if self.id and self.id != "AssociationId":
            on = {"Resources": [new.physical_resource_id]}
            self.retag(new, old, "create_tags", "delete_tags", on)
            stack, marks = new.stack, "aws:cloudformation:"  # a prefix that the API refuses
            marked = {"stack-name": stack.name, "stack-id": stack.stack_id, "logical-id": new.logical_resource_id}
            self.backend(new).create_tags(
                on["Resources"], stack.tags | {marks + key: value for key, value in marked.items()}
            )

    def delete(self, resource: Resource) -> None:
        super().delete(resource)
        for kept in "tags", "vpc_end_points":  # by moto, for ever
            getattr(self.backend(resource), kept).pop(resource.physical_resource_id, None)

    def backend(self, resource: Resource) -> Any:
        account, region = resource.place
        return ec2_backends[account][region]

    def modify(self, operation: str, new: Resource, *names: str) -> None:
        """Attributes, of which the API takes one at a time."""
        for name in names:
            if name in new.properties:
                value = {name: {"Value": new.properties[name]}}
                self.call(new, operation, {self.id: new.physical_resource_id} | value)


class Vpc(Network):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        super().settle(new, old)
        self.modify("modify_vpc_attribute", new, "EnableDnsSupport", "EnableDnsHostnames")
        ec2, vpc = self.backend(new), {"vpc-id": [new.physical_resource_id]}
        group = ec2.get_security_group_from_name("default", new.physical_resource_id)
        acls = ec2.describe_network_acls(filters=vpc)
        new.attributes |= {"DefaultSecurityGroup": group.id, "DefaultNetworkAcl": acls[0].id}

    def delete(self, resource: Resource) -> None:
        super().delete(resource)
        self.backend(resource).network_acls.pop(resource.attributes["DefaultNetworkAcl"], None)


class Subnet(Network):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        super().settle(new, old)
        self.modify("modify_subnet_attribute", new, "MapPublicIpOnLaunch")


class Route(Network):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        if old:
            self.call(new, "replace_route", new.properties)


class VpcEndpoint(Network):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        super().settle(new, old)
        now, then = (set(one.get("RouteTableIds", [])) for one in (new.properties, old))
        if old:
            changes = {"AddRouteTableIds": sorted(now - then), "RemoveRouteTableIds": sorted(then - now)}
            self.call(new, "modify_vpc_endpoint", new.properties | changes | {self.id: new.physical_resource_id})


class SecurityGroup(Network):
    PEERS = {
        "CidrIp": ("IpRanges", "CidrIp"),
        "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
        "SourceSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
        "DestinationSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
        "SourcePrefixListId": ("PrefixListIds", "PrefixListId"),
        "DestinationPrefixListId": ("PrefixListIds", "PrefixListId"),
    }

    def given(self, resource: Resource) -> dict[str, Any]:
        return super().given(resource) | {"Description": resource.properties["GroupDescription"]}

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        super().settle(new, old)
        anywhere = [{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}]  # the egress of a new group
        for way, default in ("ingress", []), ("egress", anywhere):
            name = f"SecurityGroup{way.title()}"
            then, now = (one.get(name) or default for one in (old, new.properties))
            for verb, rules, others in ("revoke", then, now), ("authorize", now, then):
                if changed := [self.permission(rule) for rule in rules if rule not in others]:
                    values = {"GroupId": new.physical_resource_id, "IpPermissions": changed}
                    self.call(new, f"{verb}_security_group_{way}", values)

    def permission(self, rule: dict[str, Any]) -> dict[str, Any]:
        described = {"Description": rule["Description"]} if "Description" in rule else {}
        peers = {group: [{key: rule[name]} | described] for name, (group, key) in self.PEERS.items() if name in rule}
        return rule | peers

    def delete(self, resource: Resource) -> None:
        super().delete(dataclasses.replace(resource, properties={}))  # moto prefers the name


KINDS: dict[str, Kind] = {
    MACRO: Macro(),
    CUSTOM: Custom(),
    "AWS::Batch::ComputeEnvironment": ComputeEnvironment(
        "batch", "create_compute_environment", "delete_compute_environment",
        "ComputeEnvironmentName Type Tags EksConfiguration", id="computeEnvironmentArn",
        name="ComputeEnvironmentName", key="computeEnvironment", update="update_compute_environment",
        later="ReplaceComputeEnvironment UpdatePolicy UpdateToLatestImageVersion",
        defaults={"State": "ENABLED"}),
    "AWS::Batch::JobQueue": Switched(
        "batch", "create_job_queue", "delete_job_queue", "JobQueueName JobQueueType Tags",
        id="jobQueueArn", name="JobQueueName", key="jobQueue", update="update_job_queue",
        defaults={"State": "ENABLED"}),
    "AWS::Batch::JobDefinition": JobDefinition(
        "batch", "register_job_definition", "deregister_job_definition", "JobDefinitionName",
        id="jobDefinitionArn", name="JobDefinitionName", key="jobDefinition",
        later="ResourceRetentionPolicy"),
    "AWS::EC2::InternetGateway": Network(
        "create_internet_gateway", "delete_internet_gateway", "",
        result="InternetGateway", id="InternetGatewayId"),
    "AWS::EC2::Route": Route("create_route", "delete_route", "RouteTableId DestinationCidrBlock"),
    "AWS::EC2::RouteTable": Network(
        "create_route_table", "delete_route_table", "VpcId", result="RouteTable", id="RouteTableId"),
    "AWS::EC2::SecurityGroup": SecurityGroup(
        "create_security_group", "delete_security_group", "GroupName GroupDescription VpcId",
        id="GroupId", name="GroupName",
        later="GroupDescription SecurityGroupEgress SecurityGroupIngress"),
    "AWS::EC2::Subnet": Subnet(
        "create_subnet", "delete_subnet", "VpcId CidrBlock AvailabilityZone",
        result="Subnet", id="SubnetId", later="MapPublicIpOnLaunch"),
    "AWS::EC2::SubnetRouteTableAssociation": Network(
        "associate_route_table", "disassociate_route_table", "SubnetId RouteTableId",
        id="AssociationId"),
    "AWS::EC2::VPC": Vpc(
        "create_vpc", "delete_vpc", "CidrBlock", result="Vpc", id="VpcId",
        later="EnableDnsHostnames EnableDnsSupport"),
    "AWS::EC2::VPCEndpoint": VpcEndpoint(
        "create_vpc_endpoint", "delete_vpc_endpoints", "VpcId ServiceName VpcEndpointType",
        result="VpcEndpoint", id="VpcEndpointId", key="VpcEndpointIds"),
    "AWS::EC2::VPCGatewayAttachment": Network(
        "attach_internet_gateway", "detach_internet_gateway", "InternetGatewayId VpcId"),
    "AWS::IAM::InstanceProfile": InstanceProfile(
        "iam", "create_instance_profile", "delete_instance_profile", "InstanceProfileName Path",
        result="InstanceProfile", id="InstanceProfileName", name="InstanceProfileName", later="Roles"),
    "AWS::IAM::Role": Role(
        "iam", "create_role", "delete_role", "RoleName Path", result="Role", id="RoleName",
        name="RoleName", update="update_role", later="ManagedPolicyArns Policies"),
    "AWS::Lambda::EventInvokeConfig": EventInvokeConfig(
        "lambda", "put_function_event_invoke_config", "delete_function_event_invoke_config",
        "FunctionName Qualifier"),
    "AWS::Lambda::Function": Function(
        "lambda", "create_function", "delete_function", "FunctionName PackageType",
        id="FunctionName", name="FunctionName", update="update_function_configuration",
        defaults={"Description": "", "Environment": {"Variables": {}}, "MemorySize": 128, "Timeout": 3}),
    "AWS::Logs::LogGroup": LogGroup(
        "logs", "create_log_group", "delete_log_group", "LogGroupName", name="LogGroupName",
        later="RetentionInDays"),
}  # fmt: skip


def kind_of(type_name: str) -> Kind | None:
    if type_name.startswith("Custom::"):
        return KINDS[CUSTOM]
    if type_name not in KINDS and type_name in parsing.get_model_map():
        KINDS[type_name] = Modelled(type_name)
    return KINDS.get(type_name)
