import assert from 'node:assert/strict';
import { DEFAULT_SETTINGS, readSettings } from '../../server/src/settings';

describe('settings', () => {
  it('are the defaults where nothing is set, or nonsense', () => {
    assert.deepEqual(readSettings(null), DEFAULT_SETTINGS);
    const nonsense = {
      rules: 7,
      registryMap: ['docker.io'],
      plainHttpRegistries: 'registry.example',
      pinStyle: 'digest',
      pinPlatform: 7,
      checkPins: 'always',
    };
    assert.deepEqual(
      readSettings(nonsense, { proxy: 7, noProxy: 'x', proxySupport: 'maybe' }),
      DEFAULT_SETTINGS,
    );
  });

  it('take from the project file what the editor has not set', () => {
    const project = {
      rules: { 'latest-tag': 'error', 'moving-tag': 'hint', 'unpinned-image': 'default' },
      profiles: { 'lab/**': 'development', 'live/**': 'production' },
      allowedImages: { 'moving-tag': ['traefik'], 'latest-tag': ['nginx'] },
      localImages: ['acme/*'],
      requireHashes: true,
      requireIgnoreReason: true,
      dockerfileNames: ['*.docker'],
      pinStyle: 'digest # tag',
    };
    const own = {
      rules: { 'latest-tag': 'default', 'moving-tag': 'off' },
      profiles: { 'lab/**': 'production' },
      allowedImages: { 'latest-tag': [] },
      localImages: null,
      requireHashes: false,
      requireIgnoreReason: null,
    };
    const settings = readSettings(own, null, project);
    assert.deepEqual([...settings.rules].sort(), [
      ['latest-tag', 'error'],
      ['moving-tag', 'off'],
    ]);
    assert.deepEqual(settings.profiles, [
      { glob: 'lab/**', profile: 'production' },
      { glob: 'live/**', profile: 'production' },
    ]);
    assert.deepEqual(settings.options, {
      allowedImages: new Map([
        ['moving-tag', ['traefik']],
        ['latest-tag', []],
      ]),
      localImages: ['acme/*'],
      autoUpdaters: [],
      requireHashes: false,
      allowSecurityUpgrades: false,
      requireReason: true,
    });
    assert.deepEqual(settings.names.dockerfile, ['*.docker']);
    assert.equal(settings.pins.style, 'digest # tag');
  });

  it('turn a folder off', () => {
    assert.equal(readSettings({ enable: false }).enabled, false);
    assert.equal(readSettings({ enable: 'no' }).enabled, true);
  });

  it('say how registries are reached', () => {
    const own = {
      plainHttpRegistries: ['registry.example:5000'],
      registryMap: { 'cache.example/hub': 'docker.io', empty: '' },
    };
    const http = {
      proxy: 'http://proxy.example:3128',
      noProxy: ['registry.example'],
      proxyStrictSSL: false,
      proxySupport: 'off',
      systemCertificates: false,
    };
    assert.deepEqual(readSettings(own, http).registries, {
      plainHttpHosts: ['registry.example:5000'],
      registryMap: new Map([['cache.example/hub', 'docker.io']]),
      network: {
        proxy: 'http://proxy.example:3128',
        noProxy: ['registry.example'],
        proxySupport: false,
        proxyStrictSSL: false,
        systemCertificates: false,
      },
    });
  });

  it('say how pins are written and checked', () => {
    const { pins } = readSettings({
      pinStyle: 'digest # tag',
      pinPlatform: 'linux/arm64',
      checkPins: 'onSave',
    });
    assert.deepEqual(pins, { style: 'digest # tag', platform: 'linux/arm64', check: 'onSave' });
  });

  it('have no rule against one platform where somebody wants one, unless they say so', () => {
    const rule = 'single-platform-pin';
    assert.equal(readSettings({ pinPlatform: 'linux/arm64' }).rules.get(rule), 'off');
    const both = { pinPlatform: 'linux/arm64', rules: { [rule]: 'error' } };
    assert.equal(readSettings(both).rules.get(rule), 'error');
    assert.equal(readSettings({}).rules.has(rule), false);
  });
});
