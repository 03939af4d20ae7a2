import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { startLoopbackRegistry } from '../../setup/loopbackRegistry';
import type { LoopbackRegistry } from '../../setup/loopbackRegistry';
import { diagnosticsOf, openFile } from './workspaceFile';

const NODE = 'library/node:20';
const POSTGRES = 'library/postgres:16';
const STALE = `sha256:${'a'.repeat(64)}`;

/*
 * No command is run on the whole workspace: there are other tests' files in it, and their images are in registries that
 * are not on this machine.
 */
describe('the commands on pins', () => {
  let registry: LoopbackRegistry;

  before(async () => {
    registry = await startLoopbackRegistry([NODE, POSTGRES]);
  });
  after(() => registry.stop());

  const named = (image: string): string => `${registry.address}/${image}`;
  const pinned = (image: string): string => `${named(image)}@${registry.digestOf(image)}`;

  it('pin all images of a file, and one undo gives its text back', async () => {
    const text = (node: string, postgres: string): string =>
      `FROM ${node} AS build # why\nCOPY --from=${postgres} /bin/sh /bin/sh\n`;
    const before = text(named(NODE), named(POSTGRES));
    const document = await openFile('Dockerfile', before);
    await diagnosticsOf(document, 2);
    await vscode.commands.executeCommand('immutableInfra.pinFile');
    assert.equal(document.getText(), text(pinned(NODE), pinned(POSTGRES)));
    await diagnosticsOf(document, 0);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  it('pin what can be pinned, and leave the rest as it is', async () => {
    const text = (node: string): string => `FROM ${node}\nFROM ${registry.address}/library/node:99\n`;
    const document = await openFile('Dockerfile', text(named(NODE)));
    await vscode.commands.executeCommand('immutableInfra.pinFile');
    assert.equal(document.getText(), text(pinned(NODE)));
  });

  it('pin what was typed and not yet saved', async () => {
    const document = await openFile('Dockerfile', 'FROM scratch\n');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), `FROM ${named(NODE)}\n`);
    await vscode.workspace.applyEdit(edit);
    await diagnosticsOf(document, 1);
    await vscode.commands.executeCommand('immutableInfra.pinFile');
    assert.equal(document.getText(), `FROM ${pinned(NODE)}\nFROM scratch\n`);
    assert.ok(document.isDirty, 'a single file is the user’s to save');
  });

  it('pin a folder once the preview is accepted, and save what was saved', async () => {
    const compose = (image: string): string => `services:\n  db:\n    image: ${image}\n`;
    const document = await openFile('Dockerfile', `FROM ${named(NODE)}\n`);
    const folder = dirname(document.uri.fsPath);
    writeFileSync(join(folder, 'compose.yaml'), compose(named(POSTGRES)));
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    await accepted(vscode.commands.executeCommand('immutableInfra.pinFolder', vscode.Uri.file(folder)));
    assert.equal(document.getText(), `FROM ${pinned(NODE)}\n`);
    assert.equal(read('Dockerfile'), `FROM ${pinned(NODE)}\n`);
    assert.equal(read('compose.yaml'), compose(pinned(POSTGRES)));
  });

  it('bring pins up to date', async () => {
    const document = await openFile('Dockerfile', `FROM ${named(NODE)}@${STALE}\n`);
    await vscode.commands.executeCommand('immutableInfra.updateFile');
    assert.equal(document.getText(), `FROM ${pinned(NODE)}\n`);
  });

  it('remove pins, and ask no registry for that', async () => {
    const document = await openFile('Dockerfile', `FROM ${pinned(NODE)} AS build\n`);
    const asked = registry.requests.length;
    await vscode.commands.executeCommand('immutableInfra.unpinFile');
    assert.equal(document.getText(), `FROM ${named(NODE)} AS build\n`);
    assert.equal(registry.requests.length, asked);
  });

  it('check pins without changing anything', async () => {
    const text = `FROM ${named(NODE)}@${STALE}\n`;
    const document = await openFile('Dockerfile', text);
    const asked = registry.requests.length;
    await vscode.commands.executeCommand('immutableInfra.checkFile');
    assert.equal(document.getText(), text);
    assert.ok(registry.requests.length > asked);
  });

  it('write a digest lock beside a compose file, whose text stays readable', async () => {
    const text = `services:\n  db:\n    image: ${named(POSTGRES)}\n`;
    const document = await openFile('compose.yaml', text);
    const folder = dirname(document.uri.fsPath);
    await vscode.commands.executeCommand('immutableInfra.writeLock', document.uri);
    const [lock, ...others] = readdirSync(folder).filter((name) => name !== 'compose.yaml');
    assert.deepEqual(others, []);
    const written = readFileSync(join(folder, lock!), 'utf8');
    assert.ok(written.includes(pinned(POSTGRES)), written);
    assert.equal(document.getText(), text);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, join(folder, lock!));
    // Up to date: there is nothing to preview, so nothing that waits to be accepted.
    await vscode.commands.executeCommand('immutableInfra.writeLock', document.uri);
    assert.equal(readFileSync(join(folder, lock!), 'utf8'), written);
  });
});

/** Runs a command to its end while a person accepts its preview as soon as it is there: nothing tells when that is. */
async function accepted(command: Thenable<unknown>): Promise<void> {
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  const watched = command.then(end, (error: unknown) => {
    end();
    throw error;
  });
  while (!isTrue(() => ended)) await vscode.commands.executeCommand('refactorPreview.apply');
  await watched;
}

/** A value that changes while somebody waits. */
function isTrue(read: () => boolean): boolean {
  return read();
}
