import assert from 'node:assert/strict';
import {
  isChange,
  readConfiguredImage,
  readContainers,
  readImage,
  readInfo,
} from '../../../client/src/docker/answers';

describe('reading what engines answer', () => {
  it('a list of containers', () => {
    const labels = { 'com.docker.compose.project': 'shop', odd: 7 };
    const [container] = readContainers([
      {
        Id: 'fdafec',
        Names: ['/shop-web-1', '/other/web'],
        Image: 'node:20',
        ImageID: 'sha256:60',
        Created: 1795389451,
        State: 'Running',
        Status: 'Up 8 minutes',
        Labels: labels,
      },
    ])!;
    assert.deepEqual(container, {
      id: 'fdafec',
      name: 'shop-web-1',
      image: 'node:20',
      imageId: 'sha256:60',
      created: 1795389451000,
      state: 'running',
      status: 'Up 8 minutes',
      labels: { 'com.docker.compose.project': 'shop' },
    });
  });

  it('a list with almost nothing in it', () => {
    assert.deepEqual(readContainers([{ Id: '0123456789abcdef', Names: null, Labels: null }, null, {}, 'x']), [
      {
        id: '0123456789abcdef',
        name: '0123456789ab',
        image: '',
        imageId: '',
        created: 0,
        state: 'unknown',
        status: '',
        labels: {},
      },
    ]);
  });

  it('null for an empty list, as bytes too', () => {
    assert.deepEqual(readContainers(null), []);
    assert.deepEqual(readContainers(Buffer.from('null\n')), []);
  });

  it('no list at all', () => {
    assert.equal(readContainers({ message: 'page not found' }), null);
    assert.equal(readContainers(Buffer.from('<html>')), null);
  });

  it('an image, of the classic and of the containerd store', () => {
    assert.deepEqual(readImage({ RepoDigests: ['node@sha256:a', 3] }), {
      repositoryDigests: ['node@sha256:a'],
      descriptor: null,
    });
    assert.deepEqual(readImage({ RepoDigests: null, Descriptor: { digest: 'sha256:i' } }), {
      repositoryDigests: [],
      descriptor: 'sha256:i',
    });
  });

  it('what a container was started from', () => {
    assert.equal(readConfiguredImage({ Config: { Image: 'node:20' } }), 'node:20');
    assert.equal(readConfiguredImage({ Config: null }), null);
    assert.equal(readConfiguredImage(null), null);
  });

  it('which image store an engine has', () => {
    const overlayfs = {
      Driver: 'overlayfs',
      DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']],
    };
    assert.deepEqual(readInfo({ ServerVersion: '28.5.1', ...overlayfs }), {
      version: '28.5.1',
      store: 'containerd',
    });
    assert.deepEqual(readInfo({ ServerVersion: '20.10.24', Driver: 'overlay2', DriverStatus: null }), {
      version: '20.10.24',
      store: 'classic',
    });
    assert.deepEqual(readInfo(null), { version: null, store: 'unknown' });
  });
});

describe('events that may change what we show', () => {
  const cases: readonly (readonly [string, boolean])[] = [
    ['{"Type":"container","Action":"start"}', true],
    ['{"status":"die","Type":"container","Action":"die"}', true],
    ['{"Type":"container","Action":"health_status: healthy"}', true],
    ['{"Type":"image","Action":"untag"}', true],
    ['{"Type":"container","Action":"exec_create: /bin/sh -c curl localhost"}', false],
    ['{"status":"exec_start: ls","Type":"container","Action":"exec_start: ls"}', false],
    ['{"Type":"container","Action":"exec_die"}', false],
    ['{"Type":"container","Action":"attach"}', false],
    ['{"Type":"container","Action":"invented-tomorrow"}', true],
    ['half an eve', true],
  ];
  for (const [line, expected] of cases) {
    it(`${line} ${expected ? 'does' : 'does not'}`, () => assert.equal(isChange(line), expected));
  }
});
