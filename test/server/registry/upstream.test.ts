import assert from 'node:assert/strict';
import { DEFAULT_REGISTRY_SETTINGS } from '../../../server/src/registry/registrySettings';
import { upstreamOf } from '../../../server/src/registry/upstream';
import { parseImageReference } from '../../../server/src/syntax/imageReference';

/** What is written → what is asked for, with these caches and their upstreams. */
const MAP = {
  'proxy.example.com/hub': 'docker.io',
  'proxy.example.com/hub/team/': 'registry.example.com/team',
  'cache.example.com:5000': 'ghcr.io',
  'docker.io/mirrored': 'quay.io/origin/',
  'broken.example.com': 'Not A Name',
};
const ASKED = {
  'node:20': 'docker.io/library/node:20',
  'proxy.example.com/hub/node:20': 'docker.io/library/node:20',
  'proxy.example.com/hub/library/node:20': 'docker.io/library/node:20',
  'proxy.example.com/hub/bitnami/redis': 'docker.io/bitnami/redis:latest',
  'proxy.example.com/hub/team/app:1': 'registry.example.com/team/app:1',
  'proxy.example.com/hubris/app:1': 'proxy.example.com/hubris/app:1',
  'cache.example.com:5000/owner/name:1': 'ghcr.io/owner/name:1',
  'cache.example.com/owner/name:1': 'cache.example.com/owner/name:1',
  'mirrored/app:1': 'quay.io/origin/app:1',
  'broken.example.com/app:1': 'broken.example.com/app:1',
};

describe('the upstream of a reference', () => {
  for (const [written, asked] of Object.entries(ASKED)) {
    it(`${written} → ${asked}`, () => {
      const reference = parseImageReference(written);
      assert.ok(reference.kind === 'reference');
      const settings = { ...DEFAULT_REGISTRY_SETTINGS, registryMap: new Map(Object.entries(MAP)) };
      const { registry, repository, tag } = upstreamOf(reference, settings);
      assert.equal(`${registry}/${repository}:${tag}`, asked);
    });
  }
});
