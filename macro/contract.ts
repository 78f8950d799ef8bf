/**
 * The contract between the expansion and the custom resource function: the two types, their properties and their
 * attributes. CloudFormation passes every scalar as text. Properties can be added but never removed or renamed, because
 * existing stacks still send the old ones.
 */

/** The name of the custom resource function. It is fixed, because CloudFormation rejects a changed service token. */
export const functionNameOf = (macroName: string) => `${macroName}-resources`;

/** How long CloudFormation waits for a response, in seconds. Every request finishes well within it. */
export const SERVICE_TIMEOUT = 120;

export const IMAGE_TYPE = 'Custom::ProvoseImage';

/** Looks up an image in Amazon ECR. */
export interface ImageProperties {
  /** The repository's name, such as `team/app`. */
  readonly Repository: string;
  readonly Tag: string;
  /** The registry's account id. Defaults to the stack's account. */
  readonly RegistryId?: string;
  /** The registry's Region. Defaults to the stack's Region. */
  readonly Region?: string;
  /**
   * The suffix of the registry's host name, from `AWS::URLSuffix`: `amazonaws.com` in the standard partition. A stack
   * cannot access registries in another partition.
   */
  readonly UrlSuffix?: string;
  /** Whether the URI refers to the image by its tag or by the tag's current digest. */
  readonly Pin: 'tag' | 'digest';
  /** `false` skips the lookup, for a repository that the same template creates. */
  readonly Check: 'true' | 'false';
  /** Changing this value makes the next deployment look the image up again. */
  readonly Refresh?: string;
  /** The CPU architectures that the image must support, in Docker's terms: `amd64`, `arm64`. */
  readonly Architectures?: readonly string[];
}

/** The name of a Region in any partition: `us-gov-west-1`, `us-isob-east-1`, `eusc-de-east-1`. */
export const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/** The attributes of an image that `Fn::GetAtt` can return. */
export interface ImageData {
  readonly Uri: string;
  /** `sha256:…`, or empty if the image was not looked up, as in a rollback. */
  readonly Digest: string;
  /** Such as `linux/amd64,linux/arm64`, or empty if the image was not looked up. */
  readonly Platforms: string;
}

export const EXPORT_TYPE = 'Custom::ProvoseExport';

/** The maximum bytes of a custom resource's response: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
export const MAX_RESPONSE_BYTES = 4096;

/** Reads an entry of one of Provose's maps from AWS Batch, Amazon EC2 or IAM. */
export interface ExportProperties {
  /** The Terraform resource type: `aws_batch_job_queue`. */
  readonly ResourceType: string;
  /** The ARN, id or name that the API identifies it by; for a route, the id of its route table. */
  readonly Id: string;
  /** The logical id of the resource that `Id` comes from, by which the function finds it in the stack. */
  readonly LogicalId?: string;
  /** The requested attributes, such as `status` and `compute_resources.0.type`; `json` is the whole entry. */
  readonly Attributes: readonly string[];
  /**
   * The properties of the described resource. A change to them makes the next deployment read the entry again. Absent if
   * every update of the resource changes `Id`.
   */
  readonly Fingerprint?: unknown;
}

/** The attributes of an export that `Fn::GetAtt` can return, each under its full name, including the dots. */
export type ExportData = Readonly<Record<string, string>>;
