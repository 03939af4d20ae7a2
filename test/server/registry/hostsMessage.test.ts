import assert from 'node:assert/strict';
import { hostsMessage, pressingHostsMessage } from '../../../server/src/registry/hostsMessage';

const HUB = 'registry-1.docker.io';
const QUIET = { host: HUB, pausedUntil: null, rateLimit: null };

describe('what hosts want to be known', () => {
  it('is nothing where they said nothing', () => {
    assert.equal(hostsMessage([QUIET], 0), null);
  });

  it('is how much they still give, and how long they want to be left alone', () => {
    const rateLimit = { limit: 100, remaining: 87, windowSeconds: 21_600, source: null };
    assert.equal(
      hostsMessage([{ ...QUIET, rateLimit }], 0),
      `${HUB} has 87 of 100 pulls in 6 hours left for you.`,
    );
    assert.equal(
      hostsMessage(
        [
          { ...QUIET, pausedUntil: 90_000 },
          { ...QUIET, host: 'ghcr.io', pausedUntil: 600_000 },
        ],
        0,
      ),
      `${HUB} takes no requests for 90 s. ghcr.io takes no requests for 10 minutes.`,
    );
  });

  it('is said unasked only where little is left', () => {
    const limited = (remaining: number) => {
      return { ...QUIET, rateLimit: { limit: 100, remaining, windowSeconds: null, source: null } };
    };
    assert.equal(pressingHostsMessage([limited(26)], 0), null);
    assert.equal(pressingHostsMessage([limited(25)], 0), `${HUB} has 25 of 100 pulls left for you.`);
    assert.match(pressingHostsMessage([{ ...QUIET, pausedUntil: 5_000 }], 0)!, /takes no requests for 5 s/);
  });
});
