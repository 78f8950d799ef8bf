import { type Architecture, architectureOf } from '../compute/instance-types.js';
import type { Definition, Entry } from '../read/module.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import type { ImageInParts } from '../schema/image.js';
import { platformOf } from '../schema/platform.js';
import { isUnseen } from '../template/intrinsics.js';
import { isMapping, type Path } from '../template/template.js';
import { capacityOf } from './capacity.js';
import { eachModule, type Rule } from './rule.js';

export const imageArchitecture: Rule = {
  code: 'image-architecture',
  severity: 'warning',
  description: 'An image whose name or tag says that it is for another CPU architecture than the instances have.',
  check: eachModule(({ definitions }, report) => {
    for (const definition of definitions) {
      const image = saidOf(definition);
      const other = image && definition.runsOn.find((each) => isOther(each, definition, image.architecture));
      if (!other) continue;
      const { word, path, architecture } = image;
      const instances = `${other.key} runs it on ${architecture === 'arm64' ? 'x86_64' : 'arm64'}`;
      const hint =
        platformOf(other.value.instances) === 'EC2'
          ? `Use one for several architectures, or instance types with an ${architecture} CPU.`
          : `Use one for several architectures, or cpu_architecture: ${architecture.toUpperCase()}.`;
      report(path, `the image is for ${word}, and ${instances}, where it fails with "exec format error"`, hint);
    }
  }),
};

interface Said {
  readonly word: string;
  readonly architecture: Architecture;
  readonly path: Path;
}

/** What an image's tag says, or else its name. */
function saidOf({ value: { image }, path }: Definition): Said | undefined {
  if (typeof image === 'string') {
    // Every word has 64 in it, and few images have.
    if (!image.includes('64') || isUnseen(image)) return undefined;
    const [, name = '', tag = ''] = /^([^@]*?)(?::([^/:@]*))?(?:@.*)?$/.exec(image) ?? [];
    return said(tag, [...path, 'image'], name, [...path, 'image']);
  }
  if (!isMapping(image) || isUnseen(image)) return undefined;
  const { name, tag } = image as ImageInParts;
  return said(tag, [...path, 'image', 'tag'], name, [...path, 'image', 'name']);
}

const said = (tag: unknown, atTag: Path, name: unknown, atName: Path): Said | undefined =>
  // It is for the machine that compiles.
  CROSS_COMPILER.test(String(name)) ? undefined : (inText(tag, atTag) ?? inName(name, atName));

const WORD = /(?:^|[-_./])(arm64(?:v8)?|aarch64|amd64|x86[-_]64)(?=$|[-_./])/g;
/** Docker's own images for one architecture: https://github.com/docker-library/official-images#architectures-other-than-amd64 */
const NAMESPACE = /^(?:docker\.io\/)?(arm64v8|amd64)\//;

/** Images of compilers are named after the architecture that they compile for: https://github.com/dockcross/dockcross */
const CROSS_COMPILER = /cross|(^|[-_/])(gcc|clang|toolchain|qemu)($|[-_:])|-(unknown-)?linux-(gnu|musl)/;

function inName(name: unknown, path: Path): Said | undefined {
  if (typeof name !== 'string' || isUnseen(name)) return undefined;
  const [, namespace] = NAMESPACE.exec(name) ?? [];
  return inText(namespace ?? name.slice(name.lastIndexOf('/') + 1), path);
}

/** The architecture in a text, if it names exactly one. */
function inText(text: unknown, path: Path): Said | undefined {
  if (typeof text !== 'string' || !text.includes('64') || isUnseen(text)) return undefined;
  const [word, ...others] = [...text.matchAll(WORD)].map(([, found = '']) => found);
  if (word === undefined || others.length > 0) return undefined;
  return { word, architecture: word.startsWith('a') && word !== 'amd64' ? 'arm64' : 'x86_64', path };
}

/** Whether an environment surely runs a job on another architecture. */
function isOther(environment: Entry<ComputeEnvironment>, { value }: Definition, wanted: Architecture): boolean {
  if (platformOf(environment.value.instances) !== 'EC2') {
    const { cpu_architecture: architecture = 'X86_64' } = value;
    return architecture === (wanted === 'arm64' ? 'X86_64' : 'ARM64');
  }
  const { listed } = capacityOf(environment);
  return listed.length > 0 && listed.every(({ name }) => (architectureOf(name) ?? wanted) !== wanted);
}
