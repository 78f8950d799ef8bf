import type { Definition, Module } from '../read/module.js';
import type { ImageInParts } from '../schema/image.js';
import { isIntrinsic } from '../template/intrinsics.js';
import { isMapping, type Path } from '../template/template.js';
import { once } from './once.js';

export interface WrittenImage {
  readonly image: ImageInParts;
  readonly definition: Definition;
  /** The path of one of its keys. */
  readonly at: (key: string) => Path;
}

/** The images of a module that are written as mappings. */
export const imagesOf = once(({ definitions }: Module): readonly WrittenImage[] =>
  definitions.flatMap((definition) => {
    const { path, value } = definition;
    const { image } = value;
    if (!isMapping(image) || isIntrinsic(image)) return [];
    return [{ image: image as ImageInParts, definition, at: (key: string) => [...path, 'image', key] }];
  }),
);
