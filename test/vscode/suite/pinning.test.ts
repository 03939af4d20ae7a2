import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startLoopbackRegistry } from '../../setup/loopbackRegistry';
import type { LoopbackRegistry } from '../../setup/loopbackRegistry';
import { diagnosticsOf, openFile } from './workspaceFile';

describe('the quick fix that pins', () => {
  let registry: LoopbackRegistry;

  before(async () => {
    registry = await startLoopbackRegistry(['library/node:20', 'library/postgres:16']);
  });
  after(() => registry.stop());

  it('asks no registry until it is chosen', async () => {
    const document = await openFile('Dockerfile', `FROM ${registry.address}/library/node:20\n`);
    const asked = registry.requests.length;
    const [action] = await pins(document);
    assert.equal(action?.title, `Pin '${registry.address}/library/node:20' to its current digest`);
    assert.equal(action.edit, undefined);
    assert.equal(registry.requests.length, asked);
  });

  it('inserts the digest of the index after the tag, and nothing else', async () => {
    const text = (digest: string): string =>
      `# build\nFROM --platform=linux/arm64 ${registry.address}/library/node:20${digest} AS build # why\n`;
    const document = await openFile('Dockerfile', text(''));
    await apply(await pins(document, EVERY));
    assert.equal(document.getText(), text(`@${registry.digestOf('library/node:20')}`));
    await diagnosticsOf(document, 0);
  });

  it('pins inside the quotes of a compose file', async () => {
    const text = (digest: string): string =>
      `services:\n  db:\n    image: '${registry.address}/library/postgres:16${digest}' # why\n`;
    const document = await openFile('compose.yaml', text(''));
    await apply(await pins(document, EVERY));
    assert.equal(document.getText(), text(`@${registry.digestOf('library/postgres:16')}`));
    await diagnosticsOf(document, 0);
  });

  it('leaves the text as it is when the registry has no such tag', async () => {
    const text = `FROM ${registry.address}/library/node:99\n`;
    const document = await openFile('Dockerfile', text);
    const [action] = await pins(document, EVERY);
    assert.ok(registry.requests.some((request) => request.endsWith('/library/node/manifests/99')));
    assert.equal(action?.edit, undefined);
    assert.equal(document.getText(), text);
    assert.equal(document.isDirty, false);
  });
});

/** More than is ever offered at one place: rules of other things may offer something before a pin. */
const EVERY = 100;

/** The pins offered for the only image that is not pinned; the first `resolved` actions as if they were chosen. */
async function pins(document: vscode.TextDocument, resolved = 0): Promise<vscode.CodeAction[]> {
  const [diagnostic] = await diagnosticsOf(document, 1);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    diagnostic!.range,
    vscode.CodeActionKind.QuickFix.value,
    resolved,
  );
  return actions.filter(({ title }) => title.startsWith('Pin '));
}

async function apply([action]: readonly vscode.CodeAction[]): Promise<void> {
  assert.ok(action?.edit, 'the registry answered');
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}
