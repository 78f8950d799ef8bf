/** `npm run cloud`: runs the local cloud until Ctrl-C, empty or with the macro and images in it. */

import { parseArgs } from 'node:util';
import { ECRClient } from '@aws-sdk/client-ecr';
import { type Cloud, startCloud } from './cloud.js';
import { Deployer, packageTemplate } from './deploy.js';
import { environmentOf } from './environment.js';
import { parseImage, putImage } from './image.js';

const HELP = `Usage: npm run cloud -- [options]

Runs the local cloud until Ctrl-C, and prints the variables to export for the AWS CLI, the SDKs and sam.

Options:
  --port PORT        the port on 127.0.0.1 (default: 5000); 0 chooses a free one
  --with-macro       deploy the macro's stack, template.yaml, and print the next commands
  --image REPO:TAG   put an image without content into its registry; can be repeated
  --help, -h         print this text
`;

const NEXT = `The macro ProvoseBatch is deployed as the stack provose-batch. Next, in the other shell:

aws cloudformation deploy --stack-name first --template-file examples/first.yaml \\
  --capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND
aws batch submit-job --job-name one --job-queue mainqueue --job-definition job-1
aws batch list-jobs --job-queue mainqueue --job-status SUCCEEDED
`;

const say = (text: string) => process.stdout.write(`${text}\n`);

/** The options, or undefined if they are wrong, in which case it prints why. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '5000' },
        'with-macro': { type: 'boolean', default: false },
        image: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`"${values.port}" is not a port`);
    return { ...values, port, image: values.image.map(parseImage) };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
    return undefined;
  }
}

async function fill(cloud: Cloud, options: NonNullable<ReturnType<typeof readOptions>>): Promise<void> {
  for (const image of options.image) {
    await putImage(new ECRClient(cloud.client), image);
    say(`Its registry has the image ${image.repository}:${image.tag}.`);
  }
  if (!options['with-macro']) return;
  await new Deployer(cloud.client).deploy('provose-batch', await packageTemplate(cloud.client, 'template.yaml'));
  say(NEXT);
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  if (options.help) {
    say(HELP);
    return 0;
  }
  const cloud = await startCloud('.', say, options.port);
  try {
    const interrupted = new Promise((done) => process.once('SIGINT', done));
    say(`The local cloud runs at ${cloud.endpoint} until Ctrl-C. For the AWS CLI, in another shell:\n`);
    say(`${environmentOf(cloud)}\n`);
    await Promise.race([fill(cloud, options), interrupted]);
    await interrupted;
    return 0;
  } finally {
    await cloud.stop();
  }
}

main()
  .catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    return 1;
  })
  .then((code) => {
    process.exitCode = code;
  });
