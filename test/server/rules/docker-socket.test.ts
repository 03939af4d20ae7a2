import assert from 'node:assert/strict';
import { findingsOf, rulePicture } from '../../support/rulePicture';

describe('docker-socket of spellings that are seldom', () => {
  it('takes a path alone for the socket that it names, which is no volume without a name', () => {
    const text = [
      'services:',
      '  agent:',
      '    image: acme/agent:1.2',
      '    volumes:',
      '      - /var/run/docker.sock',
      '      - target: /run/docker.sock',
      '        source: /var/run/docker.sock',
      '      - /var/lib/agent',
      '    use_api_socket: yes',
      '',
    ].join('\n');
    assert.equal(
      rulePicture('docker-socket', 'compose', text),
      [
        'services:',
        '  agent:',
        '    image: acme/agent:1.2',
        '    volumes:',
        '      - /var/run/docker.sock',
        "        ^^^^^^^^^^^^^^^^^^^^ warning: '/var/run/docker.sock' expects the socket of the engine, which is root on the host. Put a socket proxy between, or do without.",
        '      - target: /run/docker.sock',
        '        source: /var/run/docker.sock',
        "                ^^^^^^^^^^^^^^^^^^^^ warning: Who has '/var/run/docker.sock' is root on the host. Put a socket proxy between, or do without.",
        '      - /var/lib/agent',
        '    use_api_socket: yes',
        "                    ^^^ warning: 'use_api_socket' gives the container the engine, which is root on the host. Put a socket proxy between, or do without.",
        '',
      ].join('\n'),
    );
    const anonymous = findingsOf('anonymous-volume', 'compose', text);
    assert.deepEqual(
      anonymous.map(({ span }) => text.slice(span.start, span.end)),
      ['/var/lib/agent'],
    );
  });
});
