import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { FailureReason } from '../../client/src/docker/engine';
import type { NodeKind } from '../../client/src/views/treeNode';

interface Manifest {
  readonly icon: string;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly icon?: string;
    }[];
    readonly languages: readonly { readonly id: string; readonly filenamePatterns: readonly string[] }[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly submenus: readonly { readonly id: string }[];
    readonly configuration: readonly {
      readonly title: string;
      readonly properties: Readonly<Record<string, Setting>>;
    }[];
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

interface MenuEntry {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}

interface Setting {
  readonly scope: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly pattern?: string;
  readonly markdownDescription: string;
}

const manifest: Manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const { contributes } = manifest;

describe('the commands of the manifest', () => {
  const registered = [
    ...readFileSync('client/src/commands/index.ts', 'utf8').matchAll(/registerCommand\('([^']+)'/g),
    ...readFileSync('client/src/commands/releaseCommands.ts', 'utf8').matchAll(/^ {4}'([^']+)':/gm),
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
      entries.flatMap(({ command }) => command ?? []),
    );
    const inTexts = contributes.viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/\(command:([^)]+)\)/g)].map(([, name]) => name!),
    );
    for (const command of [...inMenus, ...inTexts]) assert.ok(known.has(command), command);
  });

  it('are under the name of the extension in the palette', () => {
    for (const { category } of contributes.commands) assert.equal(category, 'Immutable Infra');
  });

  it('are in the palette where they can work, each under a title of its own', () => {
    const conditions = new Map(contributes.menus.commandPalette!.map(({ command, when }) => [command, when]));
    const shown = contributes.commands.filter(({ command }) => conditions.get(command) !== 'false');
    const picture = shown.map(({ command, title }) => `${title}: ${conditions.get(command) ?? 'always'}`);
    assert.deepEqual(picture, [
      'Pin Images in This File: immutableInfra.imageFile',
      'Pin Images in Folder…: workspaceFolderCount > 0',
      'Pin Images in Workspace: workspaceFolderCount > 0',
      'Update Pins in This File: immutableInfra.imageFile',
      'Update Pins in Workspace: workspaceFolderCount > 0',
      'Remove Pins from This File: immutableInfra.imageFile',
      'Check Pins in This File: immutableInfra.imageFile',
      'Check Pins in Workspace: workspaceFolderCount > 0',
      'Resolve Digest…: always',
      'Copy Digest: immutableInfra.imageFile',
      'Show History of This Tag: always',
      'Write Digest Lock: workspaceFolderCount > 0 || immutableInfra.composeFile',
      'Verify Digest Lock: workspaceFolderCount > 0 || immutableInfra.composeFile',
      'Refresh Releases: always',
      'Show State of the Container Engine: always',
      'Choose Container Engines…: always',
      'Group Releases By…: always',
      'Filter Releases…: always',
      'Clear Filter of Releases: immutableInfra.filtered',
      'Hide Stopped Containers: !immutableInfra.stoppedHidden',
      'Show Stopped Containers: immutableInfra.stoppedHidden',
      'Check Against Registries: always',
      'What Changed in This Container?: always',
      'Read File of Container Again: immutableInfra.containerFile',
      'Compare Releases…: always',
      'Compare With File: always',
      'Go to Declaration: always',
      'Go to Dockerfile: always',
      'Open Commit: always',
      'Use Running Digest in File: always',
      'Roll Back…: always',
      'Redeploy in Terminal: always',
      'Export Release Report…: always',
    ]);
    assert.equal(new Set(shown.map(({ title }) => title)).size, shown.length);
  });
});

