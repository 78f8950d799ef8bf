"""Service Catalog, as far as moto has it: portfolios and products, which moto cannot update."""

from kinds.api import Api
from kinds.kind import Failed, Kind, Resource


class Fixed(Api):
    def check(self, new: Resource, old: Resource) -> None:
        raise Failed(f"The local cloud cannot update a resource of type {new.cf_resource_type}. This is its own limit")


class Product(Fixed):
    """A product. The API takes its first version, and CloudFormation a list of them."""

    def call(self, on: Resource, operation: str, values: dict, drop: set[str] | None = None) -> dict:
        first, *_ = values.get("ProvisioningArtifactParameters") or [{}]
        kind = {"ProvisioningArtifactParameters": first, "ProductType": "CLOUD_FORMATION_TEMPLATE"}
        answer = super().call(on, operation, values | kind if operation == self.create_call else values, drop)
        return answer.get("ProductViewDetail", {}).get("ProductViewSummary", answer)


KINDS: dict[str, Kind] = {
    "AWS::ServiceCatalog::CloudFormationProduct": Product(
        "servicecatalog", "create_product", "delete_product", "", id="ProductId", key="Id"),
    "AWS::ServiceCatalog::Portfolio": Fixed(
        "servicecatalog", "create_portfolio", "delete_portfolio", "", result="PortfolioDetail", id="Id"),
}  # fmt: skip
