import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { immutableInfra } from '../setup/commandLine';
import type { ProgramResult } from '../setup/runProgram';
import { laboratory } from './hooks';
import { pushImage, pushIndex } from './images';
import { PASSWORD, USER } from './registries';
import { skopeoDigest } from './skopeo';

describe('resolving against a real registry', () => {
  let configuration: string;

  beforeEach(() => {
    configuration = mkdtempSync(join(tmpdir(), 'immutable-infra-docker-config-'));
  });
  afterEach(() => rmSync(configuration, { recursive: true }));

  /** With a Docker configuration that holds these logins, `user:password` by registry. */
  function resolve(reference: string, logins: Readonly<Record<string, string>> = {}): Promise<ProgramResult> {
    const auths = Object.fromEntries(
      Object.entries(logins).map(([registry, login]) => [
        registry,
        { auth: Buffer.from(login).toString('base64') },
      ]),
    );
    writeFileSync(join(configuration, 'config.json'), JSON.stringify({ auths }));
    return immutableInfra(['resolve', reference], {
      environment: { ...process.env, DOCKER_CONFIG: configuration },
    });
  }

  async function assertResolves(reference: string, login?: string): Promise<void> {
    const registry = reference.slice(0, reference.indexOf('/'));
    const { code, stdout, stderr } = await resolve(
      reference,
      login === undefined ? {} : { [registry]: login },
    );
    assert.equal(stdout, `${reference}\t${await skopeoDigest(reference, login)}\n`, stderr);
    assert.equal(code, 0);
  }

  it('gives the digest of a manifest', async () => {
    const { anonymous } = laboratory().registries;
    const pushed = await pushImage({ registry: anonymous, name: 'resolve/manifest' }, '1.4.0', '1.4.0');
    await assertResolves(`${anonymous}/resolve/manifest:1.4.0`);
    assert.equal(await skopeoDigest(`${anonymous}/resolve/manifest:1.4.0`), pushed);
  });

  it('gives the digest of the index where the tag names one, not of a platform', async () => {
    const { anonymous } = laboratory().registries;
    const pushed = await pushIndex({ registry: anonymous, name: 'resolve/index' }, 'latest', '1');
    await assertResolves(`${anonymous}/resolve/index`);
    assert.equal(await skopeoDigest(`${anonymous}/resolve/index`), pushed);
  });

  it('gives the new digest once a tag has moved', async () => {
    const { anonymous } = laboratory().registries;
    const repository = { registry: anonymous, name: 'resolve/moving' };
    const before = await pushImage(repository, 'stable', '1');
    await assertResolves(`${anonymous}/resolve/moving:stable`);
    const after = await pushImage(repository, 'stable', '2');
    await assertResolves(`${anonymous}/resolve/moving:stable`);
    assert.notEqual(after, before);
  });

  it('logs in with the user name and password of the Docker configuration', async () => {
    const { anonymous, basic } = laboratory().registries;
    await pushImage({ registry: anonymous, name: 'resolve/private' }, '1', '1');
    await assertResolves(`${basic}/resolve/private:1`, `${USER}:${PASSWORD}`);
  });

  it('asks a token service, without a login where none is needed', async () => {
    const { anonymous, token } = laboratory().registries;
    await pushImage({ registry: anonymous, name: 'open/resolve' }, '1', '1');
    await assertResolves(`${token}/open/resolve:1`);
  });

  it('asks a token service with the login of the Docker configuration', async () => {
    const { anonymous, token } = laboratory().registries;
    await pushIndex({ registry: anonymous, name: 'closed/resolve' }, '1', '1');
    await assertResolves(`${token}/closed/resolve:1`, `${USER}:${PASSWORD}`);
  });

  const refusals = [
    { title: 'no login', login: undefined },
    { title: 'a wrong password', login: `${USER}:wrong` },
  ];
  for (const door of ['basic', 'token'] as const) {
    for (const { title, login } of refusals) {
      it(`says so when a ${door} registry refuses ${title}`, async () => {
        const { anonymous, [door]: registry } = laboratory().registries;
        await pushImage({ registry: anonymous, name: 'closed/refused' }, '1', '1');
        const { code, stdout, stderr } = await resolve(
          `${registry}/closed/refused:1`,
          login === undefined ? {} : { [registry]: login },
        );
        assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
        assert.match(stderr, new RegExp(`${registry}.*(login|log in)`, 'is'));
        assert.doesNotMatch(stderr, /wrong|YWxpY2U/, 'a secret is not shown');
      });
    }
  }

  it('names the tag that the registry does not have, and still prints the others', async () => {
    const { anonymous } = laboratory().registries;
    const digest = await pushImage({ registry: anonymous, name: 'resolve/some' }, '1', '1');
    const [absent, present] = [`${anonymous}/resolve/some:2`, `${anonymous}/resolve/some:1`];
    const { code, stdout, stderr } = await immutableInfra(['resolve', absent, present]);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: `${present}\t${digest}\n` });
    assert.ok(stderr.includes(absent), stderr);
  });
});
