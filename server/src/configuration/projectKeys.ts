/** The file of a repository that says what editor settings say, for everybody and in CI too. */
export const PROJECT_FILE = 'immutable-infra.yaml';

/** What may stand at a key of the project file, and is the setting `immutableInfra.<name>` of an editor. */
export interface ProjectKey {
  readonly name: string;
  readonly shape: KeyShape;
  readonly summary: string;
}

/**
 * `severities`: rule ids with severities. `profiles`: glob patterns with what their files are for. `images`: image
 * patterns. `imagesByRule`: rule ids with those. `paths`: glob patterns. `flag`: true or false.
 */
export type KeyShape = 'severities' | 'profiles' | 'images' | 'imagesByRule' | 'paths' | 'flag' | 'pinStyle';

/**
 * In the order of the documentation. What a repository must not decide is not among them: which hosts are asked, when,
 * and what of the environment is let in.
 */
export const PROJECT_KEYS: readonly ProjectKey[] = [
  { name: 'rules', shape: 'severities', summary: 'How much each rule weighs, by its id.' },
  {
    name: 'profiles',
    shape: 'profiles',
    summary:
      "What files are for, by glob patterns; the last that names a file counts, and before the words in its path. With a slash a pattern is for the end of a path, with a leading slash from the repository's root; without any for a file's name.",
  },
  {
    name: 'allowedImages',
    shape: 'imagesByRule',
    summary: 'By rule id, the images, such as `traefik` or `ghcr.io/acme/*`, that a rule leaves alone.',
  },
  {
    name: 'localImages',
    shape: 'images',
    summary: 'Images that are built on this machine and in no registry, such as `acme/*` or `*.local/*`.',
  },
  {
    name: 'autoUpdaters',
    shape: 'images',
    summary: 'Images that update other containers, beside those that are known for it.',
  },
  {
    name: 'requireHashes',
    shape: 'flag',
    summary: 'Count packages of languages as pinned only by their hashes.',
  },
  {
    name: 'allowSecurityUpgrades',
    shape: 'flag',
    summary: 'Accept upgrades of packages that are limited to security fixes.',
  },
  {
    name: 'requireIgnoreReason',
    shape: 'flag',
    summary: 'Ask every ignore comment for a reason.',
  },
  {
    name: 'dockerfileNames',
    shape: 'paths',
    summary: 'Glob patterns of further files that are Dockerfiles, such as `*.docker`.',
  },
  {
    name: 'composeFileNames',
    shape: 'paths',
    summary: 'Glob patterns of further files that are compose files, such as `stacks/*.yml`.',
  },
  {
    name: 'pinStyle',
    shape: 'pinStyle',
    summary: 'How a pin is written: the digest after the tag, or in its place with the tag in a comment.',
  },
];

export const PROFILES = ['production', 'development'] as const;
export const PIN_STYLES = ['tag@digest', 'digest # tag'] as const;
