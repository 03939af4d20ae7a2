import { relative } from 'node:path';
import { removeFlag } from '../syntax/dockerfile/edits';
import type { Dockerfile } from '../syntax/document';
import type { Facts } from './facts';
import type { Problem, Rule } from './rule';

export const fixedPlatform: Rule = {
  id: 'fixed-platform',
  tenet: 'Any release can replace any other, and can be traced',
  summary: 'The platform of an image is fixed in its Dockerfile.',
  why:
    'A constant `--platform` makes an image for that platform whatever the build asks for: its index has one entry under ' +
    'every name, other machines emulate it, and nobody can move the release to cheaper ones. A pinned index already holds ' +
    'an image for each platform.\n\n' +
    'Remove the flag and let the build choose, with `docker build --platform`. A stage that compiles for another platform ' +
    'says `--platform=$BUILDPLATFORM`.',
  severity: { production: 'hint', development: 'off' },
  equivalents: ['hadolint DL3029', 'buildkit FromPlatformFlagConstDisallowed'],
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM --platform=linux/amd64 node:20.11.1@{pinned}\n',
      good: 'FROM node:20.11.1@{pinned}\n',
    },
  ],
  dockerfile: findFixedPlatforms,
};

function* findFixedPlatforms(file: Dockerfile, { surroundings }: Facts): Iterable<Problem> {
  const folders = surroundings ? relative(surroundings.root, surroundings.path).toLowerCase() : '';
  for (const { from, isExported, isDevelopment, name } of file.stages) {
    const flag = from.flags.find((each) => each.name === 'platform');
    if (!isExported || !flag || !isConstant(flag.value) || isNamedFor(flag.value, name)) continue;
    if (isPathOf(flag.value, folders)) continue;
    yield {
      span: flag.spanOf(0, flag.value.length),
      message: `The image is for '${flag.value}' whatever a build asks for. Remove the flag, and let the build choose.`,
      development: isDevelopment,
      scaffolds: [{ kind: 'scaffold', title: 'Remove the platform', edits: [removeFlag(file, flag)] }],
    };
  }
}

/** An image of Windows is for nothing else anyway. */
function isConstant(platform: string): boolean {
  return platform !== '' && !/[${]/.test(platform) && !/^windows\b/i.test(platform);
}

/** Whether the file is one of several that are for a platform each, as `arm64/Dockerfile`. */
function isPathOf(platform: string, path: string): boolean {
  const [, architecture = ''] = platform.toLowerCase().split('/');
  const names = [architecture, ...(OTHER_NAMES.get(architecture) ?? [])].filter((name) => name.length > 2);
  return names.some((name) => path.split(/[^a-z0-9_]/).some((word) => word.startsWith(name)));
}

const OTHER_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['amd64', ['x86_64', 'x64']],
  ['arm64', ['aarch64', 'armv8']],
]);

/** Whether a stage is one of several that are made for a platform each, as `build-arm64`. */
function isNamedFor(platform: string, stage: string | null): boolean {
  const [os = '', ...rest] = platform.toLowerCase().split('/');
  return stage !== null && [os, ...rest].some((part) => part.length > 1 && stage.includes(part));
}
