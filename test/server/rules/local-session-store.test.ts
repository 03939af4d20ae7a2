import assert from 'node:assert/strict';
import { findingsOf, rulePicture } from '../../support/rulePicture';

const found = (kind: 'dockerfile' | 'compose', text: string) => findingsOf('local-session-store', kind, text);
const service = (line: string, rest = '') =>
  `services:\n  app:\n    image: shop/app:1.4.2\n    environment:\n      ${line}\n${rest}`;

describe('local-session-store', () => {
  it('finds sessions and uploads that are kept in the container', () => {
    assert.equal(
      rulePicture(
        'local-session-store',
        'compose',
        service('SESSION_DRIVER: file\n      SESSION_STORE: memory'),
      ),
      [
        'services:',
        '  app:',
        '    image: shop/app:1.4.2',
        '    environment:',
        '      SESSION_DRIVER: file',
        "      ^^^^^^^^^^^^^^^^^^^^ information: 'SESSION_DRIVER=file' keeps sessions in the container, which the next release replaces. Keep them in a store that all containers share.",
        '      SESSION_STORE: memory',
        "      ^^^^^^^^^^^^^^^^^^^^^ information: 'SESSION_STORE=memory' keeps sessions in the container's memory, which the next release replaces. Keep them in a store that all containers share.",
        '',
      ].join('\n'),
    );
  });

  it('knows the settings of frameworks', () => {
    for (const setting of [
      'FILESYSTEM_DISK=local',
      'FILESYSTEM_DRIVER=public',
      'SESSION_TYPE=filesystem',
      'SESSION_ENGINE=django.contrib.sessions.backends.file',
      'PHP_SESSION_SAVE_HANDLER=files',
      'ACTIVE_STORAGE_SERVICE=local',
      'STORAGE_DRIVER=local',
      'FILE_STORAGE=local',
    ]) {
      assert.equal(found('dockerfile', `FROM alpine\nENV ${setting}\n`).length, 1, setting);
      assert.equal(found('compose', service(`- ${setting}`)).length, 1, setting);
    }
  });

  it('leaves alone shared stores, what has a volume, and what is for development', () => {
    for (const setting of [
      'SESSION_DRIVER=redis',
      'FILESYSTEM_DISK=s3',
      'SESSION_LIFETIME=120',
      'STORAGE_DRIVER=overlay2',
    ])
      assert.deepEqual(found('dockerfile', `FROM alpine\nENV ${setting}\n`), [], setting);
    assert.deepEqual(
      found('dockerfile', 'FROM alpine\nENV FILESYSTEM_DISK=local\nVOLUME /app/storage\n'),
      [],
    );
    assert.deepEqual(found('dockerfile', 'FROM alpine AS build\nENV SESSION_DRIVER=file\nFROM alpine\n'), []);
    assert.deepEqual(
      found('compose', service('FILESYSTEM_DISK: local', '    volumes:\n      - files:/app/storage\n')),
      [],
    );
    const hidden = '    volumes:\n      - n8n:/home/node/.n8n\n';
    assert.deepEqual(found('compose', service('N8N_DEFAULT_BINARY_DATA_MODE: filesystem', hidden)), []);
    const config = service('FILESYSTEM_DISK: local', '    volumes:\n      - ./a.conf:/etc/a.conf:ro\n');
    assert.equal(found('compose', config).length, 1);
    const text = service('SESSION_DRIVER: file');
    assert.deepEqual(findingsOf('local-session-store', 'compose', text, { development: true }), []);
  });
});
