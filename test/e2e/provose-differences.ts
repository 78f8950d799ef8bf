/** The table of differences between what Provose's Terraform code creates and what this macro does. */

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
    why: 'Provose’s documentation says that the names you provide are the names; its code adds the environment’s.',
  },
  {
    attribute: /aws_batch_job_definition\.batch\.job-1\.(arn|arn_prefix|id|name)$/,
    what: 'a job definition’s name, and its key',
    provose: '`tf_test_batch_job_definition` for every one; key `compute-environment-1---job-1`',
    here: '`job-1`',
    why: 'The constant is a defect: every definition would be a revision of one.',
  },
  {
    attribute: /aws_batch_compute_environment\..*\.(compute_environment_name|compute_environment_name_prefix|id)$/,
    what: 'a compute environment’s name',
    provose: 'the key and the time',
    here: 'made by CloudFormation',
    why: 'An environment that is replaced stands beside its successor for a while, so neither has a fixed name.',
  },
  {
    attribute: /(\.service_role|aws_iam_role\.batch__service_role\..*)$/,
    what: 'the role that AWS Batch acts by',
    provose: 'a role per environment',
    here: 'AWS’s service-linked role',
    why: 'Updates in place need it.',
  },
  {
    attribute: /(\.spot_iam_fleet_role|aws_iam_role\.batch__spot_fleet_role\..*)$/,
    what: 'the Spot fleet role',
    provose: 'a role per environment',
    here: 'none',
    why: 'Only the allocation strategy `BEST_FIT` needs one.',
  },
  {
    attribute: /\.allocation_strategy$/,
    what: 'the allocation strategy',
    provose: 'AWS’s old default, `BEST_FIT`',
    here: '`SPOT_PRICE_CAPACITY_OPTIMIZED`, On-Demand `BEST_FIT_PROGRESSIVE`',
    why: 'Updates in place need it, and Spot instances are taken back less often.',
  },
  {
    attribute: /\.bid_percentage$/,
    what: 'the Spot bid',
    provose: '100 percent',
    here: 'not given',
    why: 'AWS’s default is 100 percent.',
  },
  {
    attribute: /\.update_policy\..*$/,
    what: 'the update policy',
    provose: 'AWS’s default: running jobs end after 30 minutes',
    here: '110 minutes',
    why: 'Jobs get as much time as CloudFormation waits for an update, which is 120 minutes.',
  },
  {
    attribute: /(aws_subnet\.vpc\.[345]\..*|compute_resources\.0\.subnets)$/,
    what: 'how many subnets there are',
    provose: 'one in every Availability Zone of the Region',
    here: 'one in each of three',
    why: 'The expansion asks AWS nothing, so it cannot count; `availability_zones` says how many.',
  },
  {
    what: 'the route to the internet',
    provose: 'in the VPC’s main route table',
    here: 'in a table of its own, with which the subnets are associated',
    why: 'CloudFormation cannot write into the main table.',
  },
  {
    what: 'the way to S3',
    provose: 'the internet gateway',
    here: 'a gateway endpoint, which costs nothing',
    why: 'Image layers of ECR come from S3.',
  },
  {
    attribute: /(aws_iam_(role|instance_profile)\.batch__execution_role\..*\.(arn|id|name|role)|\.instance_role)$/,
    what: 'the instance role and profile',
    provose: 'one per environment, with names',
    here: 'one per module, named by CloudFormation',
    why: 'They are all alike; named roles would ask for `CAPABILITY_NAMED_IAM`.',
  },
  {
    attribute: /aws_iam_role\.batch__execution_role\..*\.tags(_all)?\.Provose$/,
    what: 'the tag of the instance role',
    provose: 'none',
    here: '`Provose`',
    why: 'Everything that is made and can be tagged without harm is.',
  },
  {
    attribute: /aws_security_group\..*\.description$/,
    what: 'the description of the security group',
    provose: 'names environment and module',
    here: 'names the environment',
    why: 'A change of the description, as of the module’s name, would replace the group.',
  },
  {
    attribute: /aws_security_group\..*\.name$/,
    what: 'the name of the security group',
    provose: '`P/v1/myproject/compute-environment-1/batch`',
    here: 'made by CloudFormation',
    why: 'A fixed name stands in the way of a replacement.',
  },
];
