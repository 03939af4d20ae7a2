import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnosticsOf, openFile } from './workspaceFile';

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('diagnostics', () => {
  it('underline exactly the mutable references of a Dockerfile', async () => {
    const document = await openFile(
      'Dockerfile',
      [
        'FROM --platform=linux/amd64 node:20 AS build',
        `FROM alpine:3.20@${DIGEST} AS pinned`,
        'FROM scratch',
        'COPY --from=busybox:1.36 /bin/sh /bin/sh',
        'COPY --from=build /app /app',
        '',
      ].join('\n'),
    );
    const found = await diagnosticsOf(document, 2);
    assert.deepEqual(found.map(({ range }) => document.getText(range)).sort(), ['busybox:1.36', 'node:20']);
    assert.deepEqual(
      found.map(({ range: { start, end } }) => `${start.line}:${start.character}-${end.character}`).sort(),
      ['0:28-35', '3:12-24'],
    );
  });

  it('underline exactly the mutable references of a compose file', async () => {
    const document = await openFile(
      'compose.yaml',
      [
        'x-db: &db postgres:16',
        'services:',
        '  web:',
        '    build: .',
        '    image: shop/web:latest',
        '  db:',
        '    image: *db',
        '  proxy:',
        '    image: "nginx:1.27"',
        `  cache: { image: redis:7@${DIGEST} }`,
        '',
      ].join('\n'),
    );
    const found = await diagnosticsOf(document, 2);
    assert.deepEqual(found.map(({ range }) => document.getText(range)).sort(), ['nginx:1.27', 'postgres:16']);
  });

  it('carry source, rule, and a link to the rule', async () => {
    const [diagnostic] = await diagnosticsOf(await openFile('Dockerfile', 'FROM node\n'), 1);
    const { code, message, severity } = diagnostic!;
    assert.ok(typeof code === 'object');
    assert.equal(code.value, 'latest-tag');
    assert.match(code.target.toString(), /latest-tag/);
    assert.match(message, /'node'/);
    assert.equal(severity, vscode.DiagnosticSeverity.Warning);
  });

  it('follow while typing', async () => {
    const document = await openFile('Dockerfile', 'FROM scratch\n');
    await diagnosticsOf(document, 0);
    await edit(document, (change) =>
      change.insert(document.uri, new vscode.Position(1, 0), 'FROM node:20\n'),
    );
    await diagnosticsOf(document, 1);
    await edit(document, (change) => change.insert(document.uri, new vscode.Position(1, 12), `@${DIGEST}`));
    await diagnosticsOf(document, 0);
  });

  it('are given for a file of Windows with a byte order mark', async () => {
    const document = await openFile('Dockerfile', '\uFEFFFROM node:20\r\nRUN true\r\n');
    const [diagnostic] = await diagnosticsOf(document, 1);
    assert.equal(document.getText(diagnostic!.range), 'node:20');
  });
});

async function edit(
  document: vscode.TextDocument,
  change: (edit: vscode.WorkspaceEdit) => void,
): Promise<void> {
  const workspaceEdit = new vscode.WorkspaceEdit();
  change(workspaceEdit);
  assert.ok(await vscode.workspace.applyEdit(workspaceEdit), document.uri.toString());
}
