import { dirname, relative } from 'node:path/posix';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * The table of rooms. `from`: the rooms and files of the same side that a room may import beside itself and the room
 * that it is in, so that left to right is the only direction; a room's name stands for the rooms in it too. `packages`: the outside packages that belong to it. `outside`: whether it may touch
 * disk, processes and network by itself.
 */
const rooms = {
  'server/src/text': { from: [] },
  'server/src/syntax': {
    from: ['text', 'syntax/dockerfile', 'syntax/compose'],
    packages: ['minimatch'],
  },
  'server/src/syntax/shell': { from: ['text'], packages: ['unbash'] },
  'server/src/syntax/programs': { from: ['text', 'syntax/shell'] },
  'server/src/syntax/yaml': { from: ['text'], packages: ['yaml'] },
  'server/src/syntax/dockerfile': { from: ['text', 'syntax/shell', 'syntax/programs'] },
  'server/src/syntax/compose': {
    from: ['text', 'syntax/yaml', 'syntax/shell', 'syntax/dockerfile'],
    packages: ['yaml'],
  },
  'server/src/syntax/projectFile': { from: ['text', 'syntax/yaml'], packages: ['yaml'] },
  'server/src/project': { from: ['text', 'syntax', 'environment'] },
  'server/src/rules': { from: ['text', 'syntax', 'project'] },
  'server/src/registry': {
    from: [
      'syntax',
      'environment',
      'registry/network',
      'registry/login',
      'registry/memory',
      'registry/facts',
    ],
  },
  'server/src/registry/network/http.ts': { packages: ['undici'] },
  'server/src/registry/network/proxyDispatcher.ts': { packages: ['undici'] },
  'server/src/registry/network/trust.ts': { outside: true },
  'server/src/configuration': { from: ['text', 'syntax', 'project', 'rules', 'settings'] },
  'server/src/remotes': { from: ['environment', 'rules', 'registry', 'registry/network'] },
  'server/src/pins': { from: ['text', 'syntax', 'project', 'registry', 'lint', 'rules', 'environment'] },
  'server/src/reports': { from: ['text', 'syntax', 'rules', 'lint', 'registry'] },
  'server/src/features': {
    from: [
      'text',
      'syntax',
      'rules',
      'registry',
      'lint',
      'pins',
      'documents',
      'protocol',
      'inspectionProtocol',
      'reports',
      'settings',
      'answers',
      'configuration',
      'certainEdits',
      'remotes',
    ],
    packages: ['vscode-languageserver', 'vscode-languageserver-textdocument'],
  },
  'server/src/commandLine': {
    from: [
      'text',
      'syntax',
      'project',
      'configuration',
      'registry',
      'reports',
      'rules',
      'lint',
      'pins',
      'knownImages',
      'settings',
      'environment',
      'certainEdits',
    ],
    packages: ['diff'],
  },
  'server/src/problems.ts': { from: ['text', 'syntax', 'rules'] },
  'server/src/lint.ts': { from: ['text', 'syntax', 'rules', 'settings', 'problems', 'ignoreUses'] },
  'server/src/ignoreUses.ts': { from: ['text', 'syntax', 'rules', 'settings'] },
  'server/src/certainEdits.ts': { from: ['text', 'rules', 'lint'] },
  'server/src/documents.ts': {
    from: ['project', 'syntax', 'rules', 'lint', 'settings'],
    packages: ['vscode-languageserver-textdocument'],
  },
  'server/src/openTexts.ts': {
    from: ['features'],
    packages: ['vscode-languageserver', 'vscode-languageserver-textdocument'],
  },
  'server/src/session.ts': {
    from: [
      'configuration',
      'openTexts',
      'documents',
      'environment',
      'features',
      'knownImages',
      'pins',
      'project',
      'protocol',
      'rules',
      'settings',
      'syntax',
    ],
    packages: ['vscode-languageserver', 'vscode-languageserver-textdocument'],
  },
  'server/src/editorSettings.ts': {
    from: ['features', 'serving', 'session', 'settings', 'text'],
    packages: ['vscode-languageserver'],
  },
  'server/src/knownImages.ts': { from: ['pins', 'registry', 'rules', 'syntax'] },
  'server/src/imageRecall.ts': { from: ['serving', 'session'] },
  'server/src/server.ts': {
    from: [
      'editorSettings',
      'openTexts',
      'documents',
      'environment',
      'features',
      'imageRecall',
      'fixRequests',
      'inspectionRequests',
      'lockRequests',
      'pinChecks',
      'pinRequests',
      'pins',
      'protocol',
      'registry',
      'serving',
      'session',
      'settings',
    ],
    packages: ['vscode-languageserver', 'vscode-languageserver-textdocument'],
  },
  'server/src/serving.ts': {
    from: ['answers', 'engine', 'environment', 'features', 'openTexts', 'protocol', 'registry', 'session'],
    packages: ['vscode-languageserver'],
  },
  'server/src/engine.ts': {
    from: ['protocol', 'registry', 'syntax'],
    packages: ['vscode-languageserver'],
  },
  'server/src/answers.ts': { from: ['engine', 'protocol', 'registry', 'syntax'] },
  'server/src/sources.ts': {
    from: ['configuration', 'environment', 'features', 'pins', 'project', 'protocol', 'session', 'syntax'],
  },
  'server/src/pinRequests.ts': {
    from: [
      'environment',
      'features',
      'pins',
      'protocol',
      'registry',
      'rules',
      'lint',
      'pinChecks',
      'project',
      'serving',
      'session',
      'sources',
      'syntax',
    ],
    packages: ['vscode-languageserver', 'vscode-languageserver-textdocument'],
  },
  'server/src/pinChecks.ts': {
    from: ['features', 'pins', 'protocol', 'registry', 'serving', 'session', 'sources'],
  },
  'server/src/lockRequests.ts': {
    from: ['features', 'pins', 'project', 'protocol', 'registry', 'serving', 'session', 'sources', 'text'],
    packages: ['vscode-languageserver', 'vscode-languageserver-textdocument'],
  },
  'server/src/fixRequests.ts': {
    from: [
      'configuration',
      'documents',
      'editorSettings',
      'environment',
      'features',
      'remotes',
      'serving',
      'session',
      'syntax',
    ],
    packages: ['vscode-languageserver', 'vscode-languageserver-textdocument'],
  },
  'server/src/inspectionRequests.ts': { from: ['fileInspection', 'registryInspection', 'serving'] },
  'server/src/registryInspection.ts': {
    from: ['features', 'inspectionProtocol', 'serving'],
    packages: ['vscode-languageserver'],
  },
  'server/src/fileInspection.ts': {
    from: [
      'declaredServices',
      'digestPlans',
      'features',
      'inspectionProtocol',
      'project',
      'serving',
      'session',
      'sources',
      'syntax',
    ],
    packages: ['vscode-languageserver', 'vscode-languageserver-textdocument'],
  },
  'server/src/declaredServices.ts': {
    from: ['features', 'inspectionProtocol', 'project', 'syntax', 'text'],
    packages: ['vscode-languageserver-textdocument'],
  },
  'server/src/digestPlans.ts': {
    from: [
      'features',
      'inspectionProtocol',
      'pins',
      'project',
      'protocol',
      'serving',
      'session',
      'sources',
      'syntax',
    ],
    packages: ['vscode-languageserver-textdocument'],
  },
  'server/src/protocol.ts': { from: [] },
  'server/src/inspectionProtocol.ts': { from: ['protocol'] },
  'server/src/main.ts': { packages: ['vscode-languageserver'], outside: true },
  'server/src/cli.ts': { outside: true },
  'server/src/generate.ts': { outside: true },
  'server/src/nodeEnvironment.ts': { outside: true },
  'server/src/nodeNeighbours.ts': { outside: true },
  'server/src/nodePrograms.ts': { outside: true },
  'server/src/nodeStorage.ts': { outside: true },
  'client/src/docker': { from: ['environment', 'docker/releases'] },
  'client/src/docker/dockerode.ts': { from: ['environment', 'docker'] },
  'client/src/docker/dockerodeClient.ts': { from: ['environment', 'docker'], packages: ['dockerode'] },
  'client/src/docker/dockerodeContainers.ts': { from: ['docker'] },
  'client/src/docker/dockerodeEvents.ts': { from: ['docker'] },
  'client/src/docker/dockerodeFiles.ts': { from: ['docker'] },
  'client/src/docker/dockerodeSsh.ts': { from: ['environment', 'docker'], outside: true },
  'client/src/docker/dockerodeSwarm.ts': { from: ['docker'] },
  'client/src/docker/releases': { from: [], packages: ['minimatch'] },
  'client/src/docker/watch': { from: ['environment', 'docker/releases'] },
  'client/src/git': { from: ['environment', 'docker/releases'] },
  'client/src/wording': { from: ['docker'] },
  'client/src/reports': { from: ['docker', 'wording'] },
  'client/src/views': {
    from: ['docker', 'wording', 'environment', 'git', 'languageServer', 'views/rows'],
    packages: ['vscode'],
  },
  'client/src/views/rows': { from: ['docker', 'wording'] },
  'client/src/commands': {
    from: ['languageServer', 'views', 'wording', 'docker', 'environment', 'git', 'reports'],
    packages: ['vscode'],
  },
  'client/src/languageServer.ts': { packages: ['vscode', 'vscode-languageclient'] },
  'client/src/extension.ts': { packages: ['vscode'] },
  'client/src/environment.ts': { outside: true },
};
const sides = ['server/src', 'client/src'];
const allPackages = [...new Set(Object.values(rooms).flatMap(({ packages = [] }) => packages))];
const outsideWorld = ['fs', 'fs/promises', 'child_process', 'http', 'https', 'net', 'os', 'tls'].map(
  (name) => `node:${name}`,
);

