import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readProjectFile } from '../../../server/src/configuration/projectFile';
import { PROJECT_KEYS } from '../../../server/src/configuration/projectKeys';
import { projectSchema } from '../../../server/src/configuration/projectSchema';
import { rules } from '../../../server/src/rules';
import { readSettings } from '../../../server/src/settings';
import { isCheapPattern } from '../../../server/src/syntax/pathPattern';
import { picture } from '../../support/picture';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The source with what is wrong with it. */
function problemsPicture(lines: readonly string[]): string[] {
  const text = lines.join('\n');
  const marks = readProjectFile(text).problems.map(({ span, message }) => ({ span, text: message }));
  return picture(text, marks).split('\n');
}

const WHOLE = `# What counts for the whole repository.
rules:
  latest-tag: error
  "moving-tag": off
  unpinned-image: default
profiles:
  lab/**: development
  compose.override.yaml: production
allowedImages:
  latest-tag:
    - traefik
    - ghcr.io/acme/*
localImages: ["*.local/*"]
autoUpdaters: [acme/updater]
requireHashes: true
allowSecurityUpgrades: False
requireIgnoreReason: true
dockerfileNames: ['*.docker']
composeFileNames: [stacks/*.yml]
pinStyle: "digest # tag"
`;

describe('the project file', () => {
  it('is read in the words of the settings', () => {
    const { section, problems } = readProjectFile(WHOLE);
    assert.deepEqual(problems, []);
    assert.deepEqual(section, {
      rules: { 'latest-tag': 'error', 'moving-tag': 'off', 'unpinned-image': 'default' },
      profiles: { 'lab/**': 'development', 'compose.override.yaml': 'production' },
      allowedImages: { 'latest-tag': ['traefik', 'ghcr.io/acme/*'] },
      localImages: ['*.local/*'],
      autoUpdaters: ['acme/updater'],
      requireHashes: true,
      allowSecurityUpgrades: false,
      requireIgnoreReason: true,
      dockerfileNames: ['*.docker'],
      composeFileNames: ['stacks/*.yml'],
      pinStyle: 'digest # tag',
    });
    assert.deepEqual(
      Object.keys(section),
      PROJECT_KEYS.map(({ name }) => name),
    );
  });

  it('does not decide what a repository must not: who is asked, when, and with which variables', () => {
    const names = PROJECT_KEYS.map(({ name }) => name);
    for (const name of ['enable', 'checkPins', 'registryMap', 'plainHttpRegistries', 'processVariables'])
      assert.equal(names.includes(name), false, name);
  });

  it('may say nothing', () => {
    for (const text of ['', '# nothing yet\n', 'rules:\n', 'localImages: null\n', '---\n']) {
      assert.deepEqual(readProjectFile(text), { section: {}, problems: [] }, JSON.stringify(text));
    }
  });

  it('tells where something is no setting, no rule or no severity, and takes the rest', () => {
    const lines = [
      'rules:',
      '  latest-tags: error',
      '  latest-tag: fatal',
      '  moving-tag: hint',
      'profile: x',
    ];
    const names = PROJECT_KEYS.map(({ name }) => name).join(', ');
    assert.deepEqual(problemsPicture(lines), [
      'rules:',
      '  latest-tags: error',
      "  ^^^^^^^^^^^ There is no rule 'latest-tags'. Write its id as a finding shows it.",
      '  latest-tag: fatal',
      "              ^^^^^ 'fatal' is no severity. Use one of: default, off, hint, information, warning, error.",
      '  moving-tag: hint',
      'profile: x',
      `^^^^^^^ There is no setting 'profile' in this file. Use one of: ${names}.`,
    ]);
    assert.deepEqual(readProjectFile(lines.join('\n')).section, { rules: { 'moving-tag': 'hint' } });
  });

  it('tells where a value has another shape', () => {
    assert.deepEqual(
      problemsPicture([
        'rules: [latest-tag]',
        'profiles:',
        '  lab/**: test',
        'localImages: acme/*',
        'autoUpdaters:',
        '  - name: x',
        'requireHashes: "true"',
        'allowSecurityUpgrades: yes',
        'pinStyle: digest # tag',
      ]),
      [
        'rules: [latest-tag]',
        "       ^^^^^^^^^^^^ 'rules' takes keys with values. Write them as in 'key: value'.",
        'profiles:',
        '  lab/**: test',
        "          ^^^^ 'test' is no profile. Use one of: production, development.",
        'localImages: acme/*',
        "             ^^^^^^ 'localImages' takes a list. Write each item in a line of its own, after '- '.",
        'autoUpdaters:',
        '  - name: x',
        "    ^^^^^^^… An item of 'autoUpdaters' is no text. Write a pattern, in quotes where it begins with '*'.",
        'requireHashes: "true"',
        "               ^^^^^^ 'requireHashes' takes true or false. Write one of them without quotes.",
        'allowSecurityUpgrades: yes',
        "                       ^^^ 'allowSecurityUpgrades' takes true or false. Write one of them without quotes.",
        'pinStyle: digest # tag',
        `          ^^^^^^ 'digest' is no style. Write tag@digest, or "digest # tag" with its quotes.`,
      ],
    );
  });

  it('tells where its YAML is broken, ambiguous or more than is understood', () => {
    assert.deepEqual(problemsPicture(['rules:', '  latest-tag: [error', 'requireHashes: true']), [
      'rules:',
      '  latest-tag: [error',
      '              ^^^^^^… This is no severity. Use one of: default, off, hint, information, warning, error.',
      'requireHashes: true',
      '^ This is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
    ]);
    assert.deepEqual(problemsPicture(['pinStyle: tag@digest', 'pinStyle: tag@digest', 'localImages: *x']), [
      'pinStyle: tag@digest',
      'pinStyle: tag@digest',
      "^^^^^^^^ 'pinStyle' stands here twice, and the last counts. Remove one.",
      'localImages: *x',
      '             ^^ Aliases are not understood in this file. Write the value itself.',
    ]);
  });

  it('never throws, and says something of what is no project file', () => {
    for (const text of [
      '[',
      '- a',
      'text',
      '{'.repeat(5000),
      '? [a]: b',
      '&a [*a]',
      'a: b: c',
      '\t- x',
      '"',
    ]) {
      assert.notDeepEqual(readProjectFile(text).problems, [], text.slice(0, 20));
    }
  });

  it('takes no pattern that could take for ever', () => {
    for (const pattern of ['*.docker', 'a/**/b/*-*.yml', '/tools/*', '{a,b}*.yml', '**/*'])
      assert.equal(isCheapPattern(pattern), true, pattern);
    for (const pattern of ['*a*a*a*a*a*b', '+(a|aa)b', '{1..99999}', '{a,{b,{c,d}}}', 'a'.repeat(300)])
      assert.equal(isCheapPattern(pattern), false, pattern);
    assert.equal(readProjectFile('dockerfileNames: ["*a*a*a*a*b"]').problems.length, 1);
    assert.equal(readProjectFile('profiles: {"*a*a*a*a*b": production}').problems.length, 1);
  });

  it('has a schema with every key and every rule', () => {
    const { properties } = JSON.parse(projectSchema()) as { properties: Record<string, Schema> };
    assert.deepEqual(
      Object.keys(properties),
      PROJECT_KEYS.map(({ name }) => name),
    );
    const ids = rules.map(({ id }) => id);
    assert.deepEqual(Object.keys(properties.rules!.properties!), ids);
    assert.deepEqual(Object.keys(properties.allowedImages!.properties!), ids);
  });

  it('has a setting of an editor for each key, whose default leaves it to the file', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
    const sections: { properties: Record<string, { scope?: string; default: unknown }> }[] =
      manifest.contributes.configuration;
    const properties = Object.assign({}, ...sections.map((section) => section.properties));
    const defaults: Record<string, unknown> = { rules: {} };
    for (const { id } of rules) {
      (defaults.rules as Record<string, unknown>)[id] = properties[`immutableInfra.rules.${id}`].default;
    }
    for (const { name } of PROJECT_KEYS.filter(({ name: key }) => key !== 'rules')) {
      const setting = properties[`immutableInfra.${name}`];
      assert.equal(setting?.scope, 'resource', name);
      defaults[name] = setting.default;
    }
    const { section } = readProjectFile(WHOLE);
    assert.deepEqual(readSettings(defaults, null, section), readSettings(section));
  });
});
