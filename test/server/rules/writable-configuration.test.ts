import assert from 'node:assert/strict';
import { findingsOf, fixedBy, rulePicture } from '../../support/rulePicture';

const mounting = (line: string) =>
  `services:\n  web:\n    image: nginx:1.27.3\n    volumes:\n      - ${line}\n`;
const fixed = (line: string) => fixedBy('writable-configuration', 'compose', mounting(line));

describe('writable-configuration', () => {
  it('finds files of configuration that the container may change', () => {
    assert.equal(
      rulePicture(
        'writable-configuration',
        'compose',
        [
          'services:',
          '  web:',
          '    volumes:',
          '      - ./nginx.conf:/etc/nginx/nginx.conf',
          '      - type: bind',
          '        source: ./prometheus.yml',
          '        target: /etc/prometheus/prometheus.yml',
        ].join('\n'),
      ),
      [
        'services:',
        '  web:',
        '    volumes:',
        '      - ./nginx.conf:/etc/nginx/nginx.conf',
        "        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: The container may change './nginx.conf' on the host. Mount it read-only.",
        '      - type: bind',
        '        source: ./prometheus.yml',
        "                ^^^^^^^^^^^^^^^^ hint: The container may change './prometheus.yml' on the host. Mount it read-only.",
        '        target: /etc/prometheus/prometheus.yml',
      ].join('\n'),
    );
  });

  it('adds a mode where it belongs', () => {
    assert.equal(fixed('"./a.conf:/etc/a.conf"'), mounting('"./a.conf:/etc/a.conf:ro"'));
    assert.equal(fixed('./a.conf:/etc/a.conf:z # labels'), mounting('./a.conf:/etc/a.conf:z,ro # labels'));
    assert.equal(fixed('./a.conf:/etc/a.conf:rw'), mounting('./a.conf:/etc/a.conf:ro'));
    assert.equal(fixed('./a.conf:/etc/a.conf:rw,Z'), mounting('./a.conf:/etc/a.conf:ro,Z'));
  });

  it('leaves alone what is read-only, what is no file of configuration, and what programs write', () => {
    for (const line of [
      './a.conf:/etc/a.conf:ro',
      './a.conf:/etc/a.conf:z,ro',
      './conf.d:/etc/nginx/conf.d',
      './certs/server.crt:/etc/ssl/server.crt',
      './certs/server.key:/etc/ssl/server.key',
      '/etc/localtime:/etc/localtime',
      '/var/run/docker.sock:/var/run/docker.sock',
      './acme.json:/acme.json',
      './database.yaml:/data/database.yaml',
      './package.json:/app/package.json',
      './init.sql:/docker-entrypoint-initdb.d/init.sql',
      'settings:/etc/app.conf',
    ]) {
      assert.deepEqual(findingsOf('writable-configuration', 'compose', mounting(line)), [], line);
    }
    const development = { development: true };
    assert.deepEqual(
      findingsOf('writable-configuration', 'compose', mounting('./a.conf:/etc/a.conf'), development),
      [],
    );
  });
});
