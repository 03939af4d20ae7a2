import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Packages, each with the one room that may import it; patterns of gitignore. */
const packages = {
  'server/src/syntax': ['yaml'],
  'server/src/registry': ['undici'],
  'server/src/features': ['vscode-languageserver', 'vscode-languageserver-textdocument'],
  'server/src/server.ts': ['vscode-languageserver', 'vscode-languageserver/*'],
  'server/src/documents.ts': ['vscode-languageserver-textdocument'],
  'server/src/main.ts': ['vscode-languageserver/*'],
  'server/src/cli': ['diff'],
  'client/src/docker/dockerode.ts': ['dockerode'],
  'client/src/languageServer.ts': ['vscode-languageclient', 'vscode-languageclient/*'],
};
const allPackages = [...new Set(Object.values(packages).flat()), 'vscode'];

/** The table of rooms: which rooms a room may import from, beside itself. Left to right is the only direction. */
const rooms = {
  'server/src/text': [],
  'server/src/syntax': ['text'],
  'server/src/project': ['text', 'syntax'],
  'server/src/rules': ['text', 'syntax', 'project'],
  'server/src/registry': ['syntax', 'environment'],
  'server/src/features': ['text', 'syntax', 'project', 'rules', 'registry', 'lint', 'documents', 'settings', 'protocol'],
  'server/src/reports': ['text', 'syntax', 'rules', 'lint'],
  'server/src/cli': ['text', 'syntax', 'project', 'rules', 'registry', 'reports', 'lint', 'settings', 'environment'],
  'client/src/docker': ['environment'],
  'client/src/views': ['docker'],
  'client/src/commands': ['languageServer', 'views', 'docker'],
};
const outsideWorld = ['node:fs', 'node:fs/*', 'node:child_process', 'node:http', 'node:https', 'node:net', 'node:os'];
const doors = ['environment.ts', 'nodeEnvironment.ts', 'main.ts', 'cli.ts', 'generate.ts'];

export default defineConfig(
  { ignores: ['dist/', 'out/', 'node_modules/', '.vscode-test/', '.cache/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
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
    },
  },
  {
    files: ['server/src/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', restriction('server/src', '')] },
  },
  {
    files: ['client/src/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', restriction('client/src', '')] },
  },
  ...[...new Set([...Object.keys(rooms), ...Object.keys(packages)])].map((room) => ({
    files: [room.endsWith('.ts') ? room : `${room}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', restriction(room.split('/').slice(0, 2).join('/'), room)] },
  })),
);

/** What the files of `room`, a folder or file below `side`, may not import. */
function restriction(side, room) {
  const allowed = packages[room] ?? [];
  const patterns = [
    { group: allPackages.filter((name) => !allowed.includes(name) && !mayNameVscode(name, side, room)), message: `Not in ${room || side}: see the table of rooms.` },
  ];
  const mayImport = rooms[room];
  if (mayImport) {
    const others = Object.keys(rooms)
      .map((other) => other.split('/').at(-1))
      .concat('lint', 'documents', 'settings', 'environment', 'protocol', 'server', 'languageServer')
      .filter((other) => !mayImport.includes(other) && !room.endsWith(`/${other}`));
    patterns.push({ group: others.flatMap((other) => [`../${other}`, `../${other}/*`]), message: `Not from ${room}: see the table of rooms.` });
  }
  if (!doors.includes(room.split('/').at(-1))) patterns.push({ group: outsideWorld, message: 'The outside world belongs to the doors and environment.ts.' });
  return { patterns };
}

/** In the client only docker/ and the pure views do without the editor's API. */
function mayNameVscode(name, side, room) {
  return name === 'vscode' && side === 'client/src' && !room.startsWith('client/src/docker');
}
