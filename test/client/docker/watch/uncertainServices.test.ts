import assert from 'node:assert/strict';
import { uncertainServices } from '../../../../client/src/docker/watch/uncertainServices';

describe('services whose configuration hash cannot be known from the files', () => {
  const cases: readonly (readonly [string, object | null, boolean])[] = [
    ['plain', { image: 'app:1' }, false],
    ['a variable of .env', { image: 'app:${KNOWN}' }, false],
    ['a variable of nobody', { image: 'app:${TAG}' }, true],
    ['without braces', { image: 'app:$TAG' }, true],
    ['a default that a shell may have overridden', { image: 'app:${TAG:-1.0}' }, true],
    ['in a default', { image: 'app:${KNOWN:-${TAG}}' }, true],
    ['deep in a list', { volumes: [{ source: '${ROOT}/data' }] }, true],
    ['a dollar that is none', { command: ['sh', '-c', 'echo $$HOME $${X}'] }, false],
    ['passed on, in a list', { environment: ['PASS', 'A=b'] }, true],
    ['passed on, in a map', { environment: { PASS: null, A: 'b' } }, true],
    ['passed on from .env', { environment: { KNOWN: null } }, false],
    ['number and switch', { environment: { A: 1, B: true } }, false],
    ['shares a network', { network_mode: 'service:db' }, true],
    ['network of the host', { network_mode: 'host' }, false],
    ['shares processes', { pid: 'service:db' }, true],
    ['shares volumes', { volumes_from: ['db:ro'] }, true],
    ['shares no volumes', { volumes_from: [] }, false],
    ['what only its build takes', { build: { args: { V: '${TAG}' } } }, false],
    ['how many run', { scale: '${N}', deploy: { replicas: '${N}' } }, false],
    ['how much they may take', { deploy: { resources: { limits: { cpus: '${CPUS}' } } } }, true],
    ['no service at all', null, true],
  ];
  for (const [name, service, expected] of cases) {
    it(name, () => {
      const uncertain = uncertainServices({ services: { app: service } }, new Set(['KNOWN']));
      assert.deepEqual([...uncertain], expected ? ['app'] : []);
    });
  }

  it('nothing in what is no model', () => assert.equal(uncertainServices([], new Set()).size, 0));
});
