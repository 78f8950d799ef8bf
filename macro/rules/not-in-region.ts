import { REGIONS, TABLE_DATE } from '../compute/instance-table.js';
import { familyNames, typesOf } from '../compute/instance-types.js';
import { nearest } from '../diagnostics/diagnostics.js';
import { capacityOf } from './capacity.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-regions.html */
export const notInRegion: Rule = {
  code: 'not-in-region',
  severity: 'warning',
  description: 'An instance type or family that Amazon EC2 does not offer in the stack’s Region.',
  check: eachModule(({ environments, region }, report) => {
    if (region === undefined || !REGIONS.split(' ').includes(region)) return;
    for (const { name, path } of environments.flatMap((each) => capacityOf(each).listed)) {
      const types = typesOf(name);
      if (types.length === 0 || types.some(({ regions }) => regions.includes(region))) continue;
      const message = `Amazon EC2 did not offer ${name} in ${region} on ${TABLE_DATE}`;
      report(path, message, `${offered(name, region)}Or deploy the stack in one of ${regionsOf(name)}.`);
    }
  }),
};

/** The Regions of a type or family, the first ones if there are many. */
function regionsOf(name: string): string {
  const all = [...new Set(typesOf(name).flatMap(({ regions }) => regions))].sort();
  return all.length > 5 ? `${all.slice(0, 5).join(', ')}, …` : all.join(', ');
}

/** Names the most similar type of the same series and architecture that the Region has. */
function offered(name: string, region: string): string {
  const [, series = '', size = ''] = /^([a-z]+)[^.]*(.*)$/.exec(name) ?? [];
  const same = familyNames().filter((family) => /^[a-z]+/.exec(family)?.[0] === series);
  const others = same
    .map((family) => family + size)
    .filter((each) =>
      typesOf(each).some(
        ({ regions, architecture }) => regions.includes(region) && architecture === typesOf(name)[0]?.architecture,
      ),
    );
  const found = nearest(name, others) ?? others.at(-1);
  return found ? `Use another type, such as ${found}. ` : 'Use another type. ';
}
