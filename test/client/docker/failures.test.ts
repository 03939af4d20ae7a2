import assert from 'node:assert/strict';
import type { AddressOrigin, EngineFailure, FailureReason } from '../../../client/src/docker/engine';
import { explanation, failureOf, graver } from '../../../client/src/docker/failures';

describe('what an error says about the engine', () => {
  const cases: readonly (readonly [string, Error, AddressOrigin['kind'], FailureReason])[] = [
    ['no socket at a usual place', coded('ENOENT'), 'usual', 'absent'],
    ['a socket of an engine that was stopped', coded('ECONNREFUSED'), 'usual', 'absent'],
    ['no socket where a variable points', coded('ENOENT'), 'variable', 'unreachable'],
    ['a host that does not exist', coded('ENOTFOUND'), 'context', 'unreachable'],
    ['a socket that this user may not open', coded('EACCES'), 'usual', 'denied'],
    ['a pipe that this user may not open', coded('EPERM'), 'variable', 'denied'],
    ['no answer in time', named('TimeoutError'), 'usual', 'silent'],
    ['a network that swallows packets', coded('ETIMEDOUT'), 'variable', 'silent'],
    ['an unknown authority', coded('SELF_SIGNED_CERT_IN_CHAIN'), 'context', 'untrusted'],
    ['a certificate for another host', coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'context', 'untrusted'],
    ['a plain engine behind TLS', coded('ERR_SSL_WRONG_VERSION_NUMBER'), 'context', 'untrusted'],
    ['no HTTP', coded('HPE_INVALID_CONSTANT'), 'variable', 'unexpected'],
    [
      'an error of the engine',
      Object.assign(new Error('(HTTP code 500)'), { statusCode: 500 }),
      'usual',
      'unexpected',
    ],
  ];
  for (const [title, error, kind, expected] of cases) {
    it(title, () => {
      const origin: AddressOrigin =
        kind === 'variable'
          ? { kind, name: 'DOCKER_HOST' }
          : kind === 'context'
            ? { kind, name: 'far' }
            : { kind };
      const address = { endpoint: 'tcp://far', origin, transport: { kind: 'socket', path: '/a' } } as const;
      assert.equal(failureOf(error, address).reason, expected);
    });
  }
});

describe('an explanation', () => {
  const REASONS: readonly FailureReason[] = [
    'absent',
    'denied',
    'unreachable',
    'silent',
    'untrusted',
    'unexpected',
    'misconfigured',
    'unsupported',
  ];

  it('is another one for every reason', () => {
    const texts = REASONS.map((reason) => explanation(failure(reason)));
    assert.equal(new Set(texts).size, REASONS.length);
  });

  it('says what to do', () => {
    assert.equal(
      explanation(failure('denied')),
      "The container engine at unix:///a.sock does not let you in. On Linux add yourself to the group 'docker' and sign in again. (why)",
    );
  });
});

describe('the failure that is shown of several', () => {
  it('is the first, when they are alike', () => {
    const first = { ...failure('absent'), endpoint: 'unix:///first.sock' };
    assert.equal(graver(first, failure('absent')), first);
  });

  it('is that of an engine which is there', () => {
    assert.equal(graver(failure('absent'), failure('denied')).reason, 'denied');
    assert.equal(graver(failure('denied'), failure('absent')).reason, 'denied');
    assert.equal(graver(null, failure('absent')).reason, 'absent');
  });
});

function failure(reason: FailureReason): EngineFailure {
  return { reason, endpoint: 'unix:///a.sock', detail: 'why' };
}

function coded(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}
