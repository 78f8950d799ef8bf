import { eachModule, type Rule } from './rule.js';

/**
 * The ports of remote logins, file shares and databases of the list that AWS Security Hub checks:
 * https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19
 */
const SERVICES: Readonly<Record<number, string>> = {
  22: 'SSH',
  23: 'Telnet',
  445: 'SMB',
  1433: 'Microsoft SQL Server',
  3306: 'MySQL',
  3389: 'RDP',
  5432: 'PostgreSQL',
  9200: 'OpenSearch',
  9300: 'OpenSearch',
};

export const openPort: Rule = {
  code: 'open-port',
  severity: 'warning',
  description: 'A port of a remote login, a file share or a database that is open to the internet.',
  check: eachModule(({ config, environments }, report) => {
    // In the private subnets of a module, the internet reaches no instance.
    if (!config.vpc && config.network !== 'public') return;
    for (const { path, value } of environments) {
      for (const [index, port] of (value.public?.tcp ?? []).entries()) {
        const service = SERVICES[port];
        if (service === undefined) continue;
        const message = `port ${port} (${service}) is open to the internet`;
        const hint =
          port === 22
            ? 'Remove it, and use Session Manager: instance_policies: [arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore]'
            : 'Open it under vpc instead, so that only the VPC’s addresses reach it.';
        report([...path, 'public', 'tcp', index], message, hint);
      }
    }
  }),
};
