/**
 * Evaluates intrinsic functions as CloudFormation does. It must share no code with the expansion, to be an independent
 * check. Values that are known only at deployment become a unique text for each name.
 */

export interface World {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly conditions: Readonly<Record<string, boolean>>;
}

type Mapping = Record<string, unknown>;

/** A value that CloudFormation would reject. */
class Invalid extends Error {}

/** The value with every function evaluated; `undefined` for `AWS::NoValue`. */
export function worth(value: unknown, world: World): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => worth(item, world)).filter((item) => item !== undefined);
  const [[name = '', argument] = [], ...more] = Object.entries(value);
  if (more.length === 0 && (name.startsWith('Fn::') || (name === 'Ref' && typeof argument === 'string'))) {
    return called(name, argument, world);
  }
  const entries = Object.entries(value).map(([key, item]) => [key, worth(item, world)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

function called(name: string, argument: unknown, world: World): unknown {
  const list = Array.isArray(argument) ? argument : [];
  switch (name) {
    case 'Ref':
      return refOf(argument as string, world);
    case 'Fn::GetAtt':
      return attributeOf(
        Array.isArray(argument) ? list.map((part) => text(worth(part, world))).join('.') : (argument as string),
      );
    case 'Fn::Sub': {
      const [written, variables] = typeof argument === 'string' ? [argument, {}] : (list as [string, Mapping]);
      return substituted(written, variables, world);
    }
    case 'Fn::If':
      return worth(world.conditions[list[0] as string] ? list[1] : list[2], world);
    case 'Fn::Join':
      return texts(worth(list[1], world)).join(text(worth(list[0], world)));
    case 'Fn::Split':
      return text(worth(list[1], world)).split(text(worth(list[0], world)));
    case 'Fn::Select': {
      const [index, items] = [text(worth(list[0], world)), texts(worth(list[1], world))];
      return items[Number(index)] ?? `a failed deployment: nothing at ${index} of ${items}`;
    }
    case 'Fn::Base64':
      return Buffer.from(text(worth(argument, world))).toString('base64');
    case 'Fn::ToJsonString':
      return JSON.stringify(worth(argument, world));
    case 'Fn::Cidr':
      return ['0', '1', '2', '3'].map((index) => `${text(worth(list[0], world))} part ${index} of ${list[1]}`);
    case 'Fn::GetAZs':
      return Array.from('abcdefgh', (letter) => `zone ${letter} of ${text(worth(argument, world))}`);
    default:
      return `${name} of ${JSON.stringify(worth(argument, world))}`;
  }
}

function substituted(written: string, variables: Mapping, world: World): string {
  return written.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (!/^[A-Za-z0-9_.:]+$/.test(name)) throw new Invalid(`\${${name}}`);
    if (Object.hasOwn(variables, name)) return text(worth(variables[name], world));
    return text(name.includes('.') ? attributeOf(name) : refOf(name, world));
  });
}

function refOf(name: string, { parameters }: World): unknown {
  if (name === 'AWS::NoValue') return undefined;
  return Object.hasOwn(parameters, name) ? parameters[name] : `arn:of:a:region:account:${name}/its name:1,2 3`;
}

const attributeOf = (name: string) => `attribute:${name}/with parts:1,2 3`;

function text(value: unknown): string {
  if (typeof value === 'object' || value === undefined) throw new Invalid(`${JSON.stringify(value)} is not text`);
  return String(value);
}

function texts(value: unknown): string[] {
  if (!Array.isArray(value)) throw new Invalid(`${JSON.stringify(value)} is not a list`);
  return value.map(text);
}