export default defineConfig(
  { ignores: ['dist/', 'out/', 'node_modules/', '.vscode-test/', '.cache/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'ExportAllDeclaration', message: 'No barrels.' },
        { selector: 'TSEnumDeclaration', message: 'A union of literals instead.' },
        { selector: 'TSModuleDeclaration', message: 'No namespaces.' },
      ],
    },
  },
  {
    files: ['server/**/*.ts', 'client/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false }],
      'max-lines-per-function': ['error', { max: 50 }],
      'max-params': ['error', 4],
      'max-depth': ['error', 3],
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  ...sides.map((side) => ({
    files: [`${side}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', restriction(side, {})] },
  })),
  ...Object.entries(rooms).map(([room, owned]) => ({
    files: [room.endsWith('.ts') ? room : `${room}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', restriction(room, owned)] },
  })),
);

/** What the files of a room may not import. */
function restriction(room, { from, packages = [], outside = false }) {
  const message = `Not in ${room}: see the table of rooms in eslint.config.mjs.`;
  // With a slash in front only the package is meant, and not a room of ours with its name.
  const foreign = allPackages.filter((name) => !packages.includes(name)).map((name) => `/${name}`);
  const patterns = [{ group: foreign, message }];
  if (!outside)
    patterns.push({
      group: outsideWorld,
      message: 'Disk, process and network belong to the doors and the environment.',
    });
  if (room.startsWith('client/src')) {
    patterns.push({
      group: ['**/server/src/**', '!**/server/src/protocol', '!**/server/src/inspectionProtocol'],
      message: 'Of the server only protocol.ts and inspectionProtocol.ts.',
    });
  }
  if (from) {
    const side = sides.find((prefix) => room.startsWith(prefix));
    const isAllowed = (name) => from.some((known) => name === known || name.startsWith(`${known}/`));
    const others = Object.keys(rooms)
      .filter((other) => other.startsWith(side) && !`${room}/`.startsWith(`${other}/`))
      .map((other) => other.replace(/\.ts$/, ''))
      .filter((other) => !isAllowed(other.slice(side.length + 1)));
    // A room in a room that may not be imported: `../docker/*` but `!../docker/releases`.
    const isIn = (name, other) => `${side}/${name}`.startsWith(`${other}/`);
    const reopened = from.filter((name) => others.some((other) => isIn(name, other)));
    const group = [
      // What is in a folder that is left out as a whole cannot be let in again.
      ...others.flatMap((other) =>
        specifiers(room, other).slice(reopened.some((name) => isIn(name, other)) ? 1 : 0),
      ),
      ...reopened.flatMap((name) => specifiers(room, `${side}/${name}`).map((open) => `!${open}`)),
    ];
    patterns.push({ group, message });
  }
  return { patterns };
}

/** How a file of a room would name another room. */
function specifiers(room, other) {
  const way = relative(room.endsWith('.ts') ? dirname(room) : room, other);
  const specifier = way.startsWith('.') ? way : `./${way}`;
  return [specifier, `${specifier}/*`];
}
