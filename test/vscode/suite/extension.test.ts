import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { diagnosticsOf, openFile } from './workspaceFile';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
}

describe('the extension', () => {
  const extension = vscode.extensions.getExtension('immutable-infra.immutable-infra')!;
  const { contributes } = extension.packageJSON as Manifest;

  it('is active once a Dockerfile is open, and has not loaded the client of the engine', async () => {
    await diagnosticsOf(await openFile('Dockerfile', 'FROM node:20\n'), 1);
    assert.equal(extension.isActive, true);
    const loaded = Object.keys(require.cache);
    assert.ok(loaded.includes(join(extension.extensionPath, 'dist', 'extension.js')));
    assert.ok(!loaded.includes(join(extension.extensionPath, 'dist', 'docker.js')));
  });

  it('registers every command of its manifest', async () => {
    await extension.activate();
    const registered = await vscode.commands.getCommands(true);
    const missing = contributes.commands
      .map(({ command }) => command)
      .filter((name) => !registered.includes(name));
    assert.deepEqual(missing, []);
  });

  it('brings every view of its manifest', async () => {
    const registered = await vscode.commands.getCommands(true);
    const views = Object.values(contributes.views).flat();
    assert.ok(views.length > 0);
    assert.deepEqual(
      views.filter(({ id }) => !registered.includes(`${id}.focus`)),
      [],
    );
  });
});
