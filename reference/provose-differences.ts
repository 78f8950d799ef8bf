/**
 * The table of differences between what Provose's Terraform code creates and what this macro does, for the example of its
 * documentation. test/e2e/provose.test.ts compares both, and docs/from-provose.md shows the table.
 */

interface Difference {
  /** The attributes, as paths into Provose's outputs; absent if no attribute shows the difference. */
  readonly attribute?: RegExp;
  readonly what: string;
  readonly provose: string;
  readonly here: string;
  readonly why: string;
}

export const DIFFERENCES: readonly Difference[] = [
  {
    attribute: /aws_batch_job_queue\.batch\.mainqueue\.(arn|id|name)$/,
    what: 'a queue’s name, and its key in the export map',
    provose: '`compute-environment-1---mainqueue`',
    here: '`mainqueue`',
    why: 'Provose’s documentation says that your names are used as they are, but its code adds the environment’s name.',
  },
  {
    attribute: /aws_batch_job_definition\.batch\.job-1\.(arn|arn_prefix|id|name)$/,
    what: 'a job definition’s name, and its key',
    provose: 'always `tf_test_batch_job_definition`; the key is `compute-environment-1---job-1`',
    here: '`job-1`',
    why: 'The constant is a defect: all definitions would be revisions of one.',
  },
  {
    attribute: /aws_batch_job_definition\.batch\.job-1\.retry_strategy/,
    what: 'the retry strategy of jobs that can run on Spot',
    provose: 'AWS’s default: one attempt',
    here: 'up to 3 attempts if the instance is lost; any other failure is final',
    why: 'AWS takes Spot instances back at any time, and a job would then fail. `retry_strategy: 1` turns it off.',
  },
  {
    attribute: /aws_batch_compute_environment\..*\.(compute_environment_name|compute_environment_name_prefix|id)$/,
    what: 'a compute environment’s name',
    provose: 'the key and a timestamp',
    here: 'chosen by CloudFormation',
    why: 'During a replacement, the old and the new environment both exist, so they cannot share a fixed name.',
  },
  {
    attribute: /(\.service_role|aws_iam_role\.batch__service_role\..*)$/,
    what: 'the service role of AWS Batch',
    provose: 'a role per environment',
    here: 'AWS’s service-linked role',
    why: 'In-place updates require it.',
  },
  {
    attribute: /(\.spot_iam_fleet_role|aws_iam_role\.batch__spot_fleet_role\..*)$/,
    what: 'the Spot fleet role',
    provose: 'a role per environment',
    here: 'none',
    why: 'Only the allocation strategy `BEST_FIT` requires one.',
  },
  {
    attribute: /\.allocation_strategy$/,
    what: 'the allocation strategy',
    provose: 'AWS’s old default, `BEST_FIT`',
    here: '`SPOT_PRICE_CAPACITY_OPTIMIZED`, On-Demand `BEST_FIT_PROGRESSIVE`',
    why: 'In-place updates require it, and fewer Spot instances are interrupted.',
  },
  {
    attribute: /\.bid_percentage$/,
    what: 'the Spot bid',
    provose: '100 percent',
    here: 'not set',
    why: 'AWS’s default is 100 percent.',
  },
  {
    attribute: /\.update_policy\..*$/,
    what: 'the update policy',
    provose: 'AWS’s default: running jobs are terminated after 30 minutes',
    here: '110 minutes',
    why: 'CloudFormation waits 120 minutes for an update, so jobs get most of that time.',
  },
  {
    attribute: /\.job_state_time_limit_action\..*$/,
    what: 'jobs that no instance can run',
    provose: 'block their queue for ever',
    here: 'are canceled after 30 minutes',
    why: 'All jobs behind them would wait for ever. Set `job_state_time_limits: none` to change this.',
  },
  {
    attribute: /(aws_subnet\.vpc\.[345]\..*|compute_resources\.0\.subnets)$/,
    what: 'the number of subnets',
    provose: 'one in every Availability Zone of the Region',
    here: 'one in each of three Availability Zones',
    why: 'The expansion does not call AWS, so it does not know the zones. Set `availability_zones` to change this.',
  },
  {
    what: 'the route to the internet',
    provose: 'in the VPC’s main route table',
    here: 'in a separate route table that is associated with the subnets',
    why: 'CloudFormation cannot add routes to the main table.',
  },
  {
    what: 'the route to S3',
    provose: 'the internet gateway',
    here: 'a gateway endpoint, which is free',
    why: 'ECR stores image layers in S3.',
  },
  {
    attribute: /(aws_iam_(role|instance_profile)\.batch__execution_role\..*\.(arn|id|name|role)|\.instance_role)$/,
    what: 'the instance role and profile',
    provose: 'one per environment, with names',
    here: 'one per module, named by CloudFormation',
    why: 'They are identical, and named roles would require `CAPABILITY_NAMED_IAM`.',
  },
  {
    attribute: /aws_iam_role\.batch__execution_role\..*\.tags(_all)?\.Provose$/,
    what: 'the tag of the instance role',
    provose: 'none',
    here: '`Provose`',
    why: 'Every resource is tagged if tags cannot cause a replacement.',
  },
  {
    attribute: /aws_security_group\..*\.description$/,
    what: 'the description of the security group',
    provose: 'contains the names of environment and module',
    here: 'contains the name of the environment',
    why: 'A change to the description replaces the group, so it does not contain the module’s name.',
  },
  {
    attribute: /aws_security_group\..*\.name$/,
    what: 'the name of the security group',
    provose: '`P/v1/myproject/compute-environment-1/batch`',
    here: 'chosen by CloudFormation',
    why: 'A fixed name would prevent a replacement.',
  },
];
