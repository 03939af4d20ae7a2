import assert from 'node:assert/strict';
import { changedVariables } from '../../../../client/src/docker/releases/changedVariables';
import { configured } from '../../../support/observed';

describe('variables that the image does not set so', () => {
  const changed = (container: readonly string[], image: readonly string[]) =>
    changedVariables(configured({ environment: container }), configured({ environment: image }))?.map(
      ({ name, value, imageValue }) => `${name}: ${imageValue ?? '-'} → ${value}`,
    );

  it('are those that are new or other, by name', () => {
    assert.deepEqual(changed(['PATH=/bin', 'Z=1', 'B=2', 'EMPTY='], ['PATH=/bin', 'B=1']), [
      'B: 1 → 2',
      'EMPTY: - → ',
      'Z: - → 1',
    ]);
  });

  it('are what a process sees: the last of a name, and a value with an equals sign', () => {
    assert.deepEqual(changed(['A=1', 'A=x=y', 'NAME'], []), ['A: - → x=y', 'NAME: - → ']);
  });

  it('hide secrets on both sides, and tell that they differ', () => {
    assert.deepEqual(changed(['DB_PASSWORD=new'], ['DB_PASSWORD=old']), ['DB_PASSWORD: ••• → •••']);
  });

  it('are not known where either is not', () => {
    assert.equal(changedVariables(null, configured()), null);
    assert.equal(changedVariables(configured(), null), null);
  });
});
