import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { immutableInfra } from '../setup/commandLine';
import { outputOf } from '../setup/runProgram';
import { laboratory } from './hooks';
import { deleteManifest, pushImage, pushIndex } from './images';
import { skopeoDigest } from './skopeo';

describe('the life of pins against a real registry', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'immutable-infra-life-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const findings = async (): Promise<string[]> => {
    const { stdout } = await immutableInfra(['check', '--format', 'json', folder]);
    const report = JSON.parse(stdout) as { findings: { rule: string }[]; errors: unknown[] };
    assert.deepEqual(report.errors, []);
    return report.findings.map(({ rule }) => rule);
  };

  it('gives the digest of a platform as skopeo reads it from the index', async () => {
    const { anonymous } = laboratory().registries;
    const reference = `${anonymous}/life/index:1`;
    await pushIndex({ registry: anonymous, name: 'life/index' }, '1', '1');
    const raw = await outputOf('skopeo', ['inspect', '--tls-verify=false', '--raw', `docker://${reference}`]);
    const { manifests } = JSON.parse(raw) as {
      manifests: { digest: string; platform: { architecture: string } }[];
    };
    for (const { digest, platform } of manifests) {
      const words = ['resolve', '--platform', `linux/${platform.architecture}`, reference];
      assert.equal((await immutableInfra(words)).stdout, `${reference}\t${digest}\n`);
    }
    const { code, stderr } = await immutableInfra(['resolve', '--platform', 'linux/s390x', reference]);
    assert.equal(code, 2);
    assert.match(stderr, /linux\/amd64, linux\/arm64/);
  });

  it('describes an image as skopeo does', async () => {
    const { anonymous } = laboratory().registries;
    const reference = `${anonymous}/life/facts:1`;
    await pushIndex({ registry: anonymous, name: 'life/facts' }, '1', '1.2.3');
    const { stdout } = await immutableInfra(['resolve', '--format', 'json', reference]);
    const [resolved] = (JSON.parse(stdout) as { resolved: Record<string, unknown>[] }).resolved;
    const options = ['--tls-verify=false', '--no-tags', '--override-arch', 'amd64'];
    const witness = JSON.parse(
      await outputOf('skopeo', ['inspect', ...options, `docker://${reference}`]),
    ) as { Digest: string; Architecture: string; Labels: unknown };
    const image = resolved!.image as { platform: string; labels: unknown };
    assert.equal(resolved!.digest, witness.Digest);
    assert.equal(image.platform, `linux/${witness.Architecture}`);
    assert.deepEqual(image.labels, witness.Labels);
  });

  it('finds that a tag has moved on, updates the pin, and finds nothing more', async () => {
    const { anonymous } = laboratory().registries;
    const reference = `${anonymous}/life/moving:stable`;
    await pushIndex({ registry: anonymous, name: 'life/moving' }, 'stable', '1');
    write('compose.yaml', `services:\n  web:\n    image: ${reference}\n`);
    await immutableInfra(['pin', folder]);
    assert.deepEqual(await findings(), []);
    await pushIndex({ registry: anonymous, name: 'life/moving' }, 'stable', '2');
    assert.deepEqual(await findings(), ['outdated-pin']);
    assert.equal((await immutableInfra(['update', folder])).code, 0);
    const pinned = `${reference}@${await skopeoDigest(reference)}`;
    assert.equal(read('compose.yaml'), `services:\n  web:\n    image: ${pinned}\n`);
    assert.deepEqual(await findings(), []);
    await immutableInfra(['unpin', folder]);
    assert.equal(read('compose.yaml'), `services:\n  web:\n    image: ${reference}\n`);
  });

  it('finds that a pin is for one platform alone', async () => {
    const { anonymous } = laboratory().registries;
    const reference = `${anonymous}/life/platform:1`;
    await pushIndex({ registry: anonymous, name: 'life/platform' }, '1', '1');
    write('Dockerfile', `FROM ${reference}\n`);
    await immutableInfra(['pin', '--platform', 'linux/arm64', folder]);
    assert.deepEqual(await findings(), ['single-platform-pin']);
    await immutableInfra(['update', folder]);
    assert.equal(read('Dockerfile'), `FROM ${reference}@${await skopeoDigest(reference)}\n`);
  });

  it('finds that a digest is gone', async () => {
    const { anonymous } = laboratory().registries;
    const repository = { registry: anonymous, name: 'life/gone' };
    const old = await pushImage(repository, '1', 'old');
    await pushImage(repository, '1', 'new');
    write('Dockerfile', `FROM ${anonymous}/life/gone:1@${old}\n`);
    assert.deepEqual(await findings(), ['outdated-pin']);
    await deleteManifest(repository, old);
    assert.deepEqual(await findings(), ['vanished-digest']);
  });

  it('locks a compose project, and tells when the lock is behind', async () => {
    const { anonymous } = laboratory().registries;
    const repository = { registry: anonymous, name: 'life/locked' };
    await pushImage(repository, '1', '1');
    const compose = `services:\n  web:\n    image: ${anonymous}/life/locked:1\n`;
    write('compose.yaml', compose);
    assert.equal((await immutableInfra(['lock', folder])).code, 0);
    const pinned = `${anonymous}/life/locked:1@${await skopeoDigest(`${anonymous}/life/locked:1`)}`;
    assert.ok(read('compose.lock.yaml').endsWith(`services:\n  web:\n    image: ${pinned}\n`));
    assert.equal(read('compose.yaml'), compose);
    assert.equal((await immutableInfra(['verify', folder])).code, 0);
    await pushImage(repository, '1', '2');
    const { code, stdout } = await immutableInfra(['verify', folder]);
    assert.equal(code, 1);
    assert.match(stdout, /compose\.lock\.yaml:\d+:\d+: /);
  });

  it('asks nobody again for what a storage folder remembers, and knows what was published twice', async () => {
    const { anonymous } = laboratory().registries;
    const repository = { registry: anonymous, name: 'life/record' };
    const storage = join(folder, 'storage');
    const reference = `${anonymous}/life/record:1.2.3`;
    const before = await pushImage(repository, '1.2.3', 'first');
    await immutableInfra(['resolve', '--storage', storage, reference]);
    await pushImage(repository, '1.2.3', 'second');
    write('Dockerfile', `FROM ${reference}\n`);
    const { stdout, stderr } = await immutableInfra(['pin', '--dry-run', '--storage', storage, folder]);
    assert.ok(stdout.includes(`+FROM ${reference}@${before}`), stdout);
    assert.match(stderr, /min old/);
    const { stdout: report } = await immutableInfra(['check', '--storage', storage, folder]);
    assert.match(report, /was published again/);
  });
});
