/**
 * What the expansion and the custom resource function agree on: the two types, their properties and what they answer.
 * CloudFormation hands every scalar over as text. Properties are only ever added, for old ones persist in stacks.
 */

/** Both functions' fixed name: CloudFormation refuses a changed service token. */
export const functionNameOf = (macroName: string) => `${macroName}-resources`;

/** Seconds after which CloudFormation gives up on an answer, far above what any takes. */
export const SERVICE_TIMEOUT = 120;

export const IMAGE_TYPE = 'Custom::ProvoseImage';

/** Asks Amazon ECR for an image. */
export interface ImageProperties {
  /** The repository's name, as in `team/app`. */
  readonly Repository: string;
  readonly Tag: string;
  /** The account of the registry; the stack's own where it is not given. */
  readonly RegistryId?: string;
  /** The Region of the registry; the stack's own where it is not given. */
  readonly Region?: string;
  /**
   * The end of the registry's host name, `AWS::URLSuffix`: `amazonaws.com`, or another in another partition. A stack of
   * one partition has no access to the registries of another.
   */
  readonly UrlSuffix?: string;
  /** Whether the URI names the image by its tag or by the digest that the tag has now. */
  readonly Pin: 'tag' | 'digest';
  /** `false` leaves out the look whether the image exists, for a repository that the same template makes. */
  readonly Check: 'true' | 'false';
  /** A change of it makes the next deployment look again. */
  readonly Refresh?: string;
  /** The CPU architectures that the image must have, in Docker's words: `amd64`, `arm64`. */
  readonly Architectures?: readonly string[];
}

/** The name of a Region of any partition: `us-gov-west-1`, `us-isob-east-1`, `eusc-de-east-1`. */
export const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/** What `Fn::GetAtt` can ask of an image. */
export interface ImageData {
  readonly Uri: string;
  /** `sha256:…`; empty where the image was not checked, as in a rollback. */
  readonly Digest: string;
  /** `linux/amd64,linux/arm64`; empty where the image was not checked. */
  readonly Platforms: string;
}

export const EXPORT_TYPE = 'Custom::ProvoseExport';

/** Asks AWS Batch, Amazon EC2 or IAM for an entry of one of Provose's maps. */
export interface ExportProperties {
  /** The Terraform resource type: `aws_batch_job_queue`. */
  readonly ResourceType: string;
  /** What identifies it to its API: ARN, id or name; of a route, the id of its route table. */
  readonly Id: string;
  /** The logical id of the resource that `Id` comes from, by which the function finds it in the stack. */
  readonly LogicalId?: string;
  /** The attributes asked for, as in `status` and `compute_resources.0.type`; `json` is the whole entry. */
  readonly Attributes: readonly string[];
  /** The properties of what is described: a change of them makes the next deployment read it anew. */
  readonly Fingerprint: unknown;
}

/** What `Fn::GetAtt` can ask of an export: each attribute under its own name, with the dots in it. */
export type ExportData = Readonly<Record<string, string>>;
