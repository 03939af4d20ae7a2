import assert from 'node:assert/strict';
import { hostReleases } from '../../../../client/src/docker/releases/hostReleases';
import {
  composeLabels,
  container,
  digest,
  imageFacts,
  knowledge,
  listed,
  mount,
  observation,
  type Given,
  type GivenObservation,
} from '../../../support/observed';

const A = digest('a');

describe('the risks of what runs', () => {
  const local = { images: [imageFacts()] };
  const containerd = { engine: { store: 'containerd' as const } };
  const updater = (image: string, configuration: Given['configuration'] = {}): Given => ({
    image,
    configuration,
  });
  const cases: readonly (readonly [string, Given, GivenObservation, string])[] = [
    ['are none of what was pulled', {}, { listed: [listed({ repositoryDigests: [`node@${A}`] })] }, ''],
    ['are none of what is pinned', { image: `node@${A}` }, local, ''],
    ['are that nothing stands behind what was built here', {}, local, 'unpinned node:20'],
    ['are none while the engine has not answered', {}, {}, ''],
    ['are none of what was removed', {}, { missing: { [digest('1')]: 'removed' } }, ''],
    [
      'are none of what a registry knows under another name',
      {},
      { images: [imageFacts({ repositoryDigests: [`x/y@${A}`] })] },
      '',
    ],
    ["are none that could be told in containerd's store, where all has a digest", {}, containerd, ''],
    [
      "are that nothing stands behind what compose built into containerd's store",
      { image: 'shop-web' },
      { ...containerd, listed: [listed({ labels: composeLabels('shop', 'web') })] },
      'unpinned shop-web',
    ],
    ['are none of what was started by an id', { image: digest('1') }, local, ''],
    ['are an updater', updater(`containrrr/watchtower@${A}`), {}, 'auto-updater containrrr/watchtower'],
    [
      'are an updater of another registry',
      updater(`ghcr.io/nicholas-fedor/watchtower:1@${A}`),
      {},
      'auto-updater ghcr.io/nicholas-fedor/watchtower',
    ],
    [
      'are none of an updater that only notifies',
      updater(`containrrr/watchtower@${A}`, { environment: ['WATCHTOWER_MONITOR_ONLY=true'] }),
      {},
      '',
    ],
    [
      'are none of an updater that is told to only notify',
      updater(`containrrr/watchtower@${A}`, { command: ['--monitor-only'] }),
      {},
      '',
    ],
    [
      'are an updater that is told not to only notify',
      updater(`containrrr/watchtower@${A}`, { command: ['--monitor-only=false'] }),
      {},
      'auto-updater containrrr/watchtower',
    ],
    ['are none of what only notifies', updater(`crazymax/diun:4@${A}`), {}, ''],
    ['are none of WUD without a trigger', updater(`getwud/wud:8@${A}`), {}, ''],
    [
      'are WUD with a trigger',
      updater(`getwud/wud:8@${A}`, { environment: ['WUD_TRIGGER_DOCKER_LOCAL_PRUNE=true'] }),
      {},
      'auto-updater getwud/wud',
    ],
    [
      "are none of a label by which an updater's choice is made",
      { image: `node@${A}`, labels: { 'com.centurylinklabs.watchtower.enable': 'true' } },
      {},
      '',
    ],
    [
      'are the socket of the engine, for reading too',
      {
        image: `node@${A}`,
        mounts: [mount({ source: '/var/run/docker.sock', target: '/var/run/docker.sock', readOnly: true })],
      },
      {},
      'engine-socket /var/run/docker.sock',
    ],
    [
      'are none of another socket',
      { image: `node@${A}`, mounts: [mount({ source: '/run/x.sock', target: '/x.sock' })] },
      {},
      '',
    ],
  ];
  for (const [title, given, seen, expected] of cases) {
    it(title, () => {
      const full = observation({ ...seen, containers: [container(given)] });
      const { risks } = hostReleases(full, knowledge()).projects[0]!.services[0]!.answers;
      assert.equal(risks.map((risk) => Object.values(risk).join(' ')).join(', '), expected);
    });
  }
});