describe('the menus of the manifest', () => {
  const { menus, submenus } = contributes;
  const KINDS_IN_MENUS: Readonly<Partial<Record<NodeKind, true>>> = {
    host: true,
    project: true,
    service: true,
    release: true,
    container: true,
    changes: true,
    change: true,
    digest: true,
    reference: true,
    declared: true,
    built: true,
    commit: true,
    rollback: true,
  };
  const placed = Object.values(menus).flatMap((entries) => entries.flatMap(({ submenu }) => submenu ?? []));

  it('hold every submenu, and no other', () => {
    assert.deepEqual(
      placed,
      submenus.map(({ id }) => id),
    );
    for (const id of placed) assert.ok(menus[id]!.length > 0, id);
  });

  it('ask for no context key that nobody sets', () => {
    const source = ['commands/imageFileContext.ts', 'views/keptChoices.ts']
      .map((file) => readFileSync(`client/src/${file}`, 'utf8'))
      .join('');
    for (const { when = '' } of Object.values(menus).flat()) {
      for (const [key] of when.matchAll(
        /immutableInfra\.(?:(?:image|compose)File|filtered|stoppedHidden)/g,
      )) {
        assert.ok(source.includes(`'${key}'`), key);
      }
    }
  });

  it('ask for no kind of line that the view does not have', () => {
    const words = menus['view/item/context']!.flatMap(({ when = '' }) =>
      [...when.matchAll(/viewItem =~ \/\\b(?:\(\?:)?([a-z|]+)\)?\\b\//g)].flatMap(([, kinds]) =>
        kinds!.split('|'),
      ),
    );
    assert.deepEqual([...new Set(words)].sort(), Object.keys(KINDS_IN_MENUS).sort());
  });

  it('have every entry on a line in the menu too that has a button there', () => {
    const entries = menus['view/item/context']!;
    for (const { command, when, group } of entries.filter((entry) => entry.group!.startsWith('inline'))) {
      const twin = entries.find((entry) => entry.command === command && entry.group !== group);
      assert.equal(twin?.when, when, command);
    }
  });

  it('of the view have an icon where they are buttons', () => {
    const buttons = [...menus['view/title']!, ...menus['view/item/context']!].filter(({ group }) =>
      /^(?:navigation|inline)/.test(group!),
    );
    for (const { command } of buttons) {
      const { icon } = contributes.commands.find((each) => each.command === command)!;
      assert.match(icon ?? '', /^\$\([a-z-]+\)$/, command);
    }
  });
});

describe('the settings', () => {
  const properties: Readonly<Record<string, Setting>> = Object.assign(
    {},
    ...contributes.configuration.map((section) => section.properties),
  );
  const setting = (name: string): Setting => properties[`immutableInfra.${name}`]!;

  it('that could send a request elsewhere are not a workspace to decide', () => {
    for (const name of ['plainHttpRegistries', 'registryMap', 'processVariables']) {
      assert.equal(setting(name).scope, 'machine', name);
    }
  });

  it('ask no registry by themselves', () => {
    assert.equal(setting('checkPins').default, 'never');
    assert.match(setting('checkPins').markdownDescription, /registries/);
    assert.equal(setting('releases.checkFreshness').default, false);
    assert.match(
      setting('releases.checkFreshness').markdownDescription,
      /asks the registry .* trusted workspaces only/,
    );
  });

  it('that ask registries or hide drift count in trusted workspaces only', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual(restrictedConfigurations, [
      'immutableInfra.releases.checkFreshness',
      'immutableInfra.releases.scratchPaths',
    ]);
    for (const name of restrictedConfigurations) assert.ok(name in properties, name);
  });

  it('describe each of their values', () => {
    for (const [name, { enum: values, enumDescriptions, default: value }] of Object.entries(properties)) {
      assert.equal(enumDescriptions?.length, values?.length, name);
      if (values) assert.ok(values.includes(String(value)), name);
    }
  });

  const platforms: readonly (readonly [string, boolean])[] = [
    ['', true],
    ['linux/amd64', true],
    ['linux/arm/v7', true],
    ['windows/amd64', true],
    ['linux', false],
    ['linux/', false],
    ['Linux/AMD64', false],
    ['linux/arm/v7/x', false],
  ];
  for (const [platform, good] of platforms) {
    it(`'${platform}' is ${good ? 'a' : 'no'} platform to pin to`, () => {
      assert.equal(new RegExp(setting('pinPlatform').pattern!).test(platform), good);
    });
  }
});

describe('the welcome texts', () => {
  const STATES: Readonly<Record<FailureReason | 'empty' | 'connecting' | 'filtered' | 'stopped', true>> = {
    absent: true,
    denied: true,
    unreachable: true,
    silent: true,
    untrusted: true,
    unexpected: true,
    misconfigured: true,
    unsupported: true,
    'too-old': true,
    empty: true,
    connecting: true,
    filtered: true,
    stopped: true,
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

  it('offer another engine wherever it is the engine that shows nothing', () => {
    for (const { when, contents } of contributes.viewsWelcome.filter(
      (text) => !/== (?:filtered|stopped)$/.test(text.when),
    ))
      assert.match(contents, /\(command:immutableInfra\.chooseHosts\)/, when);
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
