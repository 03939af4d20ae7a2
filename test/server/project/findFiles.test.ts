import assert from 'node:assert/strict';
import { basename } from 'node:path';
import type { FolderContent } from '../../../server/src/environment';
import { findFiles } from '../../../server/src/project/findFiles';
import { documentKindOf } from '../../../server/src/syntax/documentKind';

/** What is found below `/w` in folders of these entries; those that end in a slash are folders. */
async function found(
  folders: Readonly<Record<string, readonly string[]>>,
  controller = new AbortController(),
): Promise<string[]> {
  const read: string[] = [];
  const readFolder = (path: string): Promise<FolderContent> => {
    read.push(path);
    const entries = folders[path];
    if (!entries) return Promise.resolve({ found: false, reason: 'unreadable', detail: 'Denied.' });
    const isFolder = (name: string) => name.endsWith('/');
    return Promise.resolve({
      found: true,
      files: entries.filter((name) => !isFolder(name)),
      folders: entries.filter(isFolder).map((name) => basename(name)),
    });
  };
  const search = { environment: { readFolder }, kindOf: documentKindOf, signal: controller.signal };
  const lines: string[] = [];
  for await (const file of findFiles(search, '/w', '.')) {
    lines.push(
      'message' in file ? `${file.path}: ${file.message}` : `${file.kind} ${file.path} ${file.location}`,
    );
    if (file.path === 'stop.Dockerfile') controller.abort();
  }
  return lines;
}

describe('the search for files', () => {
  it('goes through all folders but node_modules and .git, and tells of one that it cannot read', async () => {
    const folders = {
      '/w': ['Dockerfile', 'x.txt', 'a/', 'node_modules/', '.git/', 'no/'],
      '/w/a': ['compose.yaml'],
    };
    assert.deepEqual(await found(folders), [
      'dockerfile Dockerfile /w/Dockerfile',
      'compose a/compose.yaml /w/a/compose.yaml',
      'no: The folder cannot be read: Denied.',
    ]);
  });

  it('ends when it is cancelled', async () => {
    const folders = { '/w': ['stop.Dockerfile', 'a/'], '/w/a': ['Dockerfile'] };
    assert.deepEqual(await found(folders), ['dockerfile stop.Dockerfile /w/stop.Dockerfile']);
  });
});
