import assert from 'node:assert/strict';
import type { Engine } from '../../../client/src/docker/engine';
import type { Platform } from '../../../client/src/docker/engineFacts';
import { imageSide } from '../../../client/src/docker/imageSide';
import type { ImageSide } from '../../../client/src/docker/imageSide';
import { CREATED_LABEL, TEMPORARY_LABEL } from '../../../client/src/docker/releases/temporaryContainer';
import { removeContainers } from '../containers';
import { laboratory } from '../hooks';
import { FILES, pushImage, pushIndex } from '../images';
import { connectTo, NEVER } from './connect';

describe('the side of the image of a changed file', () => {
  let engine: Engine;
  let app: string;
  let multi: string;

  const docker = (...args: string[]): Promise<string> => laboratory().engine.docker(...args);
  /** Names or ids of the containers that read images, whoever has made them. */
  const left = async (): Promise<readonly string[]> => {
    const listed = await docker(
      'ps',
      '--all',
      '--filter',
      `label=${TEMPORARY_LABEL}`,
      '--format',
      '{{.Names}}',
    );
    return listed
      .split('\n')
      .filter((name) => name !== '')
      .toSorted();
  };
  const read = async (side: ImageSide, name: string, path: string, platform: Platform | null = null) => {
    const image = await docker('inspect', '--format', '{{.Image}}', name);
    const answer = await side.file({ engine, image, platform, path }, 1000, NEVER);
    await side.idle();
    if (!answer.read) return answer;
    const { file } = answer;
    return file.found && file.kind === 'file' ? Buffer.from(file.content).toString() : file;
  };
  const window = (now = Date.now): ImageSide => imageSide('this window', now);

  before(async () => {
    const registry = laboratory().registries.anonymous;
    await pushImage({ registry, name: 'side/app' }, '1.0.0', '1.0.0');
    await pushIndex({ registry, name: 'side/multi' }, '1.0.0', '1.0.0');
    app = `${registry}/side/app:1.0.0`;
    multi = `${registry}/side/multi:1.0.0`;
    for (const [name, image] of [
      ['changed', app],
      ['multi', multi],
    ] as const)
      await docker('run', '--detach', '--network', 'none', '--name', name, image);
    await docker('exec', 'changed', 'sh', '-c', 'echo mode = debug > /app/settings; rm /app/obsolete');
    engine = await connectTo(laboratory().engine.host);
  });
  afterEach(async () => {
    const names = await left();
    if (names.length > 0) await docker('rm', '--force', ...names);
  });
  after(() => removeContainers(laboratory().engine));

  it('is as it was before somebody changed or deleted it, and nothing is left on the engine', async () => {
    const side = window();
    assert.equal(await read(side, 'changed', '/app/settings'), FILES.settings);
    assert.equal(await read(side, 'changed', '/app/obsolete'), FILES.obsolete);
    assert.deepEqual(await read(side, 'changed', '/app/never'), { found: false });
    assert.deepEqual(await left(), []);
  });

  it('is that of the platform which runs', async () => {
    const platform = { os: 'linux', architecture: 'amd64', variant: null };
    assert.equal(await read(window(), 'multi', '/app/settings', platform), FILES.settings);
    assert.deepEqual(await left(), []);
  });

  it('is not there any more where the image is gone', async () => {
    const image = `sha256:${'f'.repeat(64)}`;
    const answer = await window().file({ engine, image, platform: null, path: '/app/settings' }, 1000, NEVER);
    assert.deepEqual(answer, { read: false, reason: 'image-gone' });
  });

  it('is given up at once when that is wanted, and nothing is left then either', async () => {
    const side = window();
    const image = await docker('inspect', '--format', '{{.Image}}', 'changed');
    const reading = new AbortController();
    const answer = side.file({ engine, image, platform: null, path: '/app/settings' }, 1000, reading.signal);
    reading.abort();
    assert.deepEqual(await answer, { read: false, reason: 'cancelled' });
    await side.idle();
    assert.deepEqual(await left(), []);
  });

  it('is read by a window that removes what it left when it crashed, and what another one left long ago', async () => {
    const make = (name: string, owner: string, command = 'create'): Promise<string> =>
      docker(
        ...[...command.split(' '), '--network', 'none', '--name', name],
        ...['--label', `${TEMPORARY_LABEL}=${owner}`, '--label', `${CREATED_LABEL}=${Date.now()}`],
        app,
      );
    await make('own', 'this window');
    await make('foreign', 'another window');
    // Nobody but people starts one, and then it is theirs.
    await make('started', 'another window', 'run --detach');
    const after = (minutes: number): ImageSide => window(() => Date.now() + minutes * 60_000);
    // While it is young it may be that of another window, which took over this one's state.
    await read(window(), 'changed', '/app/settings');
    assert.deepEqual(await left(), ['foreign', 'own', 'started']);
    await read(after(2), 'changed', '/app/settings');
    assert.deepEqual(await left(), ['foreign', 'started']);
    await read(after(11), 'changed', '/app/settings');
    assert.deepEqual(await left(), ['started']);
  });
});
