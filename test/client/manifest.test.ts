import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { FailureReason } from '../../client/src/docker/engine';

interface Manifest {
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly languages: readonly { readonly id: string; readonly filenamePatterns: readonly string[] }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>;
    readonly views: { readonly immutableInfra: readonly { readonly id: string; readonly icon: string }[] };
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
    readonly viewsWelcome: readonly {
      readonly view: string;
      readonly contents: string;
      readonly when: string;
    }[];
    readonly grammars: readonly { readonly path: string }[];
  };
}

const manifest: Manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const { contributes } = manifest;

describe('the commands of the manifest', () => {
  const registered = [
    ...readFileSync('client/src/commands/index.ts', 'utf8').matchAll(/registerCommand\('([^']+)'/g),
  ];

  it('are those that are registered', () => {
    assert.deepEqual(
      registered.map(([, name]) => name).sort(),
      contributes.commands.map(({ command }) => command).sort(),
    );
  });

  it('are the only ones of ours that menus and welcome texts name', () => {
    const known = new Set(contributes.commands.map(({ command }) => command));
    const inMenus = Object.values(contributes.menus).flatMap((entries) =>
      entries.map(({ command }) => command),
    );
    const inTexts = contributes.viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/\(command:([^)]+)\)/g)].map(([, name]) => name!),
    );
    for (const command of [...inMenus, ...inTexts]) assert.ok(known.has(command), command);
  });

  it('are under the name of the extension in the palette', () => {
    for (const { category } of contributes.commands) assert.equal(category, 'Immutable Infra');
  });
});

describe('the welcome texts', () => {
  const STATES: Readonly<Record<FailureReason | 'empty', true>> = {
    absent: true,
    denied: true,
    unreachable: true,
    silent: true,
    untrusted: true,
    unexpected: true,
    misconfigured: true,
    unsupported: true,
    empty: true,
  };

  it('are one for each state, with a button to try again', () => {
    const states = contributes.viewsWelcome.map(({ when }) =>
      when.replace(/^immutableInfra\.engine == /, ''),
    );
    assert.deepEqual(states.sort(), Object.keys(STATES).sort());
    for (const { view, contents } of contributes.viewsWelcome) {
      assert.equal(view, 'immutableInfra.releases');
      assert.match(contents, /^\[[^\]]+\]\(command:immutableInfra\.refreshReleases\)$/m);
    }
  });
});

describe('the files of the manifest', () => {
  it('are there', () => {
    const { views, viewsContainers, grammars } = contributes;
    const files = [
      manifest.icon,
      ...views.immutableInfra.map(({ icon }) => icon),
      ...viewsContainers.activitybar.map(({ icon }) => icon),
      ...grammars.map(({ path }) => path),
    ];
    for (const file of files) assert.ok(existsSync(file), file);
  });
});

describe('the names of files', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Dockerfile-dev', 'dockerfile'],
    ['dockerfile_1', 'dockerfile'],
    ['Containerfile-for-app-service', 'dockerfile'],
    ['compose-dev.yml', 'dockercompose'],
    ['compose_prod.yaml', 'dockercompose'],
    ['dockerfile_parser.py', ''],
    ['dockerfile-lint.test.ts', ''],
    ['composer-a.yml', ''],
  ];
  for (const [name, expected] of cases) {
    it(`${name} ${expected === '' ? 'is none of ours' : `is ${expected}`}`, () => {
      const languages = contributes.languages.filter(({ filenamePatterns }) =>
        filenamePatterns.some((pattern) => asExpression(pattern).test(name.toLowerCase())),
      );
      assert.equal(languages.map(({ id }) => id).join(), expected);
    });
  }
});

/** The few signs of a glob that our patterns use, as the editor reads them: against the name in small letters. */
function asExpression(pattern: string): RegExp {
  const source = pattern
    .replaceAll('.', '\\.')
    .replaceAll('[!\\.]', '[^.]')
    .replaceAll('*', '.*')
    .replace(/\{([^}]*)\}/g, (_, names: string) => `(?:${names.replaceAll(',', '|')})`);
  return new RegExp(`^${source}$`);
}
