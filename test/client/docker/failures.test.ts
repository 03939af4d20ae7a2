import assert from 'node:assert/strict';
import type { AddressOrigin, EngineFailure, FailureReason } from '../../../client/src/docker/engine';
import { addressAt } from '../../support/engineConnection';
import { explanation, failureOf, graver } from '../../../client/src/docker/failures';

describe('what an error says about the engine', () => {
  const cases: readonly (readonly [string, Error, AddressOrigin['kind'], FailureReason])[] = [
    ['no socket at a usual place', coded('ENOENT'), 'usual', 'absent'],
    ['a socket of an engine that was stopped', coded('ECONNREFUSED'), 'usual', 'absent'],
    ['no socket where a variable points', coded('ENOENT'), 'variable', 'unreachable'],
    ['a host that does not exist', coded('ENOTFOUND'), 'context', 'unreachable'],
    ['a socket that this user may not open', coded('EACCES'), 'usual', 'denied'],
    ['a pipe that this user may not open', coded('EPERM'), 'variable', 'denied'],
    ['a stream that broke off', coded('ECONNRESET'), 'context', 'unreachable'],
    ['no answer in time', named('TimeoutError'), 'usual', 'silent'],
    ['a network that swallows packets', coded('ETIMEDOUT'), 'variable', 'silent'],
    ['an unknown authority', coded('SELF_SIGNED_CERT_IN_CHAIN'), 'context', 'untrusted'],
    ['a certificate for another host', coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'context', 'untrusted'],
    ['a plain engine behind TLS', coded('ERR_SSL_WRONG_VERSION_NUMBER'), 'context', 'untrusted'],
    ['no HTTP', coded('HPE_INVALID_CONSTANT'), 'variable', 'unexpected'],
    [
      'an error of the engine',
      Object.assign(new Error('HTTP 500:'), { statusCode: 500 }),
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
      assert.equal(failureOf(error, addressAt(origin)).reason, expected);
    });
  }

  it('is told in the words of the engine, where it has any', () => {
    const error = Object.assign(new Error('HTTP 409: You cannot. '), { statusCode: 409 });
    const { detail, status } = failureOf(error, addressAt({ kind: 'usual' }));
    assert.deepEqual([detail, status], ['HTTP 409: You cannot.', 409]);
    const page = Object.assign(new Error(`HTTP 502: <html>\n${'x'.repeat(999)}`), {
      statusCode: 502,
    });
    assert.equal(failureOf(page, addressAt({ kind: 'usual' })).detail, `HTTP 502: <html> ${'x'.repeat(283)}`);
    assert.equal(failureOf('odd', addressAt({ kind: 'usual' })).detail, 'odd');
  });
});

describe('what SSH says about the engine', () => {
  const cases: readonly (readonly [string, number, FailureReason])[] = [
    ['ssh: Could not resolve hostname builder: Name or service not known', 255, 'unreachable'],
    ['ssh: connect to host builder port 22: Connection refused', 255, 'unreachable'],
    ['ssh: connect to host builder port 22: Connection timed out', 255, 'silent'],
    ['Host key verification failed.', 255, 'untrusted'],
    ['@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @', 255, 'untrusted'],
    ['ann@builder: Permission denied (publickey,password).', 255, 'denied'],
    ['Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures', 255, 'denied'],
    ['bash: line 1: docker: command not found', 127, 'unsupported'],
    ['sh: 1: docker: not found', 127, 'unsupported'],
    ["'docker' is not recognized as an internal or external command", 1, 'unsupported'],
    ["docker: 'system dial-stdio' is not a docker command.", 1, 'unsupported'],
    ['dial unix /var/run/docker.sock: connect: permission denied', 1, 'denied'],
    ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock.', 1, 'unreachable'],
    ['ssh ended', 1, 'unreachable'],
  ];
  const address = addressAt({ kind: 'context', name: 'far' }, { kind: 'ssh', command: ['ssh'] });
  for (const [words, exitCode, expected] of cases) {
    it(words, () => {
      const failure = failureOf(Object.assign(new Error(words), { exitCode }), address);
      assert.deepEqual([failure.reason, failure.detail], [expected, words]);
    });
  }

  it('is told by its last lines', () => {
    const words =
      '** WARNING: old key exchange.\r\n** See the manual.\r\nclosed\r\nann@builder: Permission denied.';
    const failure = failureOf(Object.assign(new Error(words), { exitCode: 255 }), address);
    assert.equal(failure.detail, '** See the manual. closed ann@builder: Permission denied.');
  });

  it('is nothing where there is no SSH', () => {
    assert.equal(failureOf(coded('ENOENT'), address).reason, 'unsupported');
  });

  it('is nothing where the engine itself answers', () => {
    const error = Object.assign(new Error('(HTTP code 500) unexpected - no'), { statusCode: 500 });
    assert.equal(failureOf(error, address).reason, 'unexpected');
    assert.equal(failureOf(named('TimeoutError'), address).reason, 'silent');
  });
});

describe('an explanation', () => {
  const REASONS: readonly FailureReason[] = [
    'absent',
    'denied',
    'unreachable',
    'silent',
    'untrusted',
    'unexpected',
    'too-old',
    'misconfigured',
    'unsupported',
  ];

  it('is another one for every reason', () => {
    const texts = REASONS.map((reason) => explanation(failure(reason)));
    assert.equal(new Set(texts).size, REASONS.length);
  });

  it('is another one for every reason over SSH too', () => {
    const texts = REASONS.map((reason) => explanation({ ...failure(reason), endpoint: 'ssh://ann@builder' }));
    assert.equal(new Set(texts).size, REASONS.length);
    assert.equal(
      texts[REASONS.indexOf('untrusted')],
      'SSH does not trust the host key of ssh://ann@builder. Connect once with ssh in a terminal, and compare the key. (why)',
    );
  });

  it('gives the words of an engine that refuses', () => {
    assert.equal(
      explanation({
        ...failure('unexpected'),
        status: 503,
        detail: 'HTTP 503: This node is not a swarm manager.',
      }),
      'The container engine at unix:///a.sock refused the request. It says: HTTP 503: This node is not a swarm manager.',
    );
    assert.equal(
      explanation({ ...failure('unexpected'), status: 404, detail: 'HTTP 404' }),
      'The container engine at unix:///a.sock gave an answer that cannot be used. Check that the address is that of a Docker engine. (HTTP 404)',
    );
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
