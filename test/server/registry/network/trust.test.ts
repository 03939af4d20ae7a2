import assert from 'node:assert/strict';
import { createTrust } from '../../../../server/src/registry/network/trust';

const NOTHING = { systemAuthorities: false, authorities: [], clientCertificate: null };

describe('certificates that are of no use', () => {
  for (const [title, given, logged] of [
    [
      'this machine has one that is none',
      { clientCertificate: { certificate: 'x', key: 'y' } },
      /^A certificate for a registry cannot be used: /,
    ],
    // The runtime passes over it in silence.
    [
      'an authority is broken',
      { authorities: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'] },
      /^$/,
    ],
    ['an authority is no certificate', { authorities: ['x'] }, /^$/],
  ] as const) {
    it(`${title}: the way is made without it`, () => {
      const log: string[] = [];
      const context = createTrust((message) => void log.push(message))({ ...NOTHING, ...given });
      assert.ok(context.context);
      assert.match(log.join('\n'), logged);
    });
  }
});
